"""No word on any page that is not in the catalogue: neither English in Chinese pages nor the reverse."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from beihu.audit.words import VERBS
from tests.look import world
from tests.look.crawl import walk
from tripartite.issues.history import HAPPENED
from tripartite.issues.views.inbox import _options

pytestmark = pytest.mark.django_db
ROLES = ["visitor", "resident", "leader", "worker", "liaison", "property_staff", "owners_committee", "management_committee", "officer"]  # fmt: skip
OPEN, CLOSE = "\ue000", "\ue001"
MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
LETTERS = re.compile(r"[A-Za-z\u3400-\u9fff]+")
NOT_WORDS = re.compile(
    r"某+|[\u4e00-\u9fff][A-Z]·[A-Z0-9*]{5,6}|\b[A-Z][0-9]+\b|\b(?:CSV|XLSX|PDF)\b|https?://\S+|\S+@\S+|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
)


@pytest.fixture
def marked(monkeypatch):
    """Every text that goes through the catalogue comes out between two marks."""
    trans = translation._trans
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        real = getattr(trans, name)
        monkeypatch.setattr(trans, name, lambda *args, real=real: f"{OPEN}{real(*args)}{CLOSE}")
    _options.cache_clear()  # what was drawn before, without marks; and, afterwards, with them
    yield
    _options.cache_clear()


def unmarked(text: str) -> set[str]:
    text = NOT_WORDS.sub("", text)
    while MARKED.search(text):
        text = MARKED.sub("", text)
    return set(LETTERS.findall(text))


@pytest.mark.parametrize("role", ROLES)
def test_every_word_comes_from_the_catalogue(role, marked):
    here = world.furnish()
    world.make_greek()
    client = Client(headers={"accept-language": "en"})
    if person := world.people(here)[role]:
        client.force_login(person)
    leaks = {}
    for path, name, page in walk(client):
        if left := {word for text in page.words for word in unmarked(text)}:
            leaks[f"{name} {path}"] = left
    assert leaks == {}, "\n".join(f"{k}: {v}" for k, v in leaks.items())


def test_a_word_outside_the_catalogue_is_found(marked):
    text = f"{translation.gettext('Home')} Oops 哎呀 αβγ 123"
    assert unmarked(text) == {"Oops", "哎呀"}


def test_every_verb_of_the_log_has_words():
    """What `record("…")` writes is shown to officers: in their language, not as a code. The sweep's verbs as well."""
    code = "\n".join(
        path.read_text()
        for wing in ("beihu", "buildings", "tripartite", "forums")
        for path in (settings.BASE_DIR / wing).rglob("*.py")
    )
    written = set(re.findall(r'\brecord\(\s*"([a-z_.]+)"', code)) | {"demo.seed"}
    swept = set(re.findall(r'\b_told\(issue, "([a-z_]+)"', code))
    assert {verb for verb in written | {f"issue.{verb}" for verb in swept} if verb not in VERBS} == set()
    assert (swept - set(HAPPENED), len(swept)) == (set(), 3)
