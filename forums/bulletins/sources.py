"""Where a draft comes from: rooms register what they know of a half-month, in `AppConfig.ready`.

    sources.register(Source("talks", Section.TALKS, read, order=40))

`read(place, since, until)` is given the community and the first and last day, and answers `Found` rows in the portal's
language: words for everybody, a page everybody may open (or none), and the fact behind it ("talk:12"), so that the same
fact stands in a bulletin once. A few queries at most. What it says is cleaned by `wording.plain` before it is kept.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import translation

from buildings.places.models import Place

from .models import Section
from .wording import line, plain

LONGEST = 160  # characters of one line
MOST = 12  # lines of one source: a bulletin is two pages
_logger = logging.getLogger(__name__)


class Found(NamedTuple):
    """One line as a source tells it."""

    text: str
    url: str = ""
    source: str = ""


Read = Callable[[Place, date, date], Iterable[Found]]


class Source(NamedTuple):
    name: str
    section: Section
    read: Read
    order: int = 50


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.name] = source


def collect(place: Place, since: date, until: date) -> list[tuple[Section, Found]]:
    """What all rooms know of these days, in order, in the portal's language, fit for everybody."""
    with translation.override(settings.LANGUAGE_CODE):
        rows = [
            (source.section, found)
            for source in sorted(_sources.values(), key=lambda one: one.order)
            for found in _ask(source, place, since, until)
        ]
    texts = plain(place.code, [line(found.text, LONGEST) for _section, found in rows])
    return [(section, found._replace(text=text)) for (section, found), text in zip(rows, texts, strict=True)]


def _ask(source: Source, place: Place, since: date, until: date) -> list[Found]:
    """A room that stumbles leaves its lines out; the others are in."""
    try:
        with transaction.atomic():
            return [found for found in source.read(place, since, until) if found.text.strip()][:MOST]
    except Exception:  # a mistake in one room must not keep the bulletin from being drafted
        _logger.exception("The source %s of the bulletin stumbled", source.name)
        return []
