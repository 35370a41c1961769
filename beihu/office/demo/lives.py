"""What becomes of an issue: one generator per fate, made of steps (see `steps.py`, and `stage.py` for how they run).

Everything a life does goes through the actions of the issues' room, done by the person who would do it.
"""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from tripartite.issues import actions
from tripartite.issues.states import Status
from tripartite.parties.models import Party

from .case import Case
from .situations import REFUSABLE, Situation
from .stage import AWAKE, Life
from .steps import Rating, call_back, draft, file, hand_over, solve, triage, verdict, work


def smooth(case: Case) -> Life:
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from work(case)
    yield from solve(case)
    yield from verdict(case)
    if case.chance(0.25):
        yield from call_back(case)


def silent(case: Case) -> Life:
    """Solved, and the resident never says a word: the sweep closes it."""
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from solve(case)
    yield case.wait(24 * 8, 24 * 10)
    if case.chance(0.6):
        yield from call_back(case)


def asked(case: Case) -> Life:
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from work(case)
    question = case.situation.question or "请问什么时候方便上门？家里有没有人？"
    yield case.wait(0.3, 3)
    case.do("ask", case.handler(), question=question)
    yield case.wait(2, 40, AWAKE)
    if case.filed.author_id:
        case.may("answer", case.home.resident, text=case.situation.answer or "晚上六点以后和周末都有人。")
    else:
        case.may("stop_waiting", case.handler(), note="已电话问清楚。")
    yield from solve(case)
    yield from verdict(case)


def unanswered(case: Case) -> Life:
    """No answer for five days: the sweep goes on without."""
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from work(case)
    yield case.wait(0.3, 3)
    case.do("ask", case.handler(), question=case.situation.question or "请问具体在哪个位置？")
    yield case.wait(24 * 6, 24 * 7)
    case.may("stop_waiting", case.handler(), note=case.say("stop_waiting"))  # before the next sweep
    yield from solve(case)
    yield case.wait(24 * 8, 24 * 9)


def bounced(case: Case) -> Life:
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield case.wait(1, 8)
    social = case.filed.party_kind in {Party.Kind.RESIDENTS_COMMITTEE, Party.Kind.STREET_OFFICE}
    case.do("bounce", case.handler(), note=case.say("bounce_social" if social else "bounce"))
    yield from hand_over(case, after_bounce(case, social))
    yield from work(case)
    yield from solve(case)
    yield from verdict(case, Rating.MOSTLY, Rating.SATISFIED)


def after_bounce(case: Case, social: bool) -> str:
    """The street where only it may; else the committee instead of the company, or the other way round."""
    if case.filed.policy.street_only:
        return Party.Kind.STREET_OFFICE
    if not social:
        return Party.Kind.RESIDENTS_COMMITTEE
    return (
        Party.Kind.PROPERTY_COMPANY if case.home.compound.under_company else Party.Kind.MANAGEMENT_COMMITTEE
    )


def reopened(case: Case) -> Life:
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from work(case)
    yield from solve(case)
    yield case.wait(12, 100, AWAKE)
    if case.filed.author_id is None:
        return
    case.do(
        "request_reopen",
        case.home.resident,
        reason=case.situation.doubt or "又出现了同样的问题，请再来看看。",
    )
    yield case.wait(2, 20)
    case.do("reopen", case.worker, note=case.say("reopen"))
    yield from solve(case, 10, 70)
    yield from verdict(case, Rating.MOSTLY, Rating.SATISFIED, Rating.DISSATISFIED)


def kept_closed(case: Case) -> Life:
    """Reopening is asked for and not granted; weeks later it is filed again and linked."""
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from solve(case)
    yield from verdict(case, Rating.SATISFIED)
    yield case.wait(24 * 3, 24 * 9, AWAKE)
    resident = case.home.resident
    if not case.may("request_reopen", resident, reason=case.situation.doubt or "好像又有一点。"):
        return
    yield case.wait(4, 30)
    case.do("keep_closed", case.worker, note=case.say("keep_closed"))
    yield case.wait(24 * 30, 24 * 60, AWAKE)
    case.issue = actions.follow_up(case.filed, by=resident, key=case.key())
    actions.save_draft(case.issue, by=resident, text=case.words(case.situation.doubt or case.situation.text))
    case.do("submit", resident)
    yield from triage(case)
    yield from hand_over(case)
    yield from solve(case)
    yield from verdict(case)


