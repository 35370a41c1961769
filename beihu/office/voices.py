"""居民之声: one page that leads to everything neighbours can say and read, for whoever comes."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from beihu.context import reverse_or_empty
from buildings.posts.roles import ANSWER_IDEA, SETTLE_MATTER


class Way(NamedTuple):
    """A page, its icon and words. `right`: '' for everybody, "in" for people who are signed in."""

    page: str
    icon: str
    label: Promise
    words: Promise
    right: str = ""


WAYS = (
    Way("talks", "talk", _lazy("Evening talks"), _lazy("After dinner, in the courtyard: what was said, and what became of it")),
    Way("open_matters", "flag", _lazy("Matters that wait"), _lazy("Said at a talk, and not settled yet"), SETTLE_MATTER),
    Way("my_ideas", "idea", _lazy("My ideas"), _lazy("Say what your compound should have, and support your neighbours"), "in"),
    Way("idea_list", "list", _lazy("Ideas to answer"), _lazy("What neighbours propose, and until when they are answered"), ANSWER_IDEA),
    Way("questionnaire_list", "doc", _lazy("Questionnaires"), _lazy("What neighbours are asked, and what they answered"), "in"),
    Way("evaluation_list", "star", _lazy("Evaluations"), _lazy("How residents rate the company and the committees, beside hard facts")),
    Way("bulletins", "book", _lazy("Bulletin"), _lazy("What happened in your community in the last fortnight")),
    Way("place_search", "building", _lazy("Find my compound"), _lazy("Ideas, talks and promises of the place where you live")),
)  # fmt: skip


@login_not_required
@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    user = request.user
    open_to = {"": True, "in": user.is_authenticated}
    ways = [
        (way, reverse_or_empty(way.page))
        for way in WAYS
        if (open_to[way.right] if way.right in open_to else user.has_perm(way.right))
    ]
    return render(request, "office/voices.html", {"ways": ways, "breadcrumb": [(_("Voices"), "")]})
