"""What the pages of this room read: the whole table of a place in one query, the desk, a party's history."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from beihu.scope import under
from buildings.places.codes import lineage
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import Role

from .committees import CrossAppointment, Member, Term
from .companies import Contract, HandoverItem
from .models import Party

KINDS = dict(Party.Kind.choices)
POSITIONS = dict(Member.Position.choices)
ENDS = dict(Contract.End.choices)
ELECTION_SOON = timedelta(days=90)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass
class TermLine:
    """The term a committee is in."""

    number: int
    since: date | None
    due_on: date | None

    @property
    def is_due(self) -> bool:
        return self.due_on is not None and self.due_on <= timezone.localdate()


@dataclass
class PartyLine:
    """One body at the table, with whom it consists of."""

    pk: int
    name: str
    kind: str
    office_phone: str
    since: date | None
    place: str
    term: TermLine | None = None
    members: list[tuple[str, str]] = field(default_factory=list)  # (position in words, name), the chair first

    @property
    def get_kind_display(self) -> str:
        return str(KINDS[self.kind])


@dataclass
class ContractLine:
    """One company's time in a compound, as a line of the timeline."""

    pk: int
    company: str
    company_pk: int
    part: str
    since: date | None
    ends_on: date | None
    until: date | None
    end: str
    end_note: str
    leaves_on: date | None
    witness: str
    witness_reason: str
    owed: int
    handed_over: int

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= timezone.localdate()

    @property
    def begins_later(self) -> bool:
        return self.since is not None and self.since > timezone.localdate()

    @property
    def ran_on(self) -> bool:
        return self.until is None and self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def end_words(self) -> str:
        return str(ENDS.get(self.end, ""))


@dataclass
class Table:
    """Everything the page of a place shows of its parties."""

    parties: list[PartyLine]
    contracts: list[ContractLine]
    across: list[dict[str, Any]]
    liaison: dict[str, str] | None

    def __bool__(self) -> bool:
        return bool(self.parties or self.contracts or self.across or self.liaison)


def table_at(code: str) -> Table:
    """Who answers for a place, nearest first, with terms and members; companies; who was lent to whom. One query."""
    now = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
    terms = Term.objects.in_force().filter(party=OuterRef("pk")).order_by("-since")
    members = Member.objects.in_force().filter(term__party=OuterRef("pk")).order_by("position", "name")
    parties = Party.objects.answering_for(code).annotate(
        the_term=Subquery(terms.values(json=JSONObject(number="number", since="since", due_on="due_on"))[:1]),
        the_members=ArraySubquery(members.values(json=JSONObject(name="name", position="position"))),
    )
    party = JSONObject(
        pk="pk", name="name", kind="kind", office_phone="office_phone", since="since", place="place_id",
        term="the_term", members="the_members",
    )  # fmt: skip
    crossed = CrossAppointment.objects.filter(now, host__place_id__in=lineage(code)[-2:]).order_by("since")
    crossed = crossed.filter(since__lte=timezone.localdate())
    liaison = Post.objects.in_term().filter(role=Role.LIAISON, place_id__in=lineage(code))
    rows = Place.objects.filter(code=code).annotate(
        table_parties=ArraySubquery(parties.values(json=party)),
        table_contracts=ArraySubquery(contract_rows(place_id=code).values(json=CONTRACT)),
        table_across=ArraySubquery(
            crossed.values(
                json=JSONObject(
                    name="name",
                    position="position",
                    home="home__name",
                    host="host__name",
                    host_pk="host_id",
                    since="since",
                    until="until",
                )
            )
        ),
        table_liaison=Subquery(
            liaison.order_by("-place_id", "-since").values(
                json=JSONObject(name="user__name", phone="office_phone")
            )[:1]
        ),
    )
    found = rows.values_list("table_parties", "table_contracts", "table_across", "table_liaison").first()
    if found is None:
        return Table([], [], [], None)
    return Table(
        [_party(row) for row in found[0]],
        [contract_line(row) for row in found[1]],
        [row | {"since": day(row["since"]), "until": day(row["until"])} for row in found[2]],
        found[3],
    )


