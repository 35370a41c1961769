"""The models of this wing's rooms, gathered for Django."""

from .questionnaires.copies import Copy, Entry
from .questionnaires.models import Question, Questionnaire, Section
from .questionnaires.responses import Draft, Envelope, Participation, Response, Tally
from .questionnaires.traces import Comparison, Double, Quote, Scan

__all__ = [
    "Comparison",
    "Copy",
    "Double",
    "Draft",
    "Entry",
    "Envelope",
    "Participation",
    "Question",
    "Questionnaire",
    "Quote",
    "Response",
    "Scan",
    "Section",
    "Tally",
]
from .talks.models import InvitedPlace, Matter, MatterPhoto, Series, SeriesException, SignUp, Talk

__all__ = ["InvitedPlace", "Matter", "MatterPhoto", "Series", "SeriesException", "SignUp", "Talk"]
from .ideas.models import Adoption, Argument, Idea, IdeaEvent, IdeaVersion, Report, Support

__all__ = ["Adoption", "Argument", "Idea", "IdeaEvent", "IdeaVersion", "Report", "Support"]
from .bulletins.models import (  # noqa: F401
    Bulletin,
    BulletinItem,
    BulletinVersion,
    Silence,
    Subscription,
)
