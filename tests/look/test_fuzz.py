"""Bad input breaks nothing: every form and every URL gets values, bodies and files that no browser would send.

A URL or a form of a new room is found by itself. For a long run: `BEIHU_FUZZ_EXAMPLES=200 pytest -n0 tests/look/test_fuzz.py`.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.http import QueryDict
from django.test import override_settings
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from tests.look import fuzz, fuzz_choices, fuzz_input, fuzz_rows, fuzz_told
from tests.look.fuzz import Fields, Target
from tests.look.fuzz_input import fuzzed
from tests.look.fuzz_rows import World

pytestmark = pytest.mark.django_db
TARGETS = fuzz.targets(fuzz_choices.CHOICES)
FORMS = fuzz.form_classes()
NAMES = fuzz_input.Names(sorted({*fuzz.names_read(), *(name for form in FORMS for name in form.base_fields)}))
# What is right on a screen of filing is kept even when the rest is not: an old person types it once.
KEEPS_WHAT_IS_RIGHT = {"/file/<key>/what/"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One furnished world for all; each example leaves it as it was."""
    with (
        django_db_blocker.unblock(),
        tempfile.TemporaryDirectory() as media,
        override_settings(MEDIA_ROOT=media),
        undone(),
    ):
        yield fuzz_rows.furnish()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_find_every_room_s_urls_and_forms() -> None:
    rooms = {form.__module__.rpartition(".forms")[0] for form in FORMS}
    assert {
        "beihu.accounts",
        "beihu.audit",
        "buildings.places",
        "buildings.posts",
        "tripartite.issues",
    } - rooms == set()
    assert {"/", "/issues/<pk>/assign/", "/posts/<pk>/end/", "/admin/"} - {
        str(target) for target in TARGETS
    } == set()
    assert {"after", "place", "seen", "next", "remove"} - set(NAMES) == set()


def test_name_what_a_new_url_and_a_new_form_need(world: World) -> None:
    class NewForm(forms.Form):
        __module__ = "forums.nowhere.forms"

        def __init__(self, *args: Any, nothing: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)

    with pytest.raises(pytest.fail.Exception, match="/nowhere/<pk>/ needs values for nowhere/<pk>"):
        world.values(Target("nowhere/<pk>/", ("nowhere/<pk>",)), "nowhere/<pk>")
    with pytest.raises(pytest.fail.Exception, match="NewForm must be told"):
        fuzz_told.told(NewForm, world)


@pytest.mark.parametrize("cls", FORMS, ids=lambda cls: f"{cls.__module__}.{cls.__qualname__}")
@fuzzed(10)
@given(data=st.data())
def test_validate_anything_never_raises(cls: type[forms.BaseForm], world: World, data: st.DataObject) -> None:
    with undone():
        empty = cls(**fuzz_told.told(cls, world))
        fields = [fuzz.Field(name, kind_of(field), valid(field)) for name, field in empty.fields.items()]
        query, files = QueryDict(mutable=True), MultiValueDict()
        for name, value in data.draw(fuzz_input.pairs(fields, NAMES)):
            if isinstance(value, str):
                query.appendlist(name, value)
            else:
                files.appendlist(name, value.received())
        form = cls(query, files, **fuzz_told.told(cls, world))
        form.is_valid()
        form.errors.as_json()


def kind_of(field: forms.Field) -> str:
    return "date" if isinstance(field, forms.DateField) else getattr(field.widget, "input_type", "")


def valid(field: forms.Field) -> list[str]:
    """Values a field of choices would take."""
    return [str(value) for value, _label in getattr(field, "choices", []) if isinstance(value, str | int)][
        :20
    ]


@pytest.mark.parametrize("target", [target for target in TARGETS if not target.of_admin], ids=str)
@fuzzed(4)
@given(data=st.data())
def test_send_anything_never_breaks(target: Target, world: World, data: st.DataObject) -> None:
    send(target, world, data)


