"""A month of a book: put forward, closed and published, posted on paper. Snapshots never change (`0004_ledger`)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import USER, Book, OfBook, money
from .states import PENDING, TONES, Status


class Closing(OfBook):
    """A month put forward for closing, with what was counted; another person confirms it or sends it back."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="closings", verbose_name=_("book"))
    month = models.DateField(_("month"))  # its first day
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.PROPOSED)
    counted_cash = money(verbose_name=_("cash counted"))
    statement_bank = money(verbose_name=_("balance of the bank statement"))
    book_cash = money(verbose_name=_("cash by the books"))
    book_bank = money(verbose_name=_("bank by the books"))
    entries = models.PositiveIntegerField(_("entries of the month"))  # when it was put forward
    explanation = models.CharField(_("why they differ"), max_length=300, blank=True)
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("put forward by"))
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("why it was sent back"), max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("ledger", "close of a month")
        verbose_name_plural = pgettext_lazy("ledger", "closes of months")
        ordering = ["book", "-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "month"], condition=Q(status__in=PENDING), name="ledger_closing_once"
            ),
            models.CheckConstraint(name="ledger_closing_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="ledger_closing_two_people",
                condition=~Q(status=Status.CONFIRMED) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="ledger_closing_decided",
                condition=Q(status=Status.PROPOSED) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ledger_closing_explained",
                condition=Q(counted_cash=F("book_cash"), statement_bank=F("book_bank")) | ~Q(explanation=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return f"/ledger/closings/{self.pk}/"

    @property
    def tone(self) -> str:
        return TONES[self.status]

    @property
    def ties(self) -> bool:
        """What was counted is what the books say."""
        return (self.counted_cash, self.statement_bank) == (self.book_cash, self.book_bank)


class Snapshot(OfBook):
    """A month as everybody reads it; its hash also covers the month before."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="snapshots", verbose_name=_("book"))
    closing = models.OneToOneField(Closing, models.PROTECT, related_name="snapshot")
    month = models.DateField(_("month"))
    content = models.JSONField()  # sums, balances and the hash of the last entry (`publishing.py`)
    sha256 = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("ledger", "published month")
        verbose_name_plural = pgettext_lazy("ledger", "published months")
        ordering = ["book", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["book", "month"], name="ledger_month_once"),
            models.CheckConstraint(name="ledger_snapshot_month", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return f"/ledger/months/{self.pk}/"


class Posting(models.Model):
    """The sheet of a month hangs on paper from a day to a day (`ends_on` exclusive)."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="posting")
    starts_on = models.DateField(_("posted from"))
    ends_on = models.DateField(_("posted until"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("ledger", "posting on paper")
        verbose_name_plural = pgettext_lazy("ledger", "postings on paper")
        constraints = [
            models.CheckConstraint(name="ledger_posting_term", condition=Q(ends_on__gt=F("starts_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}"

    @property
    def scope_code(self) -> str:
        return self.snapshot.book.place_id

    def hangs_on(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on


class PostingProof(models.Model):
    """A photo of the sheet where it hangs."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="proofs")
    file = models.FileField(max_length=200)
    thumb = models.FileField(max_length=200)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("ledger", "photo of a posting")
        verbose_name_plural = pgettext_lazy("ledger", "photos of postings")
        ordering = ["posting", "pk"]

    def __str__(self) -> str:
        return f"{self.posting_id}"

    @property
    def scope_code(self) -> str:
        return self.posting.snapshot.book.place_id
