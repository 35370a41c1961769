"""Plain factories of the buildings wing, as `make.py`: a row as it would stand, without side effects."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from beihu.accounts.models import User
from buildings.care.models import CareEntry
from buildings.care.monthly import Duty, DutyTask
from buildings.care.months import day_in, month_of
from buildings.households.models import Occupant
from buildings.households.roster.models import RosterImport
from buildings.households.roster.states import Status as RosterStatus
from buildings.joint.models import JointCommittee, JointMember, Pledge
from buildings.party.models import OrganisationKind, PartyMember, PartyOrganisation
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.kinds import PostKind
from buildings.posts.models import Post
from buildings.volunteers.models import Activity, SignUp, TeamMember, VolunteerTeam


def make_kind(**over: Any) -> PostKind:
    """One wanted at each building, for three years, left to the community, without rights; needs place (a street)."""
    fields: dict[str, Any] = {
        "code": "building_chief",
        "name": "楼栋长",
        "levels": [18],
        "term_months": 36,
        "appointed_with": PostKind.Appointer.COMMUNITY,
    } | over
    return PostKind.objects.create(**fields)


def make_post(**over: Any) -> Post:
    """Somebody new in a post since a year; needs place, and kind or role. `user` may be a name."""
    fields: dict[str, Any] = {"user": "钱大姐", "since": timezone.localdate() - timedelta(days=365)} | over
    if isinstance(fields["user"], str):
        number = User.objects.count()
        fields["user"] = User.objects.create_user(f"holder{number}", None, name=fields["user"])
    if fields.get("kind"):
        fields.setdefault("role", fields["kind"].role)
    return Post.objects.create(**fields)


def make_occupant(**over: Any) -> Occupant:
    """An owner who lives there since before our records; needs household. `share` may be "1/2"."""
    fields: dict[str, Any] = {"name": "王居民", "phone": "", "relation": "owner"} | over
    if share := fields.pop("share", ""):
        fields["share_numerator"], fields["share_denominator"] = map(int, share.split("/"))
    return Occupant.objects.create(**fields)


def make_organisation(place: Place, slug: str, **over: Any) -> PartyOrganisation:
    """An organisation of a kind that the street of the place has, founded long ago."""
    kind = OrganisationKind.objects.get(place=place.code[: Level.STREET], slug=slug)
    fields: dict[str, Any] = {"name": f"{place.short_name}{kind.name}", "founded_on": date(2020, 1, 1)} | over
    return PartyOrganisation.objects.create(place=place, kind=kind, **fields)


def make_party_member(organisation: PartyOrganisation, **over: Any) -> PartyMember:
    """A full member since long ago, without an account."""
    fields: dict[str, Any] = {"name": "钱党员", "since": date(2020, 1, 1)} | over
    return PartyMember.objects.create(organisation=organisation, **fields)


def make_joint_committee(**over: Any) -> JointCommittee:
    """The big committee of a community; needs place."""
    fields: dict[str, Any] = {"name": "社区大党委", "founded_on": date(2012, 7, 1)} | over
    return JointCommittee.objects.create(**fields)


def make_joint_member(**over: Any) -> JointMember:
    """Somebody of a bank; needs committee."""
    fields: dict[str, Any] = {
        "unit": "江汉工商银行",
        "name": "何行长",
        "position": "副行长",
        "phone": "13900007777",
        "since": date(2020, 1, 1),
    } | over
    return JointMember.objects.create(**fields)


def make_pledge(**over: Any) -> Pledge:
    """A pledge that is due in thirty days; needs committee and by."""
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "unit": "江汉工商银行",
        "kind": Pledge.Kind.ROOM,
        "what": "每周六借会议室开夜话",
        "pledged_on": today - timedelta(days=30),
        "due_on": today + timedelta(days=30),
    } | over
    if fields.get("status", "offered") in ("kept", "dropped"):
        fields = {"outcome": "会议室借出三次", "ended_on": today} | fields
    return Pledge.objects.create(**fields)


def make_care_entry(**over: Any) -> CareEntry:
    """An elder living alone, reviewed in thirty days; needs household and put_by."""
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "reason": CareEntry.Reason.ALONE,
        "needs": "每周送一次菜，耳背，敲门要重",
        "consent_by": "person",
        "consent_form": "written",
        "consent_on": today - timedelta(days=60),
        "review_on": today + timedelta(days=30),
        "put_on": today - timedelta(days=60),
    } | over
    status = fields.get("status", "active")
    if status != "active":
        fields = {"closed_on": today, "why": "no_need" if status == "closed" else ""} | fields
    if status == "withdrawn":
        fields |= {"reason": "", "needs": "", "person": None, "blanked_at": timezone.now()}
    return CareEntry.objects.create(**fields)


def make_duty(**over: Any) -> Duty:
    """Group leaders visit by the 25th; needs place and set_by."""
    fields: dict[str, Any] = {"holder": "group_leader", "kind": Duty.Kind.VISIT, "day": 25} | over
    return Duty.objects.create(**fields)


def make_task(**over: Any) -> DutyTask:
    """A task of this month, due on its duty's day; needs duty, user and place."""
    month = month_of(timezone.localdate())
    due = day_in(month, over["duty"].day)
    fields: dict[str, Any] = {"month": month, "due_on": due, "remind_on": month} | over
    if fields.get("status", "todo") != "todo":
        fields.setdefault("settled_at", timezone.now())
    return DutyTask.objects.create(**fields)


