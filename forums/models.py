"""The models of this wing's rooms, gathered for Django."""

from .questionnaires.copies import Copy, Entry
from .questionnaires.models import Question, Questionnaire, Section
from .questionnaires.responses import Draft, Envelope, Participation, Response, Tally

__all__ = [
    "Copy",
    "Draft",
    "Entry",
    "Envelope",
    "Participation",
    "Question",
    "Questionnaire",
    "Response",
    "Section",
    "Tally",
]