def suspended(case: Case) -> Life:
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from work(case)
    yield case.wait(1, 8)
    days = case.rng.randrange(9, 25)
    case.do(
        "suspend", case.worker, until=timezone.localdate() + timedelta(days=days), note=case.say("suspend")
    )
    yield case.wait(24 * (days - 3), 24 * days)
    case.may("resume", case.worker, note=case.say("resume"))
    yield from solve(case)
    yield from verdict(case)


def extended(case: Case) -> Life:
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from work(case)
    yield case.wait(1, 20)
    case.may("extend", case.worker, reason=case.say("extend"), working_days=case.rng.randrange(3, 9))
    yield from solve(case, 100, 220)
    yield from verdict(case, Rating.MOSTLY, Rating.SATISFIED)


def late(case: Case) -> Life:
    """Nobody does anything for weeks: first and second line are told."""
    file(case)
    yield from triage(case)
    yield from hand_over(case)
    yield from solve(case, 24 * 14, 24 * 35)
    yield from verdict(case, Rating.DISSATISFIED, Rating.MOSTLY)


def refused(case: Case) -> Life:
    one = case.rng.choice(REFUSABLE)
    case.situation = Situation(one.category, one.text, fix="")
    file(case)
    yield case.wait(0.5, 8)
    case.do("refuse", case.worker, reason=one.reason, note=one.answer)


def twins(case: Case) -> Life:
    """A neighbour raises the same matter: the second is merged into the first."""
    file(case)
    yield from triage(case)
    first, home = case.filed, case.home
    neighbours = home.neighbours(case.rng, 1)
    yield case.wait(1, 20, AWAKE)
    if not neighbours:
        return
    twin = Case(case.town, case.rng, home.of(neighbours[0]), case.situation, case.office)
    file(twin, case.situation.again or case.situation.text)
    case.issue = twin.issue
    yield case.wait(0.5, 4)
    case.do("merge", case.worker, into=first, note=case.say("merge"))
    yield case.wait(1, 3)
    case.issue = first
    yield from hand_over(case)
    yield from solve(case)
    yield from verdict(case, Rating.SATISFIED)


def only_drafted(case: Case) -> Life:
    draft(case, case.situation.text.format(b=case.home.building.name, d=case.home.doorway.name))
    yield case.wait(1, 2)


FATES: list[tuple[Callable[[Case], Life], int]] = [
    (smooth, 34), (silent, 14), (asked, 9), (unanswered, 4), (bounced, 6), (reopened, 8), (kept_closed, 3),
    (suspended, 6), (extended, 5), (late, 5), (refused, 4), (twins, 5),
]  # fmt: skip

# One of these per state stops when it gets there: (state, fate, began how many hours ago).
STANDING: list[tuple[Status, Callable[[Case], Life], float]] = [
    (Status.DRAFT, only_drafted, 5),
    (Status.SUBMITTED, smooth, 1.2),
    (Status.SUBMITTED, smooth, 20),
    (Status.ACCEPTED, smooth, 30),
    (Status.REFUSED, refused, 100),
    (Status.ASSIGNED, smooth, 60),
    (Status.ASSIGNED, late, 24 * 16),  # long overdue
    (Status.IN_PROGRESS, smooth, 80),
    (Status.IN_PROGRESS, reopened, 24 * 12),  # overdue
    (Status.WAITING, asked, 70),
    (Status.SUSPENDED, suspended, 120),
    (Status.SOLVED, silent, 130),
    (Status.CONFIRMED, smooth, 24 * 10),
    (Status.AUTO_CLOSED, silent, 24 * 18),
    (Status.REOPEN_REQUESTED, reopened, 24 * 9),
    (Status.MERGED, twins, 100),
]


def until(status: Status, case: Case, life: Life) -> Life:
    """The life up to the turn in which the issue has this state; it stays there."""
    for wait in life:
        if case.issue is not None and case.status == status:
            return
        yield wait
