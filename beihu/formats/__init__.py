"""Dates and times as people here write them, by language."""

from django.utils.translation import gettext_noop

HALVES_OF_THE_DAY = (
    gettext_noop("AM"),
    gettext_noop("PM"),
)  # Django's Chinese catalogue leaves them in English
