"""The facts that the rooms below already keep: the three clocks of issues, commitments, call-backs, collection of fees."""

from datetime import date, datetime

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tripartite.commitments.models import CommitmentEvent
from tripartite.fees.rates import rates
from tripartite.issues.models import CallBack, Issue
from tripartite.issues.queries import midnight
from tripartite.issues.states import OPEN, PAUSED, Status
from tripartite.parties.models import Party

from . import facts
from .facts import Fact, Read

# clock → the column of its fact, and its words
CLOCKS = {
    "contact": ("contacted_at", _("First contact on time")),
    "reply": ("replied_at", _("First reply on time")),
    "solve": ("solved_at", _("Solved on time")),
}
LABELS = {name: words for name, (_column, words) in CLOCKS.items()} | {
    "commitments": _("Commitments kept"),
    "call_backs_solved": _("Solved, residents said when called back"),
    "call_backs_satisfied": _("Satisfied, residents said when called back"),
    "collection": _("Households that paid their property fee"),
}


def register() -> None:
    for name in CLOCKS:
        facts.register(name, clock(name))
    facts.register("commitments", commitments)
    facts.register("call_backs_solved", call_backs_solved)
    facts.register("call_backs_satisfied", call_backs_satisfied)
    facts.register("collection", collection)


def clock(name: str) -> Read:
    """Of the issues handed to the party and filed in the period: met of those that were met, missed or are overdue."""

    def read(party: Party, since: date, until: date) -> Fact:
        met, missed = _met(name), _missed(name, timezone.now())
        rows = Issue.objects.filed().filter(party=party, **_within("submitted_at", since, until))
        found = rows.aggregate(part=Count("pk", filter=met), whole=Count("pk", filter=met | missed))
        return Fact(LABELS[name], found["part"], found["whole"])

    return read


def _met(name: str) -> Q:
    fact, due = CLOCKS[name][0], f"{name}_due"
    return Q(**{f"{fact}__isnull": False}) & (Q(**{f"{due}__isnull": True}) | Q(**{f"{fact}__lte": F(due)}))


def _missed(name: str, now: datetime) -> Q:
    """As `clocks.clock_states` has it: late, or overdue now. What stands still before its time is neither."""
    fact, due = CLOCKS[name][0], f"{name}_due"
    living = Q(status__in=[*OPEN, Status.SOLVED])
    unmet = Q(**{f"{fact}__isnull": True, f"{due}__isnull": False})
    overdue = unmet & living & Q(**{f"{due}__lt": now})
    if name == "solve":
        overdue &= ~Q(status__in=PAUSED, solve_due__gte=F("paused_at"))
        ended_late = Q(pk__in=[])
    else:
        ended_late = unmet & ~living & Q(closed_at__gt=F(due))
    return Q(**{f"{fact}__gt": F(due)}) | overdue | ended_late


def commitments(party: Party, since: date, until: date) -> Fact:
    """Of its commitments on which residents decided in the period (the last word counts): those that were kept."""
    said = CommitmentEvent.objects.filter(
        commitment__debtor=party, verb__in=("keep", "fail"), **_within("at", since, until)
    )
    last = (
        said.order_by("commitment_id", "-at", "-pk").distinct("commitment_id").values_list("verb", flat=True)
    )
    verbs = list(last)
    return Fact(LABELS["commitments"], verbs.count("keep"), len(verbs))


def call_backs_solved(party: Party, since: date, until: date) -> Fact:
    rows = _reached(party, since, until).exclude(solved=None)
    found = rows.aggregate(part=Count("pk", filter=Q(solved=True)), whole=Count("pk"))
    return Fact(LABELS["call_backs_solved"], found["part"], found["whole"])


def call_backs_satisfied(party: Party, since: date, until: date) -> Fact:
    """Satisfied or mostly so; never mixed with the resident's own verdict on the page of the issue."""
    content = Q(satisfaction__in=(Issue.Rating.SATISFIED, Issue.Rating.MOSTLY))
    rows = _reached(party, since, until).exclude(satisfaction="")
    found = rows.aggregate(part=Count("pk", filter=content), whole=Count("pk"))
    return Fact(LABELS["call_backs_satisfied"], found["part"], found["whole"])


def collection(party: Party, since: date, until: date) -> Fact | None:
    """Of the bills of the period, as they stood at its end; a waiver is no collection. None for who collects nothing."""
    if party.kind not in (Party.Kind.PROPERTY_COMPANY, Party.Kind.MANAGEMENT_COMMITTEE):
        return None
    found = rates(party.place_id, since, until).current
    return Fact(LABELS["collection"], found.paid_households, found.households)


def _reached(party: Party, since: date, until: date):  # type: ignore[no-untyped-def]
    return CallBack.objects.filter(issue__party=party, reached=True, **_within("at", since, until))


def _within(field: str, since: date, until: date) -> dict[str, datetime]:
    return {f"{field}__gte": midnight(since), f"{field}__lt": midnight(until)}
