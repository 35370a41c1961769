"""The life of a roster import.

| state | meaning |
|---|---|
| sent | the file is here; somebody says what its columns mean |
| checking | a worker reads it and compares; nothing is written to the households |
| checked | one can see what it would change; it waits for a decision |
| merging | a worker writes it, in one transaction |
| merged | done; it can be undone as a whole |
| undoing | a worker takes it back, in one transaction |
| undone | taken back |
| failed | the file could not be read, or the worker gave up; nothing was changed |
| discarded | thrown away before it was merged; its lines and its file are gone |

The worker's own moves have no permission: `checked`, `stale` (things here changed since it was looked at), `finish`,
`taken_back`, `refuse` (later facts stand on it), `fail`.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import Machine, Transition, among
from buildings.posts.roles import KEEP_ROSTER


class Status(models.TextChoices):
    SENT = "sent", pgettext_lazy("roster", "columns to confirm")
    CHECKING = "checking", pgettext_lazy("roster", "being checked")
    CHECKED = "checked", pgettext_lazy("roster", "to decide")
    MERGING = "merging", pgettext_lazy("roster", "being written")
    MERGED = "merged", pgettext_lazy("roster", "imported")
    UNDOING = "undoing", pgettext_lazy("roster", "being undone")
    UNDONE = "undone", pgettext_lazy("roster", "undone")
    FAILED = "failed", pgettext_lazy("roster", "not readable")
    DISCARDED = "discarded", pgettext_lazy("roster", "thrown away")


S = Status
WORKING = (S.CHECKING, S.MERGING, S.UNDOING)  # a worker has it, or the next sweep takes it up
OPEN = (S.SENT, S.CHECKED, S.FAILED)  # waits for a person
TONES: dict[str, str] = {
    S.SENT: "info",
    S.CHECKING: "info",
    S.CHECKED: "warn",
    S.MERGING: "info",
    S.MERGED: "good",
    S.UNDOING: "info",
    S.FAILED: "bad",
}


def _nothing_to_write(row: Any) -> Any:
    return None if row.would_change else _("There is nothing in it that is not here already.")


def _file_gone(row: Any) -> Any:
    return _("The file has been deleted by now. Send it again.") if row.file == "" else None


MACHINE = Machine(
    (
        Transition("check", among(*OPEN), S.CHECKING, KEEP_ROSTER, _("Check it"), "search", "primary", condition=_file_gone),
        Transition("merge", among(S.CHECKED), S.MERGING, KEEP_ROSTER, _("Import it"), "check", "primary", condition=_nothing_to_write),
        Transition("undo", among(S.MERGED), S.UNDOING, KEEP_ROSTER, _("Undo the whole import"), "undo", "danger"),
        Transition("discard", among(*OPEN, S.CHECKING), S.DISCARDED, KEEP_ROSTER, _("Throw it away"), "trash", "danger"),
        Transition("checked", among(S.CHECKING), S.CHECKED, None, _("Checked")),
        Transition("finish", among(S.MERGING), S.MERGED, None, pgettext_lazy("roster", "Imported")),
        Transition("stale", among(S.MERGING), S.CHECKED, None, _("Changed meanwhile")),
        Transition("taken_back", among(S.UNDOING), S.UNDONE, None, pgettext_lazy("roster", "Undone")),
        Transition("refuse", among(S.UNDOING), S.MERGED, None, _("Cannot be undone")),
        Transition("fail", among(S.CHECKING), S.FAILED, None, _("Failed")),
        Transition("give_back", among(S.MERGING), S.CHECKED, None, _("Not written")),
    )
)  # fmt: skip
