"""Forms filled in rightly, to which `test_doors.py` adds every column that there is."""

from typing import Any

from django.db import models

from beihu.accounts.models import User
from beihu.notifications.models import Preference, Proxy, Robot
from buildings.households.models import Household, Membership, Occupant
from buildings.places.models import Place
from buildings.posts.kinds import PostKind
from buildings.posts.models import Post, PostPage
from forums.bulletins.models import Bulletin, BulletinItem, BulletinVersion, Silence, Subscription
from forums.ideas.models import Adoption, Argument, Idea, IdeaEvent, IdeaVersion, Report, Support
from forums.talks.models import InvitedPlace, Matter, Series, SeriesException, SignUp, Talk
from tests.doors.asked import FILLED as FILLED_ASKED
from tests.doors.asked import WATCHED as WATCHED_ASKED
from tests.doors.evaluations import FILLED as FILLED_EVALUATIONS
from tests.doors.evaluations import WATCHED as WATCHED_EVALUATIONS
from tests.doors.extra_bulletins import FILLED as FILLED_BULLETINS
from tests.doors.extra_columns import FILLED as FILLED_IN_COLUMNS
from tests.doors.extra_posts import FILLED as FILLED_POSTS
from tests.doors.extra_tables import FILLED as FILLED_AT_TABLES
from tests.doors.extra_talks import FILLED as FILLED_AT_TALKS
from tests.doors.fees import FILLED as FILLED_FEES
from tests.doors.fees import WATCHED as WATCHED_FEES
from tests.doors.filled import NEW, Filled
from tests.doors.heard import FILLED as FILLED_HEARD
from tests.doors.heard import WATCHED as WATCHED_HEARD
from tests.doors.hotspots import WATCHED as WATCHED_HOTSPOTS
from tests.doors.hours import FILLED as FILLED_THANKS
from tests.doors.hours import WATCHED as WATCHED_THANKS
from tests.doors.ledger import FILLED as FILLED_IN_LEDGERS
from tests.doors.ledger import WATCHED as WATCHED_LEDGERS
from tests.doors.parking import FILLED as FILLED_IN_LOTS
from tests.doors.parking import WATCHED as WATCHED_LOTS
from tests.doors.selfmanaged import FILLED as FILLED_SELFMANAGED
from tests.doors.selfmanaged import WATCHED as WATCHED_SELFMANAGED
from tests.doors.volunteers import FILLED as FILLED_BY_VOLUNTEERS
from tests.doors.volunteers import WATCHED as WATCHED_VOLUNTEERS
from tests.doors.votes import FILLED as FILLED_VOTES
from tests.doors.votes import WATCHED as WATCHED_VOTES
from tests.doors.voting import FILLED as FILLED_VOTING
from tests.doors.voting import WATCHED as WATCHED_VOTING
from tests.doors.world import World
from tripartite.commitments.models import Commitment, CommitmentEvent, CommitmentVersion, Verdict
from tripartite.issues.models import Follower, Issue, IssueEvent, Photo, SavedFilter
from tripartite.meetings.minutes import MinutesRevision, Objection, Position, Resolution
from tripartite.meetings.models import AgendaItem, Body, Helper, Invitation, Meeting, Reminder, Room
from tripartite.parties.committees import CrossAppointment, Member, Term
from tripartite.parties.companies import Contract, HandoverItem, PropertyCompany
from tripartite.parties.models import Party

