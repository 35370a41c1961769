"""The models of this wing's rooms, gathered for Django."""

from .talks.models import InvitedPlace, Matter, MatterPhoto, Series, SeriesException, SignUp, Talk

__all__ = ["InvitedPlace", "Matter", "MatterPhoto", "Series", "SeriesException", "SignUp", "Talk"]
