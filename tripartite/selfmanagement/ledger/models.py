"""A book, its entries and their lines. Entries and lines only grow (`0004_ledger`): the database refuses all else."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.scope import Reach, Scoped, ScopedQuerySet
from buildings.places.models import Place
from tripartite.parties.models import Party

USER = settings.AUTH_USER_MODEL
KEEPERS = (Party.Kind.OWNERS_COMMITTEE, Party.Kind.MANAGEMENT_COMMITTEE)
WORDS = 200
NONE = Decimal("0.00")


def money(**more: Any) -> Any:
    return models.DecimalField(max_digits=12, decimal_places=2, **more)


class Purpose(models.TextChoices):
    """What money came in for or went out for, in plain words."""

    PARKING = "parking", pgettext_lazy("ledger", "parking fees")
    ADVERTISING = "advertising", pgettext_lazy("ledger", "advertising")
    VENUE = "venue", pgettext_lazy("ledger", "rent of rooms and ground")
    FEES = "fees", pgettext_lazy("ledger", "property fees")
    INTEREST = "interest", pgettext_lazy("ledger", "bank interest")
    DONATION = "donation", pgettext_lazy("ledger", "donations")
    OTHER_INCOME = "other_income", pgettext_lazy("ledger", "other income")
    WAGES = "wages", pgettext_lazy("ledger", "wages")
    REPAIRS = "repairs", pgettext_lazy("ledger", "repairs")
    CLEANING = "cleaning", pgettext_lazy("ledger", "cleaning material")
    UTILITIES = "utilities", pgettext_lazy("ledger", "water and power")
    INSURANCE = "insurance", pgettext_lazy("ledger", "insurance")
    OFFICE = "office", pgettext_lazy("ledger", "office costs")
    OTHER_EXPENSE = "other_expense", pgettext_lazy("ledger", "other expenses")

    @property
    def kind(self) -> str:
        """Income or expense: which of the two an entry is follows from what it is for."""
        return "income" if self in INCOME else "expense"


INCOME = (
    Purpose.PARKING, Purpose.ADVERTISING, Purpose.VENUE, Purpose.FEES, Purpose.INTEREST, Purpose.DONATION,
    Purpose.OTHER_INCOME,
)  # fmt: skip
EXPENSE = tuple(one for one in Purpose if one not in INCOME)


class Money(models.TextChoices):
    """Where the money is."""

    CASH = "cash", pgettext_lazy("ledger", "cash box")
    BANK = "bank", pgettext_lazy("ledger", "bank account")


class BookQuerySet(ScopedQuerySet):
    def open(self) -> "BookQuerySet":
        return self.filter(closed_on__isnull=True)

    def open_at(self, place: Place | str) -> "Book | None":
        """The book that is kept at this compound now."""
        code = place if isinstance(place, str) else place.code
        return self.open().filter(place_id=code).select_related("place", "party").first()


class Book(Scoped):
    """One committee's money at one compound, from the day it was opened. What it began with never changes."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="books", verbose_name=_("compound"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="books", verbose_name=_("kept by"))
    party_kind = models.CharField(max_length=24)  # of the party, for the scope test
    name = models.CharField(pgettext_lazy("ledger", "name"), max_length=80)
    opened_on = models.DateField(_("opened on"))
    opening_cash = money(verbose_name=_("cash at the opening"), default=NONE)
    opening_bank = money(verbose_name=_("bank balance at the opening"), default=NONE)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    party_field = "party_kind"
    objects = BookQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = pgettext_lazy("ledger", "book")
        verbose_name_plural = pgettext_lazy("ledger", "books")
        ordering = ["place_id", "-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(closed_on__isnull=True), name="ledger_book_open_once"
            ),
            models.CheckConstraint(name="ledger_book_keeper", condition=Q(party_kind__in=KEEPERS)),
            models.CheckConstraint(
                name="ledger_book_term",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/ledger/books/{self.pk}/"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class OfBook(Scoped):
    """What lies in a book is reached as the book is."""

    book: Any

    scope_field = "book__place_id"
    party_field = "book__party_kind"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def in_reach(self, reach: Reach) -> bool:
        return bool(self.book.in_reach(reach))


class Entry(OfBook):
    """Money in or out, moved between cash box and bank, or one of these taken back; its lines sum to nothing.

    `on` is the day it counts in the books; `happened_on` the day of the paper, earlier when its month was closed already.
    `position` runs through the book, `number` through the book's year; both without gaps.
    """

    class Kind(models.TextChoices):
        INCOME = "income", pgettext_lazy("ledger", "income")
        EXPENSE = "expense", pgettext_lazy("ledger", "expense")
        TRANSFER = "transfer", pgettext_lazy("ledger", "moved between cash and bank")

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", verbose_name=_("book"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # one form, one entry
    position = models.PositiveIntegerField(_("position in the book"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number in the year"))
    on = models.DateField(_("day in the books"))
    happened_on = models.DateField(_("day of the paper"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    purpose = models.CharField(_("what for"), max_length=16, choices=Purpose.choices, blank=True)
    amount = money(verbose_name=_("amount in yuan"))
    words = models.CharField(_("in words"), max_length=WORDS)
    parts = models.PositiveSmallIntegerField(default=2)  # how many lines it has; none can be added later
    document = models.FileField(_("paper"), upload_to="ledger/", max_length=200, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)  # of the kept bytes
    document_number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("takes back")
    )
    reason = models.CharField(_("why it is taken back"), max_length=WORDS, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    at = models.DateTimeField(default=timezone.now)
    before = models.CharField(max_length=64)  # hash of the entry before
    sha256 = models.CharField(max_length=64)  # of this entry with `before` (`chain.py`)

    class Meta:
        verbose_name = pgettext_lazy("ledger", "entry")
        verbose_name_plural = pgettext_lazy("ledger", "entries")
        ordering = ["book", "-position"]
        constraints = [
            models.UniqueConstraint(fields=["book", "position"], name="ledger_position_once"),
            models.UniqueConstraint(fields=["book", "year", "number"], name="ledger_number_once"),
            models.CheckConstraint(name="ledger_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="ledger_parts", condition=Q(parts__gte=2)),
            models.CheckConstraint(name="ledger_year_of_day", condition=Q(on__year=F("year"))),
            models.CheckConstraint(name="ledger_not_before_paper", condition=Q(on__gte=F("happened_on"))),
            models.CheckConstraint(
                name="ledger_purpose_of_kind",
                condition=Q(kind="income", purpose__in=INCOME)
                | Q(kind="expense", purpose__in=EXPENSE)
                | Q(kind="transfer", purpose=""),
            ),
            models.CheckConstraint(
                name="ledger_has_paper", condition=~Q(document="") | ~Q(document_number="")
            ),
            models.CheckConstraint(
                name="ledger_document_hashed",
                condition=Q(document="", document_sha256="") | ~Q(document="") & ~Q(document_sha256=""),
            ),
            models.CheckConstraint(
                name="ledger_reversal_has_reason",
                condition=Q(reverses__isnull=True, reason="") | Q(reverses__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["book", "on"], name="ledger_day")]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    def get_absolute_url(self) -> str:
        return f"/ledger/entries/{self.pk}/"

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None

    @property
    def month(self) -> date:
        return self.on.replace(day=1)

    @property
    def signed(self) -> str:
        """+300.00 came in, −300.00 went out; what is only moved has no sign, and a reversal the other one."""
        signs = {self.Kind.INCOME: "+−", self.Kind.EXPENSE: "−+"}.get(self.Kind(self.kind), ("", ""))
        return f"{signs[self.is_reversal]}{self.amount:.2f}"

    @property
    def purses(self) -> list[str]:
        """Cash box, bank account, or of a transfer from which into which."""
        lines = sorted(
            (line.amount, line.account) for line in self.lines.all() if line.account in Money.values
        )
        return [str(Money(account).label) for _amount, account in lines]

    @property
    def what_for(self) -> str:
        return self.get_purpose_display() or self.get_kind_display()


class Line(models.Model):
    """One account's part in an entry. What a purse gets is positive, so an income's own line is negative."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    account = models.CharField(
        pgettext_lazy("ledger", "account"), max_length=30
    )  # cash, bank, income:<purpose>, expense:<purpose>
    amount = money(verbose_name=_("amount in yuan"))

    class Meta:
        verbose_name = pgettext_lazy("ledger", "line")
        verbose_name_plural = pgettext_lazy("ledger", "lines")
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "account"], name="ledger_account_once"),
            models.CheckConstraint(name="ledger_line_not_empty", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="ledger_line_account",
                condition=Q(account__in=Money.values)
                | Q(account__in=[f"income:{one}" for one in INCOME])
                | Q(account__in=[f"expense:{one}" for one in EXPENSE]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
