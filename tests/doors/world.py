"""Two neighbouring communities with a record of every kind behind a door in each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from beihu.accounts.models import User, UserSession
from beihu.notifications.models import Delivery, Notification, Proxy, Robot
from buildings.households.models import Membership, Occupant
from buildings.households.roster.models import RosterImport
from buildings.posts.kinds import PostKind
from buildings.posts.models import Post
from forums.bulletins.models import Bulletin, Subscription
from tests import cast
from tests.doors.asked import Asked, set_asked
from tests.doors.billed import Fees, set_fees
from tests.doors.columns import Columns, set_columns
from tests.doors.evaluated import Evaluated, set_evaluations
from tests.doors.halls import Heard, set_heard
from tests.doors.hands import Hands, set_hands
from tests.doors.hot import Hot, set_hotspots
from tests.doors.kept import SelfManaged, set_selfmanaged
from tests.doors.lots import Parked, set_parking
from tests.doors.money import Money, set_ledger
from tests.doors.papers import Paper, set_paper
from tests.doors.polls import Votes, set_votes
from tests.doors.rooted import Rooted, set_rooted
from tests.doors.served import Served, set_served
from tests.doors.tables import set_tables
from tests.doors.teams import Volunteers, set_volunteers
from tests.make import make_bulletin, make_issue
from tests.make_buildings import make_kind, make_occupant, make_post, make_roster
from tripartite.issues.models import Issue, Photo, SavedFilter
from tripartite.issues.states import Status


@dataclass
class Home(
    Heard,
    Asked,
    Paper,
    Columns,
    Rooted,
    Served,
    Volunteers,
    Hands,
    Votes,
    Money,
    SelfManaged,
    Parked,
    Evaluated,
    Fees,
    Hot,
):
    """A community of the cast, what lies in it, and what lies at its table."""

    issue: Issue  # the resident's, handed to the property company
    owners_issue: Issue  # handed to the owners' committee
    old_issue: Issue  # in the old compound, handed to its management committee
    solved: Issue  # the resident's, by the property company
    draft: Issue  # the resident's
    published: Issue  # neighbours see it; raised by nobody who has an account
    photo: Photo  # of `issue`
    published_photo: Photo  # of `published`
    neighbour: User  # asks to belong to the household; never signs in
    asked: Membership  # the neighbour's, not confirmed yet
    membership: Membership  # the resident's
    occupant: Occupant  # an owner of the household, no account of theirs
    post: Post  # the group leader's, at the building
    kind: PostKind  # of the street, left to the community; stands at buildings
    volunteer: Post  # somebody's in this kind, without rights
    former: Post  # somebody's who served in it before
    delivery: Delivery  # did not reach the neighbour
    notice: Notification  # the resident's
    session: UserSession  # the resident's
    saved: SavedFilter  # the worker's
    proxy: Proxy  # the neighbour asks the resident to receive text messages
    robot: Robot  # of a work group of the community
    draft_bulletin: Bulletin
    bulletin: Bulletin  # published, corrected once, edited since
    withdrawn_bulletin: Bulletin  # after it was published
    subscription: Subscription  # of somebody without an account, confirmed
    sent_roster: RosterImport  # of the compound, as all three
    checked_roster: RosterImport
    merged_roster: RosterImport


@dataclass
class World:
    here: Home
    there: Home
    operator: User


def build() -> World:
    operator = User.objects.create_superuser("operator")
    return World(furnish(cast.here(), 1), furnish(cast.next_door(), 2), operator)


def furnish(n: cast.Neighbourhood, number: int) -> Home:
    neighbour = User.objects.create_user(f"neighbour{number}", phone=f"+861380000{number}009", name="李邻居")
    due = timezone.now() + timedelta(days=5)
    mine = _issue(n, author=n.resident, party=n.company, solve_due=due)
    published = _issue(n, status=Status.SUBMITTED, wants_public=True, published_at=timezone.now())
    return Home(
        **vars(n),
        **set_tables(n, mine),
        **set_asked(n),
        **set_paper(n),
        **set_columns(n, neighbour),
        **set_rooted(n),
        **set_served(n),
        **set_volunteers(n, neighbour),
        **set_hands(n),
        **set_heard(n),
        **set_votes(n),
        **set_selfmanaged(n),
        **set_ledger(n),
        **set_parking(n),
        **set_evaluations(n),
        **set_fees(n),
        **set_hotspots(n),
        issue=mine,
        owners_issue=_issue(n, party=n.owners_party),
        old_issue=_issue(n, place=n.old_doorway, party=n.management_party),
        solved=_issue(n, author=n.resident, party=n.company, status=Status.SOLVED),
        draft=_issue(n, author=n.resident, status=Status.DRAFT),
        published=published,
        photo=_photo(mine),
        published_photo=_photo(published, published=True),
        neighbour=neighbour,
        asked=Membership.objects.create(user=neighbour, household=n.household, relation="tenant"),
        membership=Membership.objects.get(user=n.resident),
        occupant=make_occupant(household=n.household, name="冯业主", phone="+8613912345679", share="1/2"),
        post=Post.objects.get(user=n.leader),
        **_kinds(n),
        delivery=Delivery.objects.create(
            key=f"door{number}",
            channel="sms",
            state="failed",
            recipient=neighbour,
            address=neighbour.phone,
            place_id=n.doorway.code,
        ),
        notice=Notification.objects.create(recipient=n.resident, key="door", title="…", url="/my/issues/"),
        session=UserSession.objects.create(user=n.resident, session_key=f"door{number}"),
        saved=SavedFilter.objects.create(user=n.worker, name="…", query="state=open"),
        proxy=Proxy.objects.create(elder=neighbour, receiver=n.resident),
        robot=Robot.objects.create(
            place_id=n.community.code, name="工作群", url=f"https://example.org/{number}"
        ),
        **_bulletins(n, number),
        **{
            f"{status}_roster": make_roster(place=n.compound, by=n.worker, status=status)
            for status in ("sent", "checked", "merged")
        },
    )


def _kinds(n: cast.Neighbourhood) -> dict[str, Any]:
    kind = make_kind(place=n.street, wanted=2)
    return {
        "kind": kind,
        "volunteer": make_post(kind=kind, place=n.building),
        "former": make_post(kind=kind, place=n.building, until=timezone.localdate()),
    }


def _bulletins(n: cast.Neighbourhood, number: int) -> dict[str, Any]:
    """One in each state, of different half-months."""
    now, year = timezone.now(), 2026
    common = {"place": n.community, "by": n.worker}
    return {
        "draft_bulletin": make_bulletin(**common),
        "bulletin": make_bulletin(
            status="published", day=date(year, 10, 1), version=2, corrected_at=now, edited_at=now + timedelta(minutes=1), **common
        ),
        "withdrawn_bulletin": make_bulletin(
            status="withdrawn", resume_status="published", day=date(year, 9, 1), **common
        ),
        "subscription": Subscription.objects.create(
            place=n.community, email=f"reader{number}@example.org", confirmed_at=now
        ),
    }  # fmt: skip


def _issue(n: cast.Neighbourhood, **over: Any) -> Issue:
    usual = {"place": n.doorway, "status": Status.ASSIGNED, "contact_name": "王居民"}
    return make_issue(**{**usual, "contact_phone": "+8613912345678", **over})


def _photo(issue: Issue, **over: Any) -> Photo:
    name = default_storage.save(f"{issue.key}.jpg", ContentFile(b"nobody decodes it"))
    return Photo.objects.create(
        issue=issue, original=name, image=name, thumb=name, width=20, height=10, **over
    )
