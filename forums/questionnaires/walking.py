"""The way through the pages of a questionnaire: which sections somebody sees, and what the browser carries between them.

Nothing stands in the session: what has been answered travels in a signed field of the form. Of a named questionnaire it
is kept in a Draft as well, so that one may go on tomorrow, or on another phone.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils import timezone

from .answers import Answers, fit, shown
from .models import Question, Questionnaire, Section
from .responses import Draft

LAST = "last"  # the page before sending


@dataclass
class Way:
    """All questions, read once, and the answers so far."""

    questionnaire: Questionnaire
    sections: list[Section]
    questions: list[Question]
    answers: Answers

    @classmethod
    def of(cls, questionnaire: Questionnaire, answers: Answers | None = None) -> "Way":
        sections = list(questionnaire.sections.all())
        questions = list(questionnaire.questions.select_related("section"))
        return cls(questionnaire, sections, questions, fit(questions, answers or {}))

    def inside(self, section: Section) -> list[Question]:
        """The questions of a section that are shown."""
        return [one for one in shown(self.questions, self.answers) if one.section_id == section.pk]

    def pages(self) -> list[Section]:
        """The sections with a question to show."""
        used = {one.section_id for one in shown(self.questions, self.answers)}
        return [section for section in self.sections if section.pk in used]

    def section(self, pk: str) -> Section | None:
        return next((one for one in self.sections if str(one.pk) == pk), None)

    def after(self, section: Section) -> Section | None:
        """The next page; None when the last one follows."""
        return next((one for one in self.pages() if one.position > section.position), None)

    def before(self, section: Section | None) -> Section | None:
        """The page before; of the last one the last section."""
        pages = [one for one in self.pages() if section is None or one.position < section.position]
        return pages[-1] if pages else None

    def keep(self, section: Section, given: dict[str, Any]) -> None:
        """Take over the answers of a page; whatever they hide is dropped."""
        self.answers = fit(self.questions, self.answers | given)

    def progress(self, section: Section | None) -> tuple[int, int]:
        """Page n of m, the last page counted."""
        pages = self.pages()
        at = next(
            (n for n, one in enumerate(pages, start=1) if section and one.pk == section.pk), len(pages) + 1
        )
        return at, len(pages) + 1


def seal(questionnaire: Questionnaire, user: Any, answers: Answers) -> str:
    return signing.dumps(answers, salt=_salt(questionnaire, user), compress=True)


def unseal(questionnaire: Questionnaire, user: Any, text: str) -> Answers:
    """What the form carries; nothing when somebody else has written it."""
    try:
        found = signing.loads(text, salt=_salt(questionnaire, user))
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _salt(questionnaire: Questionnaire, user: Any) -> str:
    return f"questionnaire:{questionnaire.key}:{user.pk}"


def kept(questionnaire: Questionnaire, user: Any) -> Answers:
    """What this person had filled in before; of an anonymous one the portal knows nothing."""
    if questionnaire.anonymous:
        return {}
    draft = Draft.objects.filter(questionnaire=questionnaire, user=user).first()
    return draft.answers if draft else {}


def save(questionnaire: Questionnaire, user: Any, answers: Answers) -> None:
    if not questionnaire.anonymous:
        facts = {"answers": answers, "saved_at": timezone.now()}
        Draft.objects.update_or_create(questionnaire=questionnaire, user=user, defaults=facts)
