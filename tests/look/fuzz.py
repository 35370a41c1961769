"""Where nasty input can go: every URL of the resolver, every form class of the project; and what came of it.

The input is in `fuzz_input.py`; the people who send it are in `fuzz_rows.py`, the rows it is about in `fuzz_tables.py`.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.http import QueryDict
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.datastructures import MultiValueDict

WINGS = ("beihu", "buildings", "tripartite", "forums")
# -- addresses ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """A URL pattern. `keys` are its arguments, each named with what stands before it: "issues/<pk>"."""

    route: str
    keys: tuple[str, ...]
    chosen: tuple[
        tuple[str, str], ...
    ] = ()  # arguments of which there are few: each value a target of its own

    def __str__(self) -> str:
        return self.path(dict(self.chosen))

    def path(self, values: dict[str, str]) -> str:
        found = self.route
        for key, value in values.items():
            found = found.replace(key.rpartition("/")[2], quote(value, safe=""))
        return f"/{found}"

    @property
    def of_admin(self) -> bool:
        return self.route.startswith("admin/")


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", str(pattern.pattern)).lstrip("^").removesuffix("$")
        route = before + re.sub(r"<\w+:(\w+)>", r"<\1>", route)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def targets(choices: dict[str, list[str]]) -> list[Target]:
    """Every URL; those with an argument out of a short list once for each of its values."""
    found = []
    for route in sorted(set(routes())):
        parts = route.split("/")
        keys = tuple(f"{a}/{b}" for a, b in zip(["", *parts], parts, strict=False) if b.startswith("<"))
        rows = [Target(route, keys)]
        for key in keys:
            values = choices.get(route[: route.index(key) + len(key)], choices.get(key, []))
            rows = [
                Target(route, keys, (*row.chosen, (key, value))) for row in rows for value in values
            ] or rows
        found += rows
    return found


# -- pages -------------------------------------------------------------------------------------------------


@dataclass
class Field:
    """Something a request can carry; `kind` is the type of its input, '' when nobody knows."""

    name: str
    kind: str = ""
    values: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return self.name


class Fields(HTMLParser):
    """The fields of all forms of a page, with the values they offer; and what scripts a page would run."""

    def __init__(self, html: str):
        super().__init__()
        self.found: dict[str, Field] = {}
        self.evil: list[str] = []
        self._select = self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.evil += [f"<{tag} {name}>" for name in said if name.startswith("on")]
        self.evil += [
            f"<{tag} {n}>" for n in ("href", "src", "action") if said.get(n, "").startswith("javascript:")
        ]
        self._in = tag
        if tag == "select":
            self._select = said.get("name", "")
        if tag == "option" and self._select:
            self._add(self._select, "select", said.get("value", ""))
        elif tag in {"input", "textarea", "button", "select"} and said.get("name"):
            self._add(said["name"], said.get("type", tag), said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._in = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script" and "evil" in data:
            self.evil.append(f"<script>{data[:40]}")

    def _add(self, name: str, kind: str, value: str) -> None:
        known = self.found.setdefault(name, Field(name, kind))
        if value and len(known.values) < 20:
            known.values.append(value)


def names_read() -> list[str]:
    """The names that views take out of requests, by reading the source."""
    read = re.compile(
        r"(?:GET|POST|FILES|given)\)?(?:\.get|\.getlist)?[(\[]\s*\"([\w-]+)\"|\"(\w+)\" in request"
    )
    sources = (
        path.read_text(encoding="utf-8")
        for wing in WINGS
        for path in Path(django_settings.BASE_DIR, wing).rglob("*.py")
    )
    return sorted({name for source in sources for pair in read.findall(source) for name in pair if name})


@contextmanager
def listening() -> Iterator[set[str]]:
    """The names that somebody looks up in the query string or the form meanwhile."""
    heard: set[str] = set()

    def hears(look_up: Callable[..., Any]) -> Callable[..., Any]:
        def hearing(self: QueryDict, name: str, *args: Any) -> Any:
            heard.add(name)
            return look_up(self, name, *args)

        return hearing

    with pytest.MonkeyPatch.context() as patch:
        for name in ("__getitem__", "__contains__", "getlist"):
            patch.setattr(QueryDict, name, hears(getattr(MultiValueDict, name)))
        yield heard


# -- what is stored ----------------------------------------------------------------------------------------

# Sessions, the log, and what counts wrong tries, which is there to be written when something is refused.
COUNTERS = {
    "django_session",
    "beihu_usersession",
    "beihu_auditentry",
    "beihu_onetimecode",
    "otp_totp_totpdevice",
}
Stored = dict[str, tuple[int, int]]


def stored() -> Stored:
    """For every table the number of its rows, and a sum over what stands in them."""
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label != "axes"
    }
    one = "SELECT '{0}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {0} t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in sorted(tables - COUNTERS)))
        return {table: (rows, int(inside)) for table, rows, inside in cursor.fetchall()}


# -- forms -------------------------------------------------------------------------------------------------


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form class written in the project."""
    for wing in WINGS:
        for module in pkgutil.walk_packages([str(Path(django_settings.BASE_DIR, wing))], f"{wing}."):
            if re.search(r"\.(forms|views|staff|admin)(\.|$)", module.name):
                importlib.import_module(module.name)

    def below(cls: type) -> Iterator[type]:
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    ours = {cls for cls in below(forms.BaseForm) if cls.__module__.split(".")[0] in WINGS}
    return sorted(ours, key=lambda cls: (cls.__module__, cls.__qualname__))


def wants(cls: type[forms.BaseForm]) -> list[str]:
    """What a form must be told besides data."""
    return [
        name
        for base in cls.__mro__
        if "__init__" in vars(base) and base.__module__.split(".")[0] in WINGS
        for name, parameter in inspect.signature(vars(base)["__init__"]).parameters.items()
        if parameter.kind == parameter.KEYWORD_ONLY and parameter.default is parameter.empty
    ]
