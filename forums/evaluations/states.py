"""The life of an evaluation, as two tables: the verbs that move it, and the verbs that do not.

| state | meaning |
|---|---|
| draft | criteria, weights and sample may still change |
| open | the households are drawn and are asked, by a questionnaire |
| closed | nobody answers any more; paper that has come back is still typed in |
| published | the figures are frozen and everybody reads them; the party may reply once |
| withdrawn | it came to nothing, and why is kept |
"""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import MAKE_EVALUATION, REPLY_EVALUATION


class Status(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("evaluation", "draft")
    OPEN = "open", pgettext_lazy("evaluation", "open")
    CLOSED = "closed", pgettext_lazy("evaluation", "closed")
    PUBLISHED = "published", pgettext_lazy("evaluation", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("evaluation", "withdrawn")


S = Status
RUNNING = (S.OPEN, S.CLOSED)
ASKED = (S.OPEN, S.CLOSED, S.PUBLISHED)
TONES: dict[str, str] = {S.OPEN: "info", S.CLOSED: "warn", S.PUBLISHED: "good"}  # the others are quiet


def _too_early(evaluation: Any) -> Any:
    return _("The period it is about has not ended yet.") if evaluation.until > timezone.localdate() else None


def _not_begun(evaluation: Any) -> Any:
    return _("The period it is about has not begun yet.") if evaluation.since > timezone.localdate() else None


def _replied(evaluation: Any) -> Any:
    return _("The party has replied already. It replies once.") if evaluation.replied_at else None


MACHINE = Machine(
    (
        Transition("open", among(S.DRAFT), S.OPEN, MAKE_EVALUATION, _("Draw the households and open it"), "play", "primary", _not_begun),
        Transition("close", among(S.OPEN), S.CLOSED, MAKE_EVALUATION, _("Close the evaluation"), "pause"),
        Transition("publish", among(S.CLOSED), S.PUBLISHED, MAKE_EVALUATION, _("Publish the result"), "eye", "primary", _too_early),
        Transition("withdraw", among(S.DRAFT, *RUNNING), S.WITHDRAWN, MAKE_EVALUATION, _("Withdraw the evaluation"), "close", "danger"),
    )
)  # fmt: skip

# What leaves the state alone.
DEEDS = Machine(
    (
        Transition("edit", among(S.DRAFT), STAY, MAKE_EVALUATION, _("Change criteria and sample"), "edit"),
        Transition("reply", among(S.PUBLISHED), STAY, REPLY_EVALUATION, _("Reply for the party"), "reply", "primary", _replied),
        Transition("ask", among(S.PUBLISHED), STAY, MAKE_EVALUATION, _("Ask for a commitment"), "flag"),
    )
)  # fmt: skip