WATCHED = [
    User, Place, Post, PostKind, PostPage, Household, Membership, Occupant, Party, Issue, IssueEvent, Photo, Follower, SavedFilter,
    Preference, Proxy, Robot, Term, Member, CrossAppointment, PropertyCompany, Contract, HandoverItem,
    Meeting, Body, Invitation, Helper, AgendaItem, Reminder, Room, MinutesRevision, Resolution, Position, Objection,
    Commitment, CommitmentVersion, CommitmentEvent, Verdict, *WATCHED_ASKED,
    Talk, InvitedPlace, SignUp, Series, SeriesException, Matter,
    Idea, IdeaVersion, IdeaEvent, Support, Argument, Report, Adoption,
    Bulletin, BulletinItem, BulletinVersion, Silence, Subscription, *WATCHED_VOLUNTEERS,
    *WATCHED_THANKS, *WATCHED_VOTES, *WATCHED_HEARD, *WATCHED_VOTING,
    *WATCHED_THANKS, *WATCHED_LEDGERS,
    *WATCHED_THANKS, *WATCHED_LEDGERS, *WATCHED_SELFMANAGED,
    *WATCHED_THANKS, *WATCHED_LEDGERS, *WATCHED_LOTS,
    *WATCHED_THANKS, *WATCHED_EVALUATIONS,
    *WATCHED_THANKS, *WATCHED_FEES, *WATCHED_HOTSPOTS,
]  # fmt: skip
NUMBERS = {
    "id",
    "issue_id",
    "meeting_id",
    "commitment_id",
    "resolution_id",
    "key_hash",
    "talk_id",
    "series_id",
    "item_id",
    "idea_id",
    "bulletin_id",
    "secret",
    "vote_id",
    "hearing_id",
    "elector_id",
    "case_id",
    "repair_id",
    "hand_id",
    "entry_id",
    "permit_id",
}  # count on
Rows = dict[str, list[tuple]]
SENT = {"text": "门坏了。", "contact_name": "李", "contact_phone": "02785550100", "category": "lighting"}


def verb(name: str, who: str, issue: str, **fields: str) -> Filled:
    def at(w: World) -> list[Any]:
        return [getattr(w.here, issue).pk, name]

    return Filled("issue_verb", who, lambda _w: {"seen": "", **fields}, at, case=name)


def step(name: str, **fields: str) -> Filled:
    return Filled(
        "issue_step",
        "resident",
        lambda _w: {"then": "", **fields},
        lambda w: [w.here.draft.key, name],
        case=name,
    )


