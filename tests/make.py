"""Plain factories: `make_issue(place=…, **over)` writes a row as it would stand, without side effects."""

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
from forums.bulletins.models import Bulletin, BulletinVersion
from forums.bulletins.periods import half_of
from forums.bulletins.states import Status as BulletinStatus
from forums.ideas.models import Idea
from forums.ideas.states import DONE as IDEA_DONE
from forums.ideas.states import Status as IdeaStatus
from forums.questionnaires.models import Question, Questionnaire
from forums.questionnaires.states import ASKED as QUESTIONNAIRE_ASKED
from forums.questionnaires.states import Status as QuestionnaireStatus
from forums.talks.models import Matter, Talk
from forums.talks.states import SETTLED
from forums.talks.states import Status as MatterStatus
from tripartite.commitments.models import Commitment, Evidence
from tripartite.commitments.states import OPEN as COMMITMENT_OPEN
from tripartite.commitments.states import Status as CommitmentStatus
from tripartite.issues.models import Issue
from tripartite.issues.states import ENDED, HELD, PAUSED, Status
from tripartite.meetings.models import Meeting
from tripartite.meetings.states import Status as MeetingStatus
from tripartite.parties.committees import CrossAppointment, Member, Term
from tripartite.parties.companies import Contract, HandoverItem, PropertyCompany


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


def make_issue(**over: Any) -> Issue:
    now = timezone.now()
    fields: dict[str, Any] = {
        "category": "lighting",
        "text": "楼道灯不亮，晚上老人下楼看不见。",
        "public_text": "楼道灯不亮，晚上老人下楼看不见。",
        "status": Status.SUBMITTED,
    } | over
    status = fields["status"]
    if status != Status.DRAFT:
        fields.setdefault("submitted_at", now)
    if fields.get("party"):
        fields.setdefault("party_kind", fields["party"].kind)
    if status in HELD:
        reopening = status == Status.REOPEN_REQUESTED
        fields.setdefault("resume_status", Status.SOLVED if reopening else Status.ACCEPTED)
    if status in PAUSED:
        fields.setdefault("paused_at", now)
        fields.setdefault("paused_until", now + timedelta(days=3))
    if status in (Status.SOLVED, Status.REOPEN_REQUESTED, Status.CONFIRMED, Status.AUTO_CLOSED):
        fields.setdefault("solved_at", now)
    if status in (Status.SOLVED, Status.REOPEN_REQUESTED):
        fields.setdefault("answer_by", now + timedelta(days=7))
    if status in ENDED:
        fields.setdefault("closed_at", now)
    return Issue.objects.create(**fields)


def make_meeting(**over: Any) -> Meeting:
    """A joint meeting, called, in five days at 19:00 of the portal's zone, two hours long; needs place and organiser."""
    now = timezone.now()
    start = over.get("starts_at") or timezone.localtime(now + timedelta(days=5)).replace(
        hour=19, minute=0, second=0, microsecond=0
    )
    fields: dict[str, Any] = {
        "kind": Meeting.Kind.JOINT,
        "title": "德富花园三方联席会",
        "spot": "活动室",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "status": MeetingStatus.CALLED,
    } | over
    status = fields["status"]
    if status != MeetingStatus.DRAFT:
        fields.setdefault("called_at", now)
    if status == MeetingStatus.CANCELLED:
        fields.setdefault("cancelled_at", now)
        fields.setdefault("cancel_reason", "场地停电")
    if status in (MeetingStatus.HELD, MeetingStatus.MINUTED, MeetingStatus.CONFIRMED):
        fields.setdefault("held_at", now)
        fields.setdefault("is_quorate", True)
    if status in (MeetingStatus.MINUTED, MeetingStatus.CONFIRMED):
        fields.setdefault("minuted_at", now)
        fields.setdefault("object_until", now + timedelta(days=5))
    if status == MeetingStatus.CONFIRMED:
        fields.setdefault("confirmed_at", now)
    return Meeting.objects.create(**fields)


def make_commitment(**over: Any) -> Commitment:
    """A running commitment due in ten days; needs place, debtor and made_by."""
    now = timezone.now()
    fields: dict[str, Any] = {
        "text": "更换二次供水水泵",
        "metric": "五楼以上早晚有水压",
        "due_on": timezone.localdate() + timedelta(days=10),
        "status": CommitmentStatus.RUNNING,
    } | over
    fields.setdefault("party_kind", fields["debtor"].kind)
    status = fields["status"]
    if status not in (CommitmentStatus.PROPOSED, CommitmentStatus.DECLINED):
        fields.setdefault("accepted_at", now)
    if fields.get("is_standing"):
        fields["due_on"] = None
    if status in (
        CommitmentStatus.DELIVERED,
        CommitmentStatus.FAILED,
        CommitmentStatus.KEPT,
        CommitmentStatus.UNANSWERED,
    ):
        fields.setdefault("delivered_at", now)
        fields.setdefault("judge_until", now + timedelta(days=14))
    if status not in COMMITMENT_OPEN:
        fields.setdefault("ended_at", now)
    row = Commitment.objects.create(**fields)
    row.versions.create(
        number=1,
        text=row.text,
        metric=row.metric,
        due_on=row.due_on,
        by=row.made_by,
        accepted_at=row.accepted_at,
        dropped_at=now if status == CommitmentStatus.DECLINED else None,
    )
    return row


