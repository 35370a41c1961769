"""What the portal counts, table by table. DOMAIN: glossary and the formulas of 三率 and of Wuhan's two figures.

Money is in fen. A case that was merged into another, refused or is still a draft is in no clock and in no rate; it is
counted apart, with its reason, so that whoever reads a rate can see what it leaves out.
"""

from django.db.models import BigIntegerField, CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from buildings.places.codes import Level
from forums.talks.states import ON_ITS_WAY, RAISED, SETTLED
from forums.talks.states import Status as MatterStatus
from tripartite.commitments.states import GIVEN, OWED
from tripartite.commitments.states import Status as PromiseStatus
from tripartite.issues.models import Issue
from tripartite.issues.states import CLOSED, OPEN, TICKING, Status
from tripartite.meetings.models import Meeting
from tripartite.meetings.states import AFTER, PUBLIC

from .measures import Measure, Source, local_day, register

LIVE = ~Q(status__in=[Status.DRAFT, Status.MERGED])
CLOCKED = LIVE & ~Q(status=Status.REFUSED)
OUT = Q(status__in=[Status.MERGED, Status.REFUSED])
# The deadline has come to a result: solved, or the sweep found it passed.
DUE = CLOCKED & Q(solve_due__isnull=False) & (Q(solved_at__isnull=False) | Q(overdue_at__isnull=False))
# Who was not contacted until the case was overdue was missed. Of a case that came to us overdue (an import) nothing is known.
_NEVER = Q(contacted_at__isnull=True, overdue_at__gt=F("created_at"))
CONTACT_DUE = CLOCKED & Q(contact_due__isnull=False) & (Q(contacted_at__isnull=False) | _NEVER)
LATE = Q(status__in=TICKING, overdue_at__isnull=False)
RATED = LIVE & Q(closed_at__isnull=False) & ~Q(rating="")
PARTY = Coalesce(Cast("party", CharField()), Value("0"))
FILED, CLOSING, DEADLINE = local_day("submitted_at"), local_day("closed_at"), local_day("solve_due")


def rated(rating: str) -> Q:
    return RATED & Q(rating=rating)


ISSUES = Source(
    "tripartite.Issue",
    "place_id",
    (
        Measure("filed", _("issues filed"), LIVE, FILED, public=True),
        Measure("filed_of", _("issues filed, by category"), LIVE, FILED, aspect=F("category"), public=True),
        Measure("merged", _("merged into another issue"), Q(status=Status.MERGED), FILED),
        Measure("solved", _("issues solved"), CLOCKED & Q(solved_at__isnull=False), local_day("solved_at"), public=True),
        Measure("closed", _("issues closed"), Q(status__in=CLOSED), CLOSING, public=True),
        Measure("silent_closed", _("closed without an answer"), Q(status=Status.AUTO_CLOSED), CLOSING),
        Measure("due", _("deadlines that came"), DUE, DEADLINE, public=True),
        Measure("due_met", _("solved within the deadline"), DUE & Q(solved_at__lte=F("solve_due")), DEADLINE, public=True),
        Measure("due_out", _("left out of the deadlines"), OUT & Q(solve_due__isnull=False), DEADLINE, aspect=F("status")),
        Measure("contact_due", _("first contacts due"), CONTACT_DUE, local_day("contact_due"), late=False),
        Measure("contact_met", _("first contact in time"), CLOCKED & Q(contacted_at__lte=F("contact_due")), local_day("contact_due")),
        Measure("rated", _("issues rated by residents"), RATED, CLOSING, public=True),
        Measure("satisfied", _("rated: satisfied"), rated(Issue.Rating.SATISFIED), CLOSING, public=True),
        Measure("mostly", _("rated: mostly satisfied"), rated(Issue.Rating.MOSTLY), CLOSING, public=True),
        Measure("dissatisfied", _("rated: dissatisfied"), rated(Issue.Rating.DISSATISFIED), CLOSING, public=True),
        Measure("reopened", _("issues reopened"), LIVE & Q(reopened_at__isnull=False), local_day("reopened_at"), public=True),
        Measure("open", _("open issues"), Q(status__in=OPEN), public=True),
        Measure("urgent", _("open and urgent"), Q(status__in=OPEN, urgent=True)),
        Measure("overdue", _("overdue issues"), LATE, public=True),
        Measure("overdue_of", _("overdue issues, by party"), LATE, aspect=PARTY, widest=Level.STREET),
        Measure("bounced", _("handed back by a party"), Q(status__in=OPEN, bounced=True, assignment_decided=False)),
        Measure("reopening", _("residents who ask to reopen"), Q(status=Status.REOPEN_REQUESTED)),
    ),
)  # fmt: skip

_ASKED = Q(reached=True) & ~Q(issue__status__in=[Status.DRAFT, Status.MERGED])
CALLED = local_day("at")
CALL_BACKS = Source(
    "tripartite.CallBack",
    "issue__place_id",
    (
        Measure("called", _("call-backs that reached somebody"), _ASKED, CALLED, public=True),
        Measure("called_contacted", _("call-backs: was contacted"), _ASKED & Q(contacted=True), CALLED, public=True),
        Measure("called_solved", _("call-backs: is solved"), _ASKED & Q(solved=True), CALLED, public=True),
        Measure("called_satisfied", _("call-backs: satisfied"), _ASKED & Q(satisfaction=Issue.Rating.SATISFIED), CALLED, public=True),
        Measure("called_mostly", _("call-backs: mostly satisfied"), _ASKED & Q(satisfaction=Issue.Rating.MOSTLY), CALLED, public=True),
        Measure("called_out", _("call-backs that reached nobody"), Q(reached=False), CALLED),
    ),
    through=("tripartite_issue",),
)  # fmt: skip