# fmt: off
FILLED = [
    Filled("display", "resident", lambda w: {"type": "large", "language": "en", "next": "/"}),
    Filled("account", "resident", lambda w: {"name": "王", "email": "", "language": "en", "large_type": ""}),
    Filled("place_rename", "officer", lambda w: {"name": "新1栋", "reason": "改名"}, lambda w: [w.here.building.code]),
    Filled("place_close", "officer", lambda w: {"reason": "拆了", "whole": ""}, lambda w: [w.here.other_doorway.code]),
    Filled("place_open", "officer", lambda w: {"names": "9单元"}, lambda w: [w.here.building.code]),
    Filled("appoint", "officer", lambda w: {
        "username": w.here.neighbour.username, "phone": "", "name": "", "role": "group_leader", "since": "2026-01-01",
        "until": "", "office_phone": "",
    }, lambda w: [w.here.building.code]),
    Filled("post_end", "officer", lambda w: {"reason": "搬走了"}, lambda w: [w.here.post.pk]),
    Filled("join_household", "resident", lambda w: {"room": "1001", "relation": "family"},
           lambda w: [w.there.doorway.code]),
    Filled("occupant_move_in", "worker", lambda w: {
        "name": "钱新户", "phone": "", "relation": "owner", "share": "1/4", "since": "", "source": "房产证",
    }, lambda w: [w.here.household.pk]),
    Filled("occupant_move_out", "worker", lambda w: {"occupants": w.here.occupant.pk, "on": "", "reason": "出售"},
           lambda w: [w.here.household.pk]),
    Filled("occupant_change", "worker", lambda w: {
        "relation": "owner", "share": "1/4", "on": "", "reason": "析产", "source": "",
    }, lambda w: [w.here.occupant.pk]),
    Filled("occupant_correct", "worker", lambda w: {"name": "冯某人", "phone": "", "reason": "错字"},
           lambda w: [w.here.occupant.pk]),
    Filled("occupant_erase", "worker", lambda w: {"reason": "本人申请"}, lambda w: [w.here.occupant.pk]),
    Filled("household_correct", "worker", lambda w: {"use": "shop", "area": "9", "area_source": "deed", "source": ""},
           lambda w: [w.here.household.pk]),
    Filled("household_open", "worker", lambda w: {"room": "商铺1", "use": "shop"}, lambda w: [w.here.doorway.code]),
    Filled("membership_verify", "worker", lambda w: {}, lambda w: [w.here.asked.pk]),
    Filled("membership_end", "worker", lambda w: {"reason": "不是"}, lambda w: [w.here.asked.pk]),
    Filled("membership_leave", "resident", lambda w: {}, lambda w: [w.here.membership.pk]),
    Filled("issue_new", "resident", lambda w: {"key": NEW, "place": w.here.doorway.code}),
    step("place", place="42010301000100100102"),
    step("category", category="noise"),
    step("what", text="门坏了。", spot="门口", photos="", had="0", remove=""),
    step("contact", contact_name="王", contact_phone="13912345678", wants_public="no"),
    Filled("issue_new_for", "worker", lambda w: {
        **SENT, "key": NEW, "via": "desk", "spot": "", "urgent": "", "wants_public": "",
    }, query="?place=42010301000100100101"),
    Filled("filter_save", "worker", lambda w: {"name": "我的", "query": "state=open"}),
    Filled("issue_follow", "neighbour", lambda w: {"stop": ""}, lambda w: [w.here.published.reference]),
    verb("suspend", "worker", "issue", until="2026-12-01", note="等"),
    verb("start", "property_staff", "issue", note=""),
    verb("solve", "property_staff", "issue", note="修好了", photos=""),
    verb("reply", "property_staff", "issue", text="明天来"),
    verb("extend", "worker", "issue", working_days="2", reason="等零件"),
    verb("recategorise", "worker", "issue", category="noise"),
    verb("note", "worker", "issue", text="注意"),
    verb("publish", "worker", "published", public_text="灯不亮"),
    verb("confirm", "resident", "solved", rating="satisfied", reason=""),
    verb("request_reopen", "resident", "solved", reason="还是不亮"),
    *FILLED_AT_TABLES,
    *FILLED_ASKED,
    *FILLED_AT_TALKS,
    *FILLED_BY_VOLUNTEERS,
    *FILLED_EVALUATIONS,
    *FILLED_THANKS,
    *FILLED_SELFMANAGED,
    *FILLED_IN_COLUMNS,
    *FILLED_BULLETINS,
    *FILLED_POSTS,
    *FILLED_VOTES,
    *FILLED_HEARD,
    *FILLED_VOTING,
    *FILLED_IN_LEDGERS,
    *FILLED_IN_LOTS,
    *FILLED_FEES,
]
# fmt: on


def attack(world: World) -> dict[str, str]:
    """Every column of every watched table, by both names that Django knows, with a value that it would take."""
    return {
        name: _value(field, world)
        for model in WATCHED
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
    }


def _value(field: models.Field, world: World) -> str:
    if field.is_relation:
        foreign = {User: world.there.resident, Place: world.there.doorway, Party: world.there.company}
        return str(foreign.get(field.related_model, world.there.issue).pk)
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    kinds = {
        models.BooleanField: "on",
        models.DateTimeField: "2020-01-02T03:04",
        models.DateField: "2020-01-02",
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), "7")


def rows() -> Rows:
    """What all watched tables hold, without the numbers that count on though a row is taken back."""
    found: Rows = {}
    for model in WATCHED:
        names = [f.attname for f in model._meta.concrete_fields if f.attname not in NUMBERS]
        found[model._meta.label] = sorted(model._base_manager.values_list(*names), key=str)
    return found
