"""The models of this wing's rooms, gathered for Django."""

from .bulletins.models import Bulletin, BulletinItem, BulletinVersion, Silence, Subscription
from .evaluations.models import Criterion, Evaluation, Pursuit
from .ideas.models import Adoption, Argument, Idea, IdeaEvent, IdeaVersion, Report, Support
from .questionnaires.copies import Copy, Entry
from .questionnaires.models import Question, Questionnaire, Section
from .questionnaires.responses import Draft, Envelope, Participation, Response, Tally
from .questionnaires.traces import Comparison, Double, Quote, Scan
from .talks.models import InvitedPlace, Matter, MatterPhoto, Series, SeriesException, SignUp, Talk

__all__ = [
    "Adoption",
    "Argument",
    "Bulletin",
    "BulletinItem",
    "BulletinVersion",
    "Comparison",
    "Copy",
    "Criterion",
    "Double",
    "Draft",
    "Entry",
    "Envelope",
    "Evaluation",
    "Idea",
    "IdeaEvent",
    "IdeaVersion",
    "InvitedPlace",
    "Matter",
    "MatterPhoto",
    "Participation",
    "Pursuit",
    "Question",
    "Questionnaire",
    "Quote",
    "Report",
    "Response",
    "Scan",
    "Section",
    "Series",
    "SeriesException",
    "SignUp",
    "Silence",
    "Subscription",
    "Support",
    "Talk",
    "Tally",
]
