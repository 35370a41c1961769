"""Forms of the three parties' table, filled in rightly, for `extra.py`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.doors.filled import NEW, Filled
from tests.doors.world import World

Fields = Callable[[World], dict[str, Any]]


def day(n: int) -> str:
    return (timezone.localdate() + timedelta(days=n)).isoformat()


def on(door: str, record: str, name: str, who: str, fields: Fields | None = None, **plain: str) -> Filled:
    """A verb `name` of the record."""
    return Filled(
        door, who, lambda w: plain | (fields(w) if fields else {}), lambda w: [getattr(w.here, record).pk, name],
        case=name,
    )  # fmt: skip


def page(door: str, record: str, who: str, **plain: Any) -> Filled:
    return Filled(door, who, lambda _w: plain, lambda w: [getattr(w.here, record).pk])


def times(n: int) -> dict[str, str]:
    return {"day": day(n), "begin": "19:00", "end": "20:30", "room": "", "spot": "凉亭"}


def resolution(w: World) -> dict[str, str]:
    plain = {"r-text": "换", "r-party": "", "r-due_on": "", "r-cost": "", "r-needs_owners": ""}
    bodies = w.here.held.bodies.values_list("party", flat=True)
    return plain | {f"r-stance_{pk}": "for" for pk in bodies} | {f"r-note_{pk}": "" for pk in bodies}


# fmt: off
FILLED = [
    Filled("reached", "resident", lambda w: {"sms": "on", "email": "", "quiet": "on"}),
    Filled("family_ask", "resident", lambda w: {"phone": w.here.worker.phone}),
    Filled("family_agree", "resident", lambda w: {}, lambda w: [w.here.proxy.pk]),
    Filled("membership_family", "worker", lambda w: {"phone": w.here.worker.phone, "reason": "在柜台"},
           lambda w: [w.here.membership.pk]),
    Filled("robot_close", "officer", lambda w: {}, lambda w: [w.here.robot.pk]),
    Filled("meeting_new", "worker", lambda w: {
        **times(20), "uid": NEW, "kind": "joint", "title": "", "is_public": "", "note": "", "party": "",
        "organiser": w.here.worker.pk, "secretary": "", "chair": "",
    }, query="?place=420103010001001"),
    on("meeting_verb", "draft_meeting", "change", "worker", lambda w: {
        **times(20), "kind": "joint", "title": "", "is_public": "", "note": "", "party": "",
        "organiser": w.here.worker.pk, "secretary": "", "chair": "",
    }),
    on("meeting_verb", "draft_meeting", "call", "worker"),
    on("meeting_verb", "meeting", "move", "worker", lambda w: times(21) | {"reason": "停电"}),
    on("meeting_verb", "meeting", "cancel", "worker", reason="停电"),
    on("meeting_verb", "meeting", "answer", "resident", answer="declined", reason="上班"),
    on("meeting_verb", "meeting", "remind", "worker", minutes_before="1440"),
    page("meeting_invite", "meeting", "worker", people=[], phone="", name="周奶奶", party="", observer=""),
    page("meeting_agenda", "meeting", "worker", title="巡逻", minutes="10", presenter=""),
    Filled("meeting_helpers", "worker", lambda w: {"people": w.here.worker.pk, "phone": ""},
           lambda w: [w.here.meeting.pk]),
    Filled("rooms", "worker", lambda w: {"name": "活动室", "seats": "30"}, lambda w: [w.here.community.code]),
    Filled("minutes_write", "worker", lambda w: {"text": "大家都说好", "seen": "0"},
           lambda w: [w.here.held.pk, w.here.held_item.pk]),
    Filled("minutes_resolve", "worker", resolution, lambda w: [w.here.held.pk, w.here.held_item.pk]),
    page("meeting_rework", "minuted", "worker", reason="写错了"),
    page("meeting_object", "minuted", "owners_committee", text="不是这样说的"),
    page("meeting_hold", "open_meeting", "worker"),
    Filled("commitment_new", "worker", lambda w: {
        "key": NEW, "debtor": w.here.company.pk, "text": "修门", "metric": "", "due_on": day(20), "cost": "",
    }, query="?place=420103010001001"),
    on("commitment_verb", "asked_for", "accept", "property_staff", seen="", note=""),
    on("commitment_verb", "asked_for", "decline", "property_staff", seen="", reason="没有钱"),
    on("commitment_verb", "owed", "report", "property_staff", seen="", progress="40", note="买了水泵"),
    on("commitment_verb", "owed", "revise", "worker", lambda w: {
        "seen": "", "text": "换两台水泵", "metric": "", "due_on": day(30), "reason": "一台不够",
    }),
    on("commitment_verb", "owed", "withdraw", "worker", seen="", reason="不用了"),
    on("commitment_verb", "delivered", "judge", "resident", seen="", kept="no", reason="还是没有水"),
    Filled("place_verb", "worker", lambda w: {
        "company": w.here.company.name, "credit_code": "", "since": "2015-01-01", "until": "2016-01-01", "end": "expired",
        "end_note": "", "terms": "",
    }, lambda w: [w.here.compound.code, "past"], case="past"),
    on("term_verb", "term", "elect", "worker", lambda w: {
        "name": "钱委员", "position": "member", "stands": "owner", "account": "", "since": day(0), "override": "补选",
    }),
    on("contract_verb", "contract", "add", "worker", lambda w: {"text": "钥匙", "due_on": day(20)}),
    on("item_verb", "handover_item", "tick", "worker", lambda w: {"done_on": day(0), "note": ""}),
    on("across_verb", "across", "end", "worker", lambda w: {"until": day(0), "reason": "期满"}),
]
# fmt: on
