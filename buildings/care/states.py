"""The life of a care entry, and of a duty's task, as tables.

| care entry | meaning |
|---|---|
| active | somebody consented, there is a day of review, and people go there |
| closed | no longer needed, moved away, or died; its words are blanked a year later |
| withdrawn | the consent was taken back: closed, and its words blanked at once |

A closed entry is never opened again: a new one asks for consent anew. Whether its review is due, and how long nobody was
there, are facts (`review_due`, `last_visit_on`), not states.

| task | meaning |
|---|---|
| todo | to be done by a day of this month |
| done | ticked off by the person themselves; may be unticked |
| excused | whoever keeps the place let the person off, with a reason |
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import KEEP_CARE, OWN_CARE, OWN_DUTY, SERVE_CARE


class Status(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("care", "looked after")
    CLOSED = "closed", pgettext_lazy("care", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("care", "consent taken back")


class Task(models.TextChoices):
    TODO = "todo", pgettext_lazy("duty", "to do")
    DONE = "done", pgettext_lazy("duty", "done")
    EXCUSED = "excused", pgettext_lazy("duty", "excused")


S = Status
TONES: dict[str, str] = {S.ACTIVE: "info"}  # how a state looks; the others are quiet
TASK_TONES: dict[str, str] = {Task.TODO: "warn", Task.DONE: "good"}
LIVE = among(S.ACTIVE)


def _nobody(entry: Any) -> Any:
    """There is somebody to release; what a page has read of the carers is not asked again."""
    known = entry.__dict__.get("serving_now")
    serves = bool(known) if known is not None else entry.carers.in_term().exists()
    return None if serves else _("Nobody is assigned here.")


MACHINE = Machine(
    (
        Transition("visit", LIVE, STAY, SERVE_CARE, pgettext_lazy("care", "Log a visit"), "visit", "primary"),
        Transition("review", LIVE, STAY, KEEP_CARE, pgettext_lazy("care", "Review it"), "refresh"),
        Transition("assign", LIVE, STAY, KEEP_CARE, pgettext_lazy("care", "Assign somebody"), "users"),
        Transition("release", LIVE, STAY, KEEP_CARE, pgettext_lazy("care", "Release somebody"), "door-out", condition=_nobody),
        Transition("close", LIVE, S.CLOSED, KEEP_CARE, pgettext_lazy("care", "Take it off the list"), "check"),
        Transition("withdraw", LIVE, S.WITHDRAWN, KEEP_CARE, pgettext_lazy("care", "Consent was taken back"), "undo", "danger"),
        Transition("revoke", LIVE, S.WITHDRAWN, OWN_CARE, pgettext_lazy("care", "I take my consent back"), "undo", "danger"),
    )
)  # fmt: skip

TASKS = Machine(
    (
        Transition("tick", among(Task.TODO), Task.DONE, OWN_DUTY, pgettext_lazy("duty", "Done"), "check", "primary"),
        Transition("untick", among(Task.DONE), Task.TODO, OWN_DUTY, pgettext_lazy("duty", "Not done yet"), "undo"),
        Transition("excuse", among(Task.TODO), Task.EXCUSED, KEEP_CARE, pgettext_lazy("duty", "Excuse"), "minus"),
    )
)  # fmt: skip
