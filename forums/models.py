"""The models of this wing's rooms, gathered for Django."""

from .ideas.models import Adoption, Argument, Idea, IdeaEvent, IdeaVersion, Report, Support

__all__ = ["Adoption", "Argument", "Idea", "IdeaEvent", "IdeaVersion", "Report", "Support"]
