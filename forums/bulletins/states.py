"""The life of a bulletin, as two tables: the verbs that move it, and the verbs that do not.

| state | meaning |
|---|---|
| draft | made from the facts of a half-month; only those who edit it see it |
| published | everybody reads the latest version, and which earlier ones it corrects |
| withdrawn | dropped before anybody read it, or taken back afterwards; then its page says why |

Readers see versions only. What is edited after publication is seen when it is published as a correction, with a line
that says what was wrong.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import EDIT_BULLETIN


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = Status
EDITED = (S.DRAFT, S.PUBLISHED)
TONES: dict[str, str] = {S.DRAFT: "warn", S.PUBLISHED: "good", S.WITHDRAWN: "bad"}


def _nothing_in_it(bulletin: Any) -> Any:
    return None if bulletin.has_words else _("Nothing is in it yet: keep an item, or write one.")


def _nothing_changed(bulletin: Any) -> Any:
    if bulletin.has_changed:
        return _nothing_in_it(bulletin)
    return _("Nothing has been changed since it was published. Edit it first.")


# What changes the state. `None` as target: back to the state before.
MACHINE = Machine(
    (
        Transition("publish", among(S.DRAFT), S.PUBLISHED, EDIT_BULLETIN, _("Publish"), "send", "primary", _nothing_in_it),
        Transition("withdraw", among(*EDITED), S.WITHDRAWN, EDIT_BULLETIN, _("Withdraw"), "close", "danger"),
        Transition("restore", among(S.WITHDRAWN), None, EDIT_BULLETIN, _("Take it up again"), "undo", "primary"),
    )
)  # fmt: skip

# What leaves the state alone.
DEEDS = Machine(
    (
        Transition("edit", among(*EDITED), STAY, EDIT_BULLETIN, _("Edit"), "edit", "primary"),
        Transition("refresh", among(S.DRAFT), STAY, EDIT_BULLETIN, _("Look for new facts"), "refresh"),
        Transition("correct", among(S.PUBLISHED), STAY, EDIT_BULLETIN, _("Publish a correction"), "send", "primary", _nothing_changed),
    )
)  # fmt: skip
