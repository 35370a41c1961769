"""Plain factories: `make_issue(place=…, **over)` writes a row as it would stand, without side effects."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

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