ROSTER = "楼栋,单元,房号,姓名,联系电话,身份证号\n1栋,1单元,1002,王五,13900000009,420103199001011234\n9栋,1单元,1002,李四,,\n"


def make_roster(*, content: str = ROSTER, **over: Any) -> RosterImport:
    """A roster import as it would stand: with its file; checked ones and later ones with what was found."""
    status = over.get("status", RosterStatus.SENT)
    file = default_storage.save("rosters/made", ContentFile(content.encode()))
    fields: dict[str, Any] = {"name": "1.csv", "file": file, "digest": "0" * 64} | over
    if status != RosterStatus.SENT:
        columns = {"楼栋": "building", "单元": "unit", "房号": "room", "姓名": "name", "联系电话": "phone"}
        fields.setdefault("layout", {"sheets": [0], "line": 1, "depth": 1, "fields": columns})
        counts = {"people_new": 1, "rooms_new": 1, "people_missing": 1, "people_changed": 1}
        fields.setdefault("report", {"counts": counts, "troubles": {"no_building": 1, "phone": 1}, "rows": 2})
    if status in (RosterStatus.MERGED, RosterStatus.UNDONE):
        fields.setdefault("merged_at", timezone.now())
        fields.setdefault("merged_by", fields["by"])
    if status == RosterStatus.UNDONE:
        fields["report"] |= {"undone": {"people_removed": 1, "people_kept": 1, "rooms_kept": 1}}
        fields.setdefault("undone_at", timezone.now())
    return RosterImport.objects.create(**fields)


def make_team(**over: Any) -> VolunteerTeam:
    """An open team; needs place. With `leader=user` led by somebody."""
    fields: dict[str, Any] = {"name": "爱心妈妈", "about": "陪伴孩子，看望老人"} | over
    leader = fields.pop("leader", None)
    if fields.get("status") == "closed":
        fields = {"closed_on": timezone.localdate(), "closed_reason": "并入编外110"} | fields
    team = VolunteerTeam.objects.create(**fields)
    if leader is not None:
        make_team_member(team=team, user=leader, leads=True)
    return team


def make_team_member(**over: Any) -> TeamMember:
    """In the roster since a year; needs team and user. Skills as a list."""
    today = timezone.localdate()
    fields: dict[str, Any] = {"status": "member"} | over
    skills = fields.pop("skills", [])
    if fields["status"] in ("member", "left"):
        fields.setdefault("since", today - timedelta(days=365))
    if fields["status"] in ("left", "turned_down"):
        fields.setdefault("until", today)
    member = TeamMember.objects.create(**fields)
    member.skills.set(skills)
    return member


def make_activity(**over: Any) -> Activity:
    """Announced, in three days from nine to eleven, five helping hands; needs team. `seats` may be a number or {skill: number}."""
    now = timezone.now()
    start = over.get("starts_at") or timezone.localtime(now + timedelta(days=3)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    fields: dict[str, Any] = {
        "title": "敬老院理发",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "status": "announced",
    } | over
    seats = fields.pop("seats", 5)
    fields.setdefault("place", fields["team"].place)
    if "made_by" not in fields:
        fields["made_by"] = fields["team"].leaders[0].user
    if fields["status"] != "draft":
        fields.setdefault("announced_at", now)
    if fields["status"] == "done":
        fields.setdefault("done_at", now)
    if fields["status"] == "cancelled":
        fields |= {"cancelled_at": now, "cancel_reason": "大雨"}
    row = Activity.objects.create(**fields)
    for skill, count in (seats if isinstance(seats, dict) else {None: seats}).items():
        row.needs.create(skill=skill, count=count)
    return row


def make_sign_up(**over: Any) -> SignUp:
    """A seat; needs activity and user."""
    now = timezone.now()
    fields: dict[str, Any] = {"status": "seated"} | over
    fields.setdefault("need", fields["activity"].needs.order_by("pk")[0])
    if fields["status"] == "seated":
        fields.setdefault("seated_at", now)
    if fields["status"] == "withdrawn":
        fields.setdefault("withdrawn_at", now)
    return SignUp.objects.create(**fields)
