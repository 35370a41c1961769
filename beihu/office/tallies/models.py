"""The queue, the sums, and what of the past changed later. Places are codes as text: a sum outlives its place."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

WITHOUT_DAY = "0001-01-01"  # of a stock


def code() -> models.CharField:
    return models.CharField(max_length=20, db_collation="C")


class Fact(models.Model):
    """A change that no tally knows yet. Written by triggers alone, gone when it is folded."""

    place = code()
    measure = models.CharField(max_length=24, db_collation="C")
    aspect = models.CharField(max_length=24, db_collation="C")
    widest = models.SmallIntegerField()  # length of the widest code it is summed for
    day = models.DateField(null=True)  # in the portal's time zone; none: a stock
    amount = models.BigIntegerField()  # rows, or fen (分) of money
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("queued fact")
        verbose_name_plural = _("queued facts")

    def __str__(self) -> str:
        return f"{self.place} {self.measure} {self.amount:+}"


class Tally(models.Model):
    """How much of a measure there is at a place and below it, in a month; or now, of a stock.

    The days of the month stand in the same row, in columns d1 … d31 that only SQL reads and writes (NULL: nothing happened):
    a row for each day would be three times as many rows to fold into, and thirty times as many to read for thirty days.
    """

    pk = models.CompositePrimaryKey("place", "measure", "aspect", "month")
    place = code()
    measure = models.CharField(max_length=24, db_collation="C")
    aspect = models.CharField(max_length=24, db_collation="C")  # "" is the whole
    month = models.DateField()  # its first day
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")

    def __str__(self) -> str:
        return f"{self.place} {self.measure} {self.month} {self.amount}"


class Correction(models.Model):
    """A day whose figure changed after it was over: how much, and on which day that became known. Streets and communities."""

    place = code()
    measure = models.CharField(max_length=24, db_collation="C")
    day = models.DateField()
    known_on = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        verbose_name = _("correction of a past day")
        verbose_name_plural = _("corrections of past days")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "known_on", "measure", "day"], name="correction_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.measure} {self.day} {self.amount:+}"