def make_evidence(commitment: Commitment, **over: Any) -> Evidence:
    """A photo, without a file behind it."""
    fields: dict[str, Any] = {"kind": Evidence.Kind.PHOTO, "by": commitment.made_by} | over
    return Evidence.objects.create(commitment=commitment, **fields)


def make_company(name: str = "安居物业公司", **over: Any) -> PropertyCompany:
    found, _new = PropertyCompany.objects.get_or_create(name=name, defaults=over)
    return found


def make_contract(**over: Any) -> Contract:
    """A contract that runs for a year already; needs place. `company` may be a name."""
    today = timezone.localdate()
    fields: dict[str, Any] = {"company": "安居物业公司", "since": today - timedelta(days=365)} | over
    if isinstance(fields["company"], str):
        fields["company"] = make_company(fields["company"])
    if fields.get("until"):
        fields.setdefault("end", Contract.End.EXPIRED)
    if fields.get("notice_on"):
        fields.setdefault("notice_of", Contract.End.DISMISSED)
    if fields.get("witness"):
        fields.setdefault("witness_reason", "四家物业先后撤走，业主要求居委会到场")
    return Contract.objects.create(**fields)


def make_item(**over: Any) -> HandoverItem:
    """An open item due in ten days; needs contract."""
    due_on = timezone.localdate() + timedelta(days=10)
    return HandoverItem.objects.create(**{"kind": HandoverItem.Kind.KEYS, "due_on": due_on} | over)


def make_term(members: int = 0, **over: Any) -> Term:
    """A term that runs for a year and is due in two; needs party. Its members are owners, the first one the chair."""
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "number": 1,
        "since": today - timedelta(days=365),
        "due_on": today + timedelta(days=730),
        "filed_on": today - timedelta(days=350),
        "posted_on": today - timedelta(days=350),
    } | over
    term = Term.objects.create(**fields)
    for n in range(members):
        make_member(term=term, name=f"委员{n + 1}", position="member" if n else "chair")
    return term


def make_member(**over: Any) -> Member:
    fields: dict[str, Any] = {"name": "孙委员", "since": over["term"].since} | over
    return Member.objects.create(**fields)


def make_across(**over: Any) -> CrossAppointment:
    """Somebody of `home` serves in `host` since a month."""
    since = timezone.localdate() - timedelta(days=30)
    return CrossAppointment.objects.create(**{"name": "钱干部", "position": "监督员", "since": since} | over)


CHOICES = [
    {"key": "c1", "text": "停车"},
    {"key": "c2", "text": "绿化"},
    {"key": "c3", "text": "其他", "other": True},
]
ROWS = [{"key": "r1", "text": "保洁"}, {"key": "r2", "text": "保安"}]
QUESTIONS: list[list[dict[str, Any]]] = [
    [
        {"kind": "single", "text": "您最关心什么？", "choices": CHOICES, "required": True},
        {"kind": "multiple", "text": "停车难在哪里？", "choices": CHOICES, "if": ("q1", ["c1"])},
        {"kind": "scale", "text": "您有多满意？", "low_label": "很不满意", "high_label": "很满意"},
    ],
    [
        {"kind": "matrix", "text": "请评价物业", "choices": CHOICES[:2], "rows": ROWS},
        {"kind": "ranking", "text": "请排序", "choices": CHOICES[:2]},
        {"kind": "short", "text": "一句话"},
        {"kind": "long", "text": "还有什么要说？", "if": ("q3", ["1", "2"])},
    ],
]


def make_questionnaire(questions: list[list[dict[str, Any]]] | None = None, **over: Any) -> Questionnaire:
    """Of two sections with a question of every kind, as it stands in a state; needs place and made_by.

    `questions`: lists of sections; a question may have "if": (key of an earlier one, choices). Keys are q1, q2, …
    """
    now = timezone.now()
    fields: dict[str, Any] = {"title": "德富花园停车意见", "intro": "请您说说。"} | over
    status = fields.pop("status", QuestionnaireStatus.OPEN)
    row = Questionnaire.objects.create(**fields)
    made: dict[str, Question] = {}
    for position, inside in enumerate(QUESTIONS if questions is None else questions, start=1):
        section = row.sections.create(position=position, title=f"第{position}部分")
        for place, given in enumerate(inside, start=1):
            words = dict(given)
            other, choices = words.pop("if", ("", []))
            key = f"q{len(made) + 1}"
            made[key] = row.questions.create(
                section=section, key=key, position=place,
                depends_on=made.get(other), depends_choices=choices, **words,
            )  # fmt: skip
    facts: dict[str, Any] = {"status": status}
    if status in QUESTIONNAIRE_ASKED:
        facts["opened_at"] = now
    if status in (QuestionnaireStatus.CLOSED, QuestionnaireStatus.PUBLISHED):
        facts["closed_at"] = now
    if status == QuestionnaireStatus.PUBLISHED:
        facts["published_at"] = now
    if status == QuestionnaireStatus.WITHDRAWN:
        facts["withdrawn_at"] = now
    Questionnaire.objects.filter(pk=row.pk).update(**facts)
    row.refresh_from_db()
    return row


