"""What speaks against an appointment without forbidding it: `wanted` is a target, and so is one post a person.

Whoever goes on gives a reason; it is kept with the post and in the log.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beihu.states import Refused
from buildings.places.models import Place

from .kinds import PostKind
from .models import Post

MOST_POSTS = 3  # one person with more of them is asked about


class Warned(Refused):
    """The appointment goes against a target and no reason was given. Asked again with one, it goes through."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(" ".join([*words, _("If it is right here, say why.")]))
        self.words = list(words)


def insist(words: Sequence[str], override: str) -> str:
    """The reason to keep when something speaks against it, '' when nothing does; Warned without a reason."""
    if words and not override.strip():
        raise Warned(words)
    return override.strip() if words else ""


def found(user: Any, kind: PostKind | None, place: Place, since: date, until: date | None) -> list[str]:
    """Call with the kind locked: a second appointment then sees the first."""
    return [*_seats(kind, place, since, until), *_burden(user, since, until)]


def _seats(kind: PostKind | None, place: Place, since: date, until: date | None) -> list[str]:
    if kind is None or not kind.wanted:
        return []
    serving = Post.objects.filter(kind=kind, place=place).overlapping(since, until)
    number = serving.values("user").distinct().count()
    if number < kind.wanted:
        return []
    words = ngettext(
        "%(serving)s serve here already; %(wanted)s is wanted.",
        "%(serving)s serve here already; %(wanted)s are wanted.",
        kind.wanted,
    )
    return [words % {"serving": number, "wanted": kind.wanted}]


def _burden(user: Any, since: date, until: date | None) -> list[str]:
    number = Post.objects.filter(user=user).overlapping(since, until).count()
    if number < MOST_POSTS:
        return []
    return [_("This person holds %(n)s posts already.") % {"n": number}]
