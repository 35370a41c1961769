"""Forms of posts filled in rightly."""

from typing import Any

from tests.doors.filled import Filled


def kind(short: str, **over: Any) -> dict[str, Any]:
    return {
        "name": "治安员", "family": "两长四员", "code": short, "levels": ["18"], "wanted": "1", "term_months": "24",
        "appointed_with": "buildings.fill_post", "role": "", "seen_by": "staff", "from_unit": "", "remind_days": "30",
    } | over  # fmt: skip


FILLED = [
    Filled("appoint", "worker", lambda w: {
        "username": w.here.neighbour.username, "phone": "", "name": "", "role": f"kind-{w.here.kind.pk}",
        "since": "2026-01-01", "until": "", "office_phone": "", "override": "两人一起干",
    }, lambda w: [w.here.building.code], case="to a kind"),
    Filled("post_renew", "worker", lambda w: {"until": "2199-01-01"}, lambda w: [w.here.volunteer.pk]),
    Filled("post_resign", "leader", lambda w: {"last_day": "2199-01-01", "reason": "搬走了"},
           lambda w: [w.here.post.pk]),
    Filled("post_kind_new", "officer", lambda w: kind("guard"), lambda w: [w.here.street.code]),
    Filled("post_kind_change", "officer", lambda w: kind("building_chief"), lambda w: [w.here.kind.pk]),
    Filled("post_kind_close", "officer", lambda w: {}, lambda w: [w.here.kind.pk]),
    Filled("post_kinds", "officer", lambda w: {"codes": ["first_secretary"]}, lambda w: [w.here.street.code]),
    Filled("my_posts", "leader", lambda w: {
        "about": "每周三在家", "shows_posts": "on", "shows_past": "", "shows_unit": "",
    }),
]  # fmt: skip
