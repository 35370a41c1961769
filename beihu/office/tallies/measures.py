"""What a measure is, and the rows behind a figure.

A source is a table with the path to its place; its measures are conditions on its rows. From the same expressions come the
triggers and the rebuild (`compiling.py`) and the list behind a figure (`Measure.rows`). They must not ask for the time: what
they say of a row changes only when the row does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.functional import Promise

from beihu.scope import under
from buildings.places.codes import Level

ONE = Value(1)


def local_day(name: str) -> TruncDate:
    """The day of a moment in the portal's time zone."""
    return TruncDate(name, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Measure:
    """One thing that is counted. `day` None: a stock. `amount` in rows, or in fen where `money`."""

    key: str
    label: str | Promise
    when: Q
    day: Any = None
    amount: Any = ONE
    aspect: Any = None  # an expression; the whole is a measure of its own
    widest: int = Level.PROVINCE
    public: bool = False  # may be published for communities and above
    money: bool = False
    late: bool = True  # a change of a past day is worth telling


@dataclass(frozen=True)
class Source:
    """A table and what is counted of it. `through`: tables on the way to the place, whose changes count too."""

    model: str  # "tripartite.Issue"
    place: str  # the lookup to the place's code
    measures: tuple[Measure, ...]
    through: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> Any:
        model: type[Model] = apps.get_model(self.model)
        return model._base_manager.all()

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table


_sources: list[Source] = []
_measures: dict[str, tuple[Source, Measure]] = {}


def register(source: Source) -> None:
    """Called when Django is ready. Each key once."""
    for measure in source.measures:
        if measure.key in _measures:
            raise ValueError(f"two measures are called {measure.key}")
        _measures[measure.key] = (source, measure)
    _sources.append(source)


def sources() -> tuple[Source, ...]:
    return tuple(_sources)


def measures() -> Mapping[str, Measure]:
    return {key: measure for key, (_source, measure) in _measures.items()}


def measure(key: str) -> Measure:
    """KeyError where there is none."""
    return _measures[key][1]


def rows_behind(
    key: str, code: str, since: date | None = None, until: date | None = None, aspect: str = ""
) -> QuerySet[Any]:
    """The rows that a figure counts: at a place and below it, since ≤ day < until; a stock has no days."""
    source, what = _measures[key]
    rows: QuerySet[Any] = source.rows.filter(under(source.place, code)).filter(what.when)
    if what.day is not None:
        rows = rows.alias(_day=what.day).filter(_day__isnull=False)
        rows = rows.filter(_day__gte=since) if since else rows
        rows = rows.filter(_day__lt=until) if until else rows
    if aspect and what.aspect is not None:
        rows = rows.alias(_aspect=what.aspect).filter(_aspect=aspect)
    return rows


def source_of(key: str) -> Source:
    """The table that a measure counts."""
    return _measures[key][0]