@pytest.mark.parametrize("target", [target for target in TARGETS if target.of_admin], ids=str)
@fuzzed(2)  # most of what is there is Django's
@given(data=st.data())
def test_send_anything_to_the_admin_never_breaks(target: Target, world: World, data: st.DataObject) -> None:
    send(target, world, data)


@pytest.mark.parametrize("target", [target for target in TARGETS if not target.of_admin], ids=str)
def test_send_the_worst_everywhere_never_breaks(target: Target, world: World) -> None:
    """Each of the sharpest values: in all that the page reads, in all fields of its forms, in the address itself."""
    good, read = world.visited(target)
    real = {key: world.values(target, key)[0] for key in target.keys}
    path, who = target.path(real), good[-1] if good else "officer"
    page = world.browser(who).get(path)
    asked, sent = [one.name for one in read], list(fuzz_rows.fields_of(page))
    for value in fuzz_input.SHARP:
        with undone():
            client = world.browser(who)
            look(client.get(path, dict.fromkeys(asked, value)), f"GET {path} as {who}: {asked} = {value!r}")
            answer = client.post(path, dict.fromkeys(asked + sent, value))
            look(answer, f"POST {path} as {who}: {asked + sent} = {value!r}")
            for key in set(target.keys) - set(dict(target.chosen)):
                strange = target.path(real | {key: value})
                look(client.get(strange), f"GET {strange} as {who}")


def send(target: Target, world: World, data: st.DataObject) -> None:
    """Open a page with a strange address, then send its form back with strange things in it."""
    good, read = world.visited(target)
    who = data.draw(st.sampled_from([*good * 4, *fuzz_rows.PEOPLE]))
    values = {key: data.draw(st.sampled_from(world.values(target, key))) for key in target.keys}
    for key in values:
        if data.draw(st.integers(0, 7)) == 7:
            values[key] = data.draw(st.sampled_from(fuzz_input.SHORT))
    path = target.path(values)
    address = path + data.draw(fuzz_input.query(read, NAMES))
    headers: dict[str, Any] = {"HX-Request": "true"} if data.draw(st.integers(0, 3)) == 3 else {}
    with undone():
        client = world.browser(who)
        page = client.get(address, headers=headers)
        look(page, f"GET {address} as {who}")
        fields = list(fuzz_rows.fields_of(page).values())[:40]
        kind, sent = data.draw(fuzz_input.bodies(fields, NAMES))
        before = fuzz.stored()
        answer = client.generic(
            "POST", data.draw(st.sampled_from([path, address])), sent, kind, headers=headers
        )
        said = f"POST {address} as {who}: {kind}: {sent[:2000]!r}"
        look(answer, said)
        if refused(answer):
            assert changes(target, before) == {}, said


def look(response: Any, said: str) -> None:
    """No error, and nothing runs that somebody typed."""
    broken = response.exc_info[1] if response.exc_info else None
    if response.status_code >= 500 or broken:
        raise AssertionError(f"{said} → {response.status_code}") from broken
    body = response.getvalue().decode(errors="replace")
    if "evil" in body or "onerror" in body or "onload" in body:
        assert (said, Fields(body).evil) == (said, [])


def refused(response: Any) -> bool:
    """4xx, or the form once more with what is wrong."""
    shown = [
        value
        for layer in response.context or []
        for value in getattr(layer, "flatten", lambda layer=layer: layer)().values()
    ]
    return 400 <= response.status_code < 500 or any(
        isinstance(value, forms.BaseForm) and value.is_bound and value.errors for value in shown
    )


def changes(target: Target, before: fuzz.Stored) -> dict[str, Any]:
    after = fuzz.stored()
    found = {table: (row, after[table]) for table, row in before.items() if row != after[table]}
    if str(target) in KEEPS_WHAT_IS_RIGHT:
        return {table: rows for table, rows in found.items() if rows[0][0] != rows[1][0]}
    return found
