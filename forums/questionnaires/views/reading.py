"""The list of what one is asked (and makes), the page of one questionnaire, and its poster."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from beihu.accounts.requests import SignedInRequest
from beihu.context import reverse_or_empty
from beihu.scope import reach_of
from buildings.households.models import Membership
from buildings.places.paper import draw
from buildings.posts.roles import ANSWER_QUESTIONNAIRE, MAKE_QUESTIONNAIRE, VIEW_QUESTIONNAIRE, Role

from .. import answering, building, queries, serving, walking
from ..models import Question, Questionnaire
from ..states import DEEDS, MACHINE, Status
from .access import for_staff, to_read, trail

PILES: dict[str, Any] = {
    "now": gettext_lazy("In the making and running"),
    "draft": gettext_lazy("Drafts"),
    "open": Status.OPEN.label,
    "closed": Status.CLOSED.label,
    "published": Status.PUBLISHED.label,
    "all": gettext_lazy("All"),
}
SECONDS = 20  # that people take for a question
PAGES = {"print": "questionnaire_paper", "enter": "copy_enter"}  # verbs with pages of their own


@require_safe
def questionnaire_list(request: SignedInRequest) -> HttpResponse:
    """First what I am asked, then what my area asks."""
    staff = bool(reach_of(request.user, VIEW_QUESTIONNAIRE))
    state = request.GET.get("state", "now")
    state = state if state in PILES else "now"
    found = (
        queries.of_staff(request.user, state=state, after=_number(request.GET.get("after", "")))
        if staff
        else []
    )
    following = found[queries.PAGE - 1].pk if len(found) > queries.PAGE else ""
    context = {
        "asked": queries.asked(request.user),
        "published": [(row, reverse_or_empty("questionnaire_results", str(row.key))) for row in queries.published_for(request.user)],
        "staff": staff,
        "may_make": bool(reach_of(request.user, MAKE_QUESTIONNAIRE)),
        "rows": found[: queries.PAGE],
        "state": state,
        "piles": PILES.items(),
        "following": f"?state={state}&after={following}" if following else "",
        "breadcrumb": [(_("Questionnaires"), "")],
    }  # fmt: skip
    return render(request, "forums/questionnaire_list.html", context)


@require_safe
def questionnaire_detail(request: SignedInRequest, key: str) -> HttpResponse:
    """For its makers how far it is and what to do next; for everybody else what is asked and how to begin."""
    row = to_read(request.user, key)
    if request.user.has_perm(VIEW_QUESTIONNAIRE, row) and not serving.keeps_out(row, request.user):
        return render(request, "forums/questionnaire_staff.html", _for_staff(request, row))
    return render(request, "forums/questionnaire_asked.html", _for_asked(request, row))


def _for_staff(request: SignedInRequest, row: Questionnaire) -> dict[str, Any]:
    verbs = [one for table in (MACHINE, DEEDS) for one in table.available(row, request.user)]
    way = walking.Way.of(row)
    draft = row.status == Status.DRAFT
    texts = {one.pk: one for one in way.questions}
    for one in way.questions:
        one.condition = condition_words(one, texts.get(one.depends_on_id or 0))
    pages = {one.name: reverse_or_empty(PAGES[one.name], str(row.key)) for one in verbs if one.name in PAGES}
    return _shared(request, row) | {
        "sections": [(section, [one for one in way.questions if one.section_id == section.pk]) for section in way.sections],
        "numbers": None if draft else queries.numbers(row),
        "problems": building.problems(row) if draft else [],
        "may_see": request.user.has_perm(MAKE_QUESTIONNAIRE, row),
        "may_edit": any(one.name == "edit" for one in verbs),
        "main_verbs": [one for one in verbs if one.style == "primary" and one.name != "edit"],
        "other_verbs": [one for one in verbs if one.style != "primary" and one.name not in PAGES],
        "pages": [(one, pages[one.name]) for one in verbs if pages.get(one.name)],
        "audience": audience_words(row),
    }  # fmt: skip


def _for_asked(request: SignedInRequest, row: Questionnaire) -> dict[str, Any]:
    mine = request.user.has_perm(ANSWER_QUESTIONNAIRE, row)
    chairs = answering.chairs(row, request.user) if mine else []
    way = walking.Way.of(row)
    return _shared(request, row) | {
        "mine": mine,
        "done": not chairs and row.pk in queries.answered_by(request.user, [row]),
        "chairs": chairs,
        "per_household": row.per == Questionnaire.Per.HOUSEHOLD,
        "begun": bool(mine and walking.kept(row, request.user)),
        "minutes": max(1, round(len(way.questions) * SECONDS / 60)),
        "questions": len(way.questions),
    }


def _shared(request: SignedInRequest, row: Questionnaire) -> dict[str, Any]:
    readable = row.status == Status.PUBLISHED or request.user.has_perm(MAKE_QUESTIONNAIRE, row)
    return {
        "serves": serving.url_of(row),
        "row": row,
        "results": reverse_or_empty("questionnaire_results", str(row.key)) if readable else "",
        "breadcrumb": trail(row),
    }


def audience_words(row: Questionnaire) -> list[Any]:
    """Of whom it is asked, in words for a list."""
    relations, roles = dict(Membership.Relation.choices), dict(Role.choices)
    named = [
        *(relations.get(one, one) for one in row.relations),
        *(roles.get(one, one) for one in row.post_roles),
    ]
    return named or [_("everybody who lives there")]


def condition_words(question: Question, other: Question | None) -> tuple[str, str] | None:
    """(the earlier question, its answers) for which this one is shown."""
    if other is None:
        return None
    texts = {one["key"]: one["text"] for one in other.choices}
    return other.text, " / ".join(texts.get(key, key) for key in question.depends_choices)


@require_safe
def questionnaire_poster(request: SignedInRequest, key: str) -> HttpResponse:
    """One sheet of A4 for doorways and the notice board."""
    row = for_staff(request.user, key, VIEW_QUESTIONNAIRE)
    url = settings.BASE_URL.rstrip("/") + row.get_absolute_url()
    context = {"row": row, "qr": draw(url), "breadcrumb": trail(row, (_("Poster"), ""))}
    return render(request, "forums/questionnaire_poster.html", context)


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 18 else None
