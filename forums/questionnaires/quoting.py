"""Choosing free texts for the publication: as neighbours may read them, without whom they came from."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beihu.audit.actions import record
from beihu.audit.masking import redact
from beihu.states import Refused
from buildings.posts.roles import MAKE_QUESTIONNAIRE

from .models import Questionnaire
from .traces import Quote

MOST = 200


@transaction.atomic
def quote(questionnaire: Questionnaire, *, by: Any, question: str, keys: list[str]) -> int:
    """Show what these responses say to the question; how many texts were added."""
    row = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    if not by.has_perm(MAKE_QUESTIONNAIRE, row):
        raise Refused(_("You do not have the right to do this here."))
    chosen = row.responses.filter(key__in=keys, **{f"answers__{question}__isnull": False})
    texts = dict.fromkeys(
        redact(answer.get("text") or answer.get("other") or "")[:2000]
        for answer in chosen.order_by("key").values_list(f"answers__{question}", flat=True)
    )
    if row.quotes.count() + len(texts) > MOST:
        raise Refused(_("%(most)s texts at most can be shown.") % {"most": MOST})
    fresh = [Quote(questionnaire=row, question=question, text=text, chosen_by=by) for text in texts if text]
    before = row.quotes.count()
    Quote.objects.bulk_create(fresh, ignore_conflicts=True)
    added = row.quotes.count() - before
    record("questionnaire.quote", row, by=by, question=question, count=added)
    return added


@transaction.atomic
def unquote(quoted: Quote, *, by: Any) -> None:
    if not by.has_perm(MAKE_QUESTIONNAIRE, quoted.questionnaire):
        raise Refused(_("You do not have the right to do this here."))
    record("questionnaire.unquote", quoted.questionnaire, by=by, question=quoted.question)
    quoted.delete()
