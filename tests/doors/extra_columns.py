"""Forms of the ideas column, filled in rightly, for `extra.py`."""

from tests.doors.extra_tables import on
from tests.doors.filled import NEW, Filled

# fmt: off
FILLED = [
    Filled("idea_new", "resident", lambda w: {
        "key": NEW, "title": "路灯", "text": "晚上太暗", "sure": "yes",
    }, query="?place=420103010001001"),
    Filled("idea_support", "resident", lambda w: {"stop": "", "next": ""}, lambda w: [w.here.idea.pk]),
    on("idea_verb", "idea", "argue", "resident", key=NEW, side="for", text="好", seen=""),
    on("idea_verb", "idea", "report", "resident", reason="false", note="", seen=""),
    on("idea_verb", "own_idea", "withdraw", "resident", note="", seen=""),
    on("idea_verb", "idea", "answer", "worker", reply="好", seen=""),
    on("idea_verb", "idea", "adopt", "worker", way="project", text="长椅", reply="好", seen=""),
    on("idea_verb", "idea", "hide", "worker", reason="骂人", seen=""),
]
# fmt: on
