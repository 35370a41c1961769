"""The life of a repair as one table.

| state | meaning |
|---|---|
| proposed | somebody of the committee asks for it |
| quoted | a firm has said what it costs |
| approved | the sum is approved, by as many as the limits of the compound ask for |
| doing | the firm is at work |
| done | it is done, with a photo before and one after |
| dearer | the invoice is more than a tenth above what was approved: it is approved anew, or not paid |
| paid | paid from the ledger, with the number of the invoice |
| dropped | nothing comes of it, and everybody of the committee reads why |
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beihu.states import STAY, Machine, Transition, among
from buildings.posts.roles import KEEP_HANDS


class Status(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("repair", "proposed")
    QUOTED = "quoted", pgettext_lazy("repair", "quoted")
    APPROVED = "approved", pgettext_lazy("repair", "approved")
    DOING = "doing", pgettext_lazy("repair", "being done")
    DONE = "done", pgettext_lazy("repair", "done")
    DEARER = "dearer", pgettext_lazy("repair", "dearer than approved")
    PAID = "paid", pgettext_lazy("repair", "paid")
    DROPPED = "dropped", pgettext_lazy("repair", "dropped")


S = Status
OPEN = (S.PROPOSED, S.QUOTED, S.APPROVED, S.DOING, S.DONE, S.DEARER)
SHOWN = (S.DONE, S.DEARER, S.PAID)  # with photos, for everybody
TONES: dict[str, str] = {
    S.PROPOSED: "info", S.QUOTED: "info", S.APPROVED: "info", S.DOING: "warn", S.DONE: "good", S.DEARER: "bad", S.PAID: "good",
}  # fmt: skip


def _both_photos(repair: Any) -> Any:
    stages = set(repair.photos.values_list("stage", flat=True))
    if stages >= {"before", "after"}:
        return None
    return _("A photo before and a photo after are needed, so that everybody can see what was done.")


MACHINE = Machine(
    (
        Transition("quote", among(S.PROPOSED, S.QUOTED), S.QUOTED, KEEP_HANDS, pgettext_lazy("repair", "Add a quote"), "doc", "primary"),
        Transition("approve", among(S.QUOTED), S.APPROVED, KEEP_HANDS, pgettext_lazy("repair", "Approve"), "check", "primary"),
        Transition("second", among(S.QUOTED, S.DEARER), STAY, None, pgettext_lazy("repair", "Approve, one more to follow"), "check"),
        Transition("start", among(S.APPROVED), S.DOING, KEEP_HANDS, pgettext_lazy("repair", "The work begins"), "play", "primary"),
        Transition("picture", among(S.PROPOSED, S.QUOTED, S.APPROVED, S.DOING), STAY, KEEP_HANDS, pgettext_lazy("repair", "Add photos"), "camera"),
        Transition("finish", among(S.DOING), S.DONE, KEEP_HANDS, pgettext_lazy("repair", "It is done"), "check", "primary", _both_photos),
        Transition("pay", among(S.DONE), S.PAID, KEEP_HANDS, pgettext_lazy("repair", "Pay the invoice"), "fees", "primary"),
        Transition("exceed", among(S.DONE), S.DEARER, None, pgettext_lazy("repair", "The invoice is too high"), "alert"),
        Transition("approve_more", among(S.DEARER), S.DONE, KEEP_HANDS, pgettext_lazy("repair", "Approve the higher sum"), "check", "primary"),
        Transition("drop", among(S.PROPOSED, S.QUOTED, S.APPROVED, S.DOING), S.DROPPED, KEEP_HANDS, pgettext_lazy("repair", "Drop it"), "close", "danger"),
    )
)  # fmt: skip

DEEDS = Machine(())  # STAY rows stand in the one table
