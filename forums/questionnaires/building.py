"""Building a questionnaire: verbs on drafts. Once it is open, neither these nor the database change it any more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.states import Refused
from buildings.places.models import Place
from buildings.posts.roles import MAKE_QUESTIONNAIRE

from .models import Question, Questionnaire, Section
from .states import DEEDS

SECTIONS, QUESTIONS, CHOICES, ROWS = 20, 80, 30, 20  # at most
Kind = Question.Kind
WITH_CHOICES = (Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING)
ASKABLE = (Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE)  # a condition can look at these
FACTS = ("title", "intro", "per", "anonymous", "relations", "post_roles", "closes_on")
WORDS = (
    "kind", "text", "help", "required", "choices", "rows", "low", "high", "low_label", "high_label", "depends_choices",
)  # fmt: skip


def make(
    *, place: Place, by: User, serves: str = "", households: Iterable[int] = (), **facts: Any
) -> Questionnaire:
    """A new draft with one empty section; for a room above (`serving.py`), and of these households only, where given."""
    if not by.has_perm(MAKE_QUESTIONNAIRE, place):
        raise Refused(_("You do not have the right to do this here."))
    with transaction.atomic():
        row = Questionnaire(
            place=Place.objects.hold(place.code), made_by=by, serves=serves, households=list(households)
        )
        _describe(row, facts)
        row.save()
        Section.objects.create(questionnaire=row, position=1, title=row.title)
        record("questionnaire.make", row, by=by)
    return row


def describe(questionnaire: Questionnaire, *, by: User, **facts: Any) -> Questionnaire:
    """Title, introduction, audience, promise, last day."""
    with editing(questionnaire, by, "describe") as row:
        _describe(row, facts)
        row.save(update_fields=list(FACTS))
    return row


def copy(questionnaire: Questionnaire, *, by: User, place: Place | None = None) -> Questionnaire:
    """A new draft with the same questions, here or at another place of one's own."""
    place = place or questionnaire.place
    if not by.has_perm(MAKE_QUESTIONNAIRE, place) or not by.has_perm(MAKE_QUESTIONNAIRE, questionnaire):
        raise Refused(_("You do not have the right to do this here."))
    with transaction.atomic():
        facts = {name: getattr(questionnaire, name) for name in FACTS if name != "closes_on"}
        row = Questionnaire.objects.create(
            place=Place.objects.hold(place.code), made_by=by, copied_from=questionnaire, **facts
        )
        _copy_questions(questionnaire, row)
        record("questionnaire.copy", row, by=by, source=questionnaire.pk)
    return row


def _copy_questions(source: Questionnaire, target: Questionnaire) -> None:
    sections: dict[int, Section] = {}
    made: dict[int, Question] = {}
    for one in source.sections.all():
        sections[one.pk] = Section.objects.create(
            questionnaire=target, position=one.position, title=one.title, text=one.text
        )
    for question in source.questions.all():  # in order: what a condition looks at comes first
        words = {name: getattr(question, name) for name in WORDS}
        made[question.pk] = Question.objects.create(
            questionnaire=target,
            section=sections[question.section_id],
            key=question.key,
            position=question.position,
            depends_on=made.get(question.depends_on_id or 0),
            **words,
        )


def add_section(questionnaire: Questionnaire, *, by: User, title: str, text: str = "") -> Section:
    with editing(questionnaire, by, "add_section") as row:
        if row.sections.count() >= SECTIONS:
            raise Refused(_("A questionnaire has twenty sections at most. People will not read more."))
        last = row.sections.aggregate(last=Max("position"))["last"] or 0
        return Section.objects.create(questionnaire=row, position=last + 1, title=title, text=text)


def edit_section(section: Section, *, by: User, title: str, text: str = "") -> Section:
    with editing(section.questionnaire, by, "edit_section"):
        section.title, section.text = title, text
        section.save(update_fields=["title", "text"])
    return section


def move_section(section: Section, *, by: User, up: bool) -> None:
    """One place up or down, with its questions. At the end of the list nothing happens."""
    with editing(section.questionnaire, by, "move_section") as row:
        swap(list(row.sections.all()), section.pk, up)
        check_order(row)


def remove_section(section: Section, *, by: User) -> None:
    """With its questions; Refused while a question elsewhere looks at one of them."""
    with editing(section.questionnaire, by, "remove_section") as row:
        if row.sections.count() == 1:
            raise Refused(_("The last section stays. Withdraw the draft if you do not need it."))
        inside = row.questions.filter(section=section)
        needed_elsewhere(row, inside)
        inside.update(depends_on=None, depends_choices=[])
        inside.delete()
        row.sections.filter(pk=section.pk).delete()
        renumber(row.sections.all())


def problems(questionnaire: Questionnaire) -> list[str]:
    """What keeps the draft from being opened, in sentences that name the question."""
    found: list[str] = []
    questions = list(questionnaire.questions.select_related("section"))
    if not questions:
        found.append(_("There is no question yet."))
    used = {question.section_id for question in questions}
    found += [
        _("The section “%(title)s” is empty.") % {"title": section.title}
        for section in questionnaire.sections.all()
        if questions and section.pk not in used
    ]
    for question in questions:
        if question.kind in WITH_CHOICES and len(question.choices) < 2:
            found.append(_("“%(question)s” needs two choices at least.") % {"question": question.text})
        if question.kind == Kind.MATRIX and not question.rows:
            found.append(_("“%(question)s” needs a row at least.") % {"question": question.text})
    return found


def askable_choices(question: Question) -> list[str]:
    """The keys that a condition can look for."""
    if question.kind == Kind.SCALE:
        return [str(number) for number in range(question.low, question.high + 1)]
    return [one["key"] for one in question.choices] if question.kind in ASKABLE else []


@contextmanager
def editing(questionnaire: Questionnaire, by: User, what: str) -> Iterator[Questionnaire]:
    """The draft, locked; Refused once it is open, and for whoever does not make it."""
    with transaction.atomic():
        row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
        DEEDS.check(row, "edit", by)
        yield row
        record("questionnaire.edit", row, by=by, what=what)


def _describe(row: Questionnaire, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        if name not in FACTS:
            raise TypeError(name)
        setattr(row, name, value)
    row.title = row.title.strip()
    if not row.title:
        raise Refused(_("Please give it a title."))
    if row.per == Questionnaire.Per.HOUSEHOLD and row.post_roles:
        raise Refused(_("A household answers as one: nobody answers for it by virtue of a post."))


def swap(rows: list[Any], pk: int, up: bool) -> None:
    at = [one.pk for one in rows].index(pk)
    to = at + (-1 if up else 1)
    if not 0 <= to < len(rows):
        return
    rows[at].position, rows[to].position = rows[to].position, rows[at].position
    for one in (rows[at], rows[to]):
        one.save(update_fields=["position"])


def renumber(rows: Iterable[Any]) -> None:
    for position, one in enumerate(rows, start=1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])


def check_order(row: Questionnaire) -> None:
    """A condition looks back, never forward; so there are no circles either."""
    seen: set[int] = set()
    for question in row.questions.select_related("section"):
        if question.depends_on_id and question.depends_on_id not in seen:
            raise Refused(
                _("“%(question)s” depends on an earlier question, so it must stay behind it.")
                % {"question": question.text}
            )
        seen.add(question.pk)


def needed_elsewhere(row: Questionnaire, going: Any) -> None:
    other = row.questions.filter(depends_on__in=going).exclude(pk__in=going.values("pk")).first()
    if other is not None:
        raise Refused(
            _("“%(question)s” is shown only with an answer to it. Change that condition first.")
            % {"question": other.text}
        )
