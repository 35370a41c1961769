"""Forms of evening talks, filled in rightly, for `extra.py`."""

from typing import Any

from tests.doors.extra_tables import day, times
from tests.doors.filled import NEW, Filled
from tests.doors.world import World


def settle(name: str, **fields: Any) -> Filled:
    return Filled(
        "matter_verb",
        "worker",
        lambda _w: {"public_text": "夜里狗叫"} | fields,
        lambda w: [w.here.held_talk.pk, w.here.matter.number, name],
        case=name,
    )


def new(w: World) -> dict[str, Any]:
    return {
        **times(23), "uid": NEW, "topic": "小区里的狗", "anyway": "on", "every": "", "bodies": w.here.company.pk,
        "people": w.here.worker.pk, "secretary": "", "doorways": w.here.doorway.code, "signs_up": "on",
        "capacity": "30", "note": "", "short_notice": "",
    }  # fmt: skip


# fmt: off
FILLED = [
    Filled("talk_new", "worker", new, query="?place=420103010001001"),
    Filled("talk_change", "worker", lambda w: {"signs_up": "on", "capacity": "20", "doorways": w.here.doorway.code},
           lambda w: [w.here.talk.pk]),
    Filled("talk_sign_up", "resident", lambda w: {"people": "2"}, lambda w: [w.here.talk.pk]),
    Filled("talk_series", "worker", lambda w: {
        "day": w.here.talk.series_day.isoformat(), "moved_day": day(25), "moved_at": "18:00", "reason": "停电",
    }, lambda w: [w.here.series.pk]),
    settle("answer", outcome="已经谈过"),
    settle("refuse", outcome="没有位置"),
    settle("file", category="noise", urgent="", wants_public="on"),
    Filled("matter_verb", "worker", lambda w: {"public_text": "狗", "number": w.here.issue.reference, "found": ""},
           lambda w: [w.here.held_talk.pk, w.here.matter.number, "join"], case="join"),
    Filled("matter_verb", "worker", lambda w: {"public_text": "狗", "meeting": w.here.meeting.pk},
           lambda w: [w.here.held_talk.pk, w.here.matter.number, "table"], case="table"),
]
# fmt: on
