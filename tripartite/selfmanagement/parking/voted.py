"""The owners' vote that permits charging: passed in this portal on the matter `charge_parking`, counted by the day."""

from datetime import date

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from buildings.places.models import Place
from tripartite.decisions.results import passed

from .permission import Basis


def charging(place: Place, on: date) -> Basis | None:
    """None where the owners have not passed it, or only later than this day."""
    result = passed(place.code, "charge_parking")
    if result is None or timezone.localdate(result.at) > on:
        return None
    words = _("Owners' vote “%(title)s”, passed on %(day)s") % {
        "title": result.vote.title,
        "day": formats.date_format(timezone.localtime(result.at), "DATE_FORMAT"),
    }
    return Basis(words, reverse("vote_result", args=[result.vote_id]))