def make_talk(**over: Any) -> Talk:
    """An evening talk in five days; fields of the meeting and of the talk alike. Needs place and organiser."""
    own = {
        name: over.pop(name)
        for name in ("signs_up", "capacity", "series", "series_day", "card_sent_at")
        if name in over
    }
    facts = {
        "kind": Meeting.Kind.TALK,
        "title": "夜话：小区里的狗",
        "is_public": True,
        "spot": "大树下",
    } | over
    return Talk.objects.create(meeting=make_meeting(**facts), **own)


def make_held_talk(**over: Any) -> Talk:
    """One that was held yesterday evening."""
    start = timezone.localtime(timezone.now() - timedelta(days=1)).replace(
        hour=19, minute=0, second=0, microsecond=0
    )
    return make_talk(**{"starts_at": start, "status": MeetingStatus.HELD} | over)


def make_matter(**over: Any) -> Matter:
    """An open line of a talk; needs talk and captured_by."""
    talk: Talk = over["talk"]
    talk.last_number += 1
    talk.save(update_fields=["last_number"])
    said = over.get("captured_at") or talk.meeting.starts_at + timedelta(minutes=10)
    fields: dict[str, Any] = {
        "number": talk.last_number, "place": talk.meeting.place, "text": "王居民说三楼的狗整夜叫", "category": "noise",
        "captured_at": said, "due_at": said + timedelta(days=7), "status": MatterStatus.OPEN,
    } | over  # fmt: skip
    if fields["status"] in SETTLED:
        fields.setdefault("settled_at", timezone.now())
    if fields["status"] in (MatterStatus.ANSWERED, MatterStatus.REFUSED):
        fields.setdefault("outcome", "已经和狗主人谈过。")
    return Matter.objects.create(**fields)


def make_idea(**over: Any) -> Idea:
    """Open, to be answered in ten days; needs place. A merged one needs `merged_into`."""
    now = timezone.now()
    fields: dict[str, Any] = {
        "title": "大树下装几张长椅",
        "text": "老人买菜回来没有地方歇脚，树下正好有空地。",
        "status": IdeaStatus.OPEN,
        "answer_due": now + timedelta(days=10),
    } | over
    status = fields["status"]
    if status in IDEA_DONE:
        fields.setdefault("reply", "已经研究过了。")
        fields.setdefault("answered_at", now)
    if status == IdeaStatus.HIDDEN:
        fields.setdefault("hidden_reason", "写了邻居的名字")
        fields.setdefault("resume_status", IdeaStatus.OPEN)
    row = Idea.objects.create(**fields)
    row.versions.create(number=1, title=row.title, text=row.text, by=row.author)
    return row


def make_bulletin(lines: int = 2, words: str = "事情", **over: Any) -> Bulletin:
    """Of the first half of November 2026; needs place and, when it was published, `by`. Its lines are of different sections."""
    now, period = timezone.now(), half_of(over.pop("day", date(2026, 11, 1)))
    by = over.pop("by", None)
    fields: dict[str, Any] = {
        "year": period.since.year, "number": period.number, "since": period.since, "until": period.until,
        "title": "正街社区半月谈", "status": BulletinStatus.DRAFT,
    } | over  # fmt: skip
    if fields["status"] == BulletinStatus.WITHDRAWN:
        fields = {"withdrawn_at": now, "withdraw_reason": "日期写错了", "resume_status": "draft"} | fields
    if (
        fields["status"] == BulletinStatus.PUBLISHED
        or fields.get("resume_status") == BulletinStatus.PUBLISHED
    ):
        fields = {"published_at": now, "version": 1, "told": 1} | fields
    row = Bulletin.objects.create(**fields)
    sections = ["meetings", "issues", "coming", "other"]
    content = []
    for number in range(lines):
        section = sections[number % 4]
        line = row.items.create(
            section=section, position=number + 1, text=f"{words}{number + 1}", source=f"fact:{number}"
        )
        content.append({"section": section, "items": [{"text": line.text, "url": ""}]})
    for number in range(1, row.version + 1):
        wrong = "" if number == 1 else f"{words}写错了" if words == "事情" else words
        BulletinVersion.objects.create(
            bulletin=row, number=number, title=row.title, greeting=row.greeting, content=content, by=by, correction=wrong
        )  # fmt: skip
    return row


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