_DAY = local_day("starts_at")
_TALK = Q(kind=Meeting.Kind.TALK)
MEETINGS = Source(
    "tripartite.Meeting",
    "place_id",
    (
        Measure("meetings", _("meetings held"), Q(status__in=AFTER) & ~_TALK, _DAY, public=True),
        Measure("talks", _("evening talks held"), Q(status__in=AFTER) & _TALK, _DAY, public=True),
        Measure("planned", _("meetings and talks called"), Q(status__in=PUBLIC) & ~Q(status="cancelled"), _DAY),
        Measure("quorate", _("meetings with a quorum"), Q(status__in=AFTER, is_quorate=True) & ~_TALK, _DAY),
    ),
)  # fmt: skip
RESOLUTIONS = Source(
    "tripartite.Resolution",
    "item__meeting__place_id",
    (Measure("resolutions", _("resolutions"), Q(), local_day("at"), public=True),),
    through=("tripartite_meeting",),
)
MATTERS = Source(
    "forums.Matter",
    "place_id",
    (
        Measure("matters", _("matters raised at talks"), Q(status__in=RAISED), local_day("captured_at"), public=True),
        Measure("matters_settled", _("matters settled"), Q(status__in=SETTLED), local_day("captured_at"), public=True),
        Measure("matters_on", _("matters that became an issue or a point of an agenda"), Q(status__in=ON_ITS_WAY), local_day("captured_at"), public=True),
        Measure("matters_open", _("matters not settled yet"), Q(status=MatterStatus.OPEN)),
    ),
)  # fmt: skip

_ONCE = Q(is_standing=False)
_JUDGED = [PromiseStatus.KEPT, PromiseStatus.FAILED]
COMMITMENTS = Source(
    "tripartite.Commitment",
    "place_id",
    (
        Measure("promised", _("commitments given"), Q(status__in=GIVEN) & _ONCE, local_day("accepted_at"), public=True),
        Measure("promise_due", _("commitments due"), Q(status__in=GIVEN) & _ONCE, F("due_on"), public=True),
        Measure("promise_met", _("commitments delivered in time"), Q(LessThanOrEqual(local_day("delivered_at"), F("due_on")), status__in=GIVEN) & ~Q(status__in=OWED) & _ONCE, F("due_on"), public=True),
        Measure("delivered", _("commitments delivered"), Q(status__in=GIVEN, delivered_at__isnull=False) & _ONCE, local_day("delivered_at"), public=True),
        Measure("judged", _("commitments judged by residents"), Q(status__in=_JUDGED, delivered_at__isnull=False), local_day("delivered_at"), public=True),
        Measure("kept", _("commitments kept, say residents"), Q(status=PromiseStatus.KEPT, delivered_at__isnull=False), local_day("delivered_at"), public=True),
        Measure("owed", _("commitments owed"), Q(status__in=OWED, due_on__isnull=False) & _ONCE, F("due_on")),
    ),
)  # fmt: skip

_MONTH = F("month")
COLLECTION = Source(
    "tripartite.Bill",
    "household__place_id",
    (
        Measure("bills", _("bills"), Q(), _MONTH, late=False),
        Measure("bills_paid", _("bills paid in full"), Q(amount__gt=0, paid__gte=F("amount")), _MONTH, late=False),
        Measure("billed", _("billed"), Q(), _MONTH, Cast(F("amount") * 100, BigIntegerField()), money=True, late=False),
        Measure("collected", _("collected"), Q(), _MONTH, Cast(F("paid") * 100, BigIntegerField()), money=True, late=False),
        Measure("waived", _("waived"), Q(), _MONTH, Cast(F("waived") * 100, BigIntegerField()), money=True, late=False),
    ),
    through=("buildings_household",),
)  # fmt: skip

PLACES = Source(
    "buildings.Place",
    "code",
    (
        Measure("compounds", _("compounds"), Q(level=Level.COMPOUND, closed_on__isnull=True), public=True),
        Measure("buildings", _("buildings"), Q(level=Level.BUILDING, closed_on__isnull=True), public=True),
        Measure("doorways", _("doorways"), Q(level=Level.DOORWAY, closed_on__isnull=True), public=True),
    ),
)
CENTRES = Source(
    "buildings.CentreHousehold",
    "place_id",
    (Measure("centres", _("doorways with a centre household"), Q(until__isnull=True)),),
)
HOMES = Source(
    "buildings.Household", "place_id", (Measure("homes", _("households on the roster"), Q(listed=True)),)
)
PARTIES = Source(
    "tripartite.Party",
    "place_id",
    (Measure("parties", _("bodies at the table"), Q(until__isnull=True), aspect=F("kind")),),
)
ALL = (
    ISSUES, CALL_BACKS, MEETINGS, RESOLUTIONS, MATTERS, COMMITMENTS, COLLECTION, PLACES, CENTRES, HOMES, PARTIES,
)  # fmt: skip


def register_all() -> None:
    for source in ALL:
        register(source)
