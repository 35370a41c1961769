"""Follow every link of the portal, as one person, with Django's own client."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

SAMPLES = 2  # pages looked at per kind of page; each verb of an issue is a kind, and each level of places
Kind = tuple[str, str | None, int]
SKIPPED = ("/static/", "/admin/", "/metrics", "/dev/")


class Page(HTMLParser):
    """The links of a page, and the words on it that people see or hear."""

    SILENT = {"script", "style", "kbd", "code"}
    HEARD = {"alt", "title", "aria-label", "placeholder"}
    VOID = {
        "meta",
        "link",
        "img",
        "input",
        "br",
        "hr",
        "use",
        "path",
        "rect",
        "circle",
        "col",
        "source",
        "wbr",
    }

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        silent = tag in self.SILENT or said.get("translate") == "no" or (tag != "html" and "lang" in said)
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        if not self._is_silent() and not silent:
            self.words += [value for name, value in attrs if name in self.HEARD and value]
            if tag == "input" and said.get("type") in {"submit", "button"}:
                self.words.append(said.get("value") or "")
        if tag not in self.VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag):
        while tag not in self.VOID and self._open:  # `<rect/>` was never opened
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if data.strip() and not self._is_silent():
            self.words.append(data.strip())

    def _is_silent(self) -> bool:
        return any(silent for _tag, silent in self._open)


def walk(client: Client, start: str = "/") -> Iterator[tuple[str, str, Page]]:
    """(path, name of its url, page) of every HTML page that links lead to, a few of each kind.

    What is left out is left out before it waits: however long the lists of one room are, no other room goes unseen.
    """
    waiting: list[tuple[str, str]] = []
    seen: set[str] = set()
    kinds: Counter[Kind] = Counter()
    _queue(start, "/", waiting, seen, kinds)
    while waiting:
        path, name = waiting.pop(0)
        response = client.get(path)
        if response.status_code in (301, 302, 303):
            _queue(response["Location"], path, waiting, seen, kinds)
            continue
        assert response.status_code == 200, f"{path} ({name}) answers {response.status_code}"
        if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
            continue
        page = Page(response.content.decode())
        yield path, name, page
        for link in page.links:
            _queue(link, path, waiting, seen, kinds)


def _queue(
    link: str, base: str, waiting: list[tuple[str, str]], seen: set[str], kinds: "Counter[Kind]"
) -> None:
    target = urlsplit(urljoin(f"http://testserver{base}", link))
    path = target.path + (f"?{target.query}" if target.query else "")
    local = target.scheme in {"http", "https"} and target.netloc == "testserver"
    if not local or path in seen or re.match("|".join(SKIPPED), path):
        return
    seen.add(path)
    try:
        found = resolve(target.path)
        name = found.view_name
        kind = name, found.kwargs.get("verb"), len(found.kwargs.get("code", ""))
    except Resolver404:
        name, kind = f"nowhere: {path}", (path, None, 0)
    kinds[kind] += 1
    if kinds[kind] <= SAMPLES:
        waiting.append((path, name))
