"""Forms of the bulletin filled in rightly."""

from typing import Any

from tests.doors.filled import Filled
from tests.doors.world import World


def draft(w: World) -> dict[str, Any]:
    items = list(w.here.draft_bulletin.items.all())
    lines = {f"text_{item.pk}": "改过" for item in items} | {f"keep_{item.pk}": "on" for item in items}
    own = {"own_section": "other", "own_text": "写给大家", "own_url": "/about/"}
    return {"seen": "0", "title": "半月谈", "greeting": "你们好", "do": "save"} | lines | own


def on(row: str, verb: str, **fields: str) -> Filled:
    return Filled(
        "bulletin_verb", "worker", lambda _w: fields, lambda w: [getattr(w.here, row).pk, verb], case=verb
    )


FILLED = [
    Filled("bulletin_edit", "worker", draft, lambda w: [w.here.draft_bulletin.pk]),
    on("draft_bulletin", "publish"),
    on("draft_bulletin", "withdraw", reason="本期不出"),
    on("bulletin", "correct", correction="数字写错了", tell="on"),
    Filled(
        "bulletin_subscribe",
        "resident",
        lambda _w: {"letters": "on", "notices": ""},
        lambda w: [w.here.community.code],
    ),
]