def _party(row: dict[str, Any]) -> PartyLine:
    term = row.pop("term")
    members = [(str(POSITIONS[one["position"]]), one["name"]) for one in row.pop("members")]
    line = PartyLine(**row | {"since": day(row["since"])}, members=members)
    if term:
        line.term = TermLine(term["number"], day(term["since"]), day(term["due_on"]))
    return line


CONTRACT = JSONObject(
    pk="pk", company="company__name", company_pk="company_id", part="part", since="since", ends_on="ends_on",
    until="until", end="end", end_note="end_note", leaves_on="leaves_on", witness="witness__name",
    witness_reason="witness_reason", owed="owed", handed_over="handed_over",
)  # fmt: skip


def contract_rows(**narrow: Any) -> QuerySet[Contract]:
    """Contracts, the latest first, with how much of the handover is done."""
    items = HandoverItem.objects.filter(contract=OuterRef("pk")).order_by().values("contract")
    return (
        Contract.objects.filter(**narrow)
        .order_by("-since", "-pk")
        .annotate(
            owed=Subquery(items.annotate(n=Count("pk")).values("n")),
            handed_over=Subquery(items.annotate(n=Count("done_on")).values("n")),
        )
    )


def contract_line(row: dict[str, Any]) -> ContractLine:
    days = {name: day(row[name]) for name in ("since", "ends_on", "until", "leaves_on")}
    counts = {name: row[name] or 0 for name in ("owed", "handed_over")}
    return ContractLine(**row | days | counts | {"witness": row["witness"] or ""})


def lines(rows: QuerySet[Contract]) -> list[ContractLine]:
    """These contracts as lines of the timeline, the latest first. One query."""
    found = contract_rows(pk__in=rows.order_by().values("pk"))
    return [contract_line(row) for row in found.values_list(CONTRACT, flat=True)]


# -- the desk ---------------------------------------------------------------------------------------------------


def elections_due(code: str) -> QuerySet[Term]:
    """Open terms at or under a place whose next election is due within three months, or late."""
    rows = Term.objects.filter(until__isnull=True, due_on__lte=timezone.localdate() + ELECTION_SOON)
    return rows.filter(under("party__place_id", code)).select_related("party__place").order_by("due_on", "pk")


def items_open(code: str) -> QuerySet[HandoverItem]:
    """What leaving companies still owe at or under a place, the most urgent first."""
    rows = HandoverItem.objects.filter(under("contract__place_id", code), done_on__isnull=True)
    return rows.select_related("contract__company", "contract__place").order_by("due_on", "pk")


def seated_at(code: str) -> list[PartyLine]:
    """The parties of the place itself and above it, with terms and members: one query."""
    return table_at(code).parties


# -- one party, one company -------------------------------------------------------------------------------------


def terms_of(party: Party) -> list[Term]:
    """A committee's terms, the present one first, each with its members as they came: two queries."""
    members = Member.objects.order_by(F("until").desc(nulls_first=True), "position", "name")
    rows = list(party.terms.order_by("-since").prefetch_related(Prefetch("members", members)))
    for term in rows:
        term.party = party
        for member in term.members.all():
            member.term = term
    return rows


def across_of(party: Party) -> list[CrossAppointment]:
    """Who of others serves in this party, and who of this party elsewhere."""
    rows = CrossAppointment.objects.filter(Q(host=party) | Q(home=party))
    return list(rows.select_related("host", "home").order_by(F("until").desc(nulls_first=True), "-since"))


def contracts_of_company(pk: int) -> list[tuple[Place, ContractLine]]:
    """Where a company works and worked: the running ones first. Two queries."""
    rows = contract_rows(company_id=pk)
    places = {row.pk: row.place for row in rows.select_related("place__parent")}
    lines = [contract_line(row) for row in rows.values_list(CONTRACT, flat=True)]
    lines.sort(key=lambda line: line.is_over)
    return [(places[line.pk], line) for line in lines]
