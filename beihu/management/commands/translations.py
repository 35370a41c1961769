"""`manage.py translations`: bring the catalogues up to date, without GNU gettext.

Reads every `_("…")` of the Python code and of the templates, merges them into `beihu/locale/*/LC_MESSAGES/django.po`
and compiles the `.mo` beside it. English needs no catalogue: its words are the msgids.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    name: spec
    for stem, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (stem, f"{stem}_lazy", f"{stem}_noop")
} | {"_": None, "_lazy": None}
SOURCES = ("beihu", "buildings", "tripartite", "forums")


class Command(BaseCommand):
    help = "Update and compile the translation catalogues; --check only tells whether they are complete."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when something is missing"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        template = collect(settings.BASE_DIR)
        troubles: list[str] = []
        for po in catalogues():
            if check:
                troubles += [f"{po.parent.parent.name}: {trouble}" for trouble in flaws(po, template)]
            else:
                update(po, template)
                left = [words(message) for message in unfinished(load(po))]
                self.stdout.write(
                    f"{po.parent.parent.name}: {len(template)} messages, {len(left)} to translate"
                )
                for line in left:
                    self.stdout.write(f"  {line}")
        if troubles:
            raise CommandError("\n".join(troubles))


def catalogues() -> list[Path]:
    """The .po of each language but English."""
    return sorted(po for root in settings.LOCALE_PATHS for po in Path(root).glob("*/LC_MESSAGES/django.po"))


def collect(root: Path) -> Catalog:
    """All messages of the code and the templates, with the files they stand in."""
    found = Catalog(charset="utf-8")
    for path, text in sources(root):
        lines = extract("python", BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in lines:
            name = str(path.relative_to(root))
            found.add(message, locations=[(name, 1)], context=context)  # type: ignore[arg-type]
    return found


def sources(root: Path) -> Iterator[tuple[Path, str]]:
    """Every module as it is, and every template turned into Python by Django's own reader."""
    for wing in SOURCES:
        for path in sorted((root / wing).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield path, "\n".join(line.lstrip() for line in code.splitlines())


def load(po: Path) -> Catalog:
    with po.open("rb") as file:
        catalog = read_po(file, charset="utf-8")
    catalog.header_comment = f"# {catalog.locale_identifier}: updated by `manage.py translations`."
    catalog.msgid_bugs_address = catalog.last_translator = ""
    return catalog


def update(po: Path, template: Catalog) -> None:
    """Write the .po anew, sorted, without what nobody says any more, and its .mo."""
    catalog = load(po)
    template.creation_date = catalog.creation_date  # a date that changes by itself is only noise
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    po.write_bytes(rendered(catalog))
    po.with_suffix(".mo").write_bytes(compiled(load(po)))


def rendered(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return out.getvalue()


def compiled(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def unfinished(catalog: Catalog) -> list[Message]:
    """Messages without a translation, or with one that somebody marked as doubtful."""
    return [m for m in catalog if m.id and (m.fuzzy or not all(_forms(m)))]


def _forms(message: Message) -> tuple[str, ...]:
    """What was written for a message: one text, or one per plural form."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def words(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def flaws(po: Path, template: Catalog) -> list[str]:
    """What keeps a catalogue from being complete, one line each; [] when it is."""
    catalog = load(po)
    known = {(words(m), m.context) for m in catalog if m.id}
    said = {(words(m), m.context) for m in template if m.id}
    found = [f"missing: {text}" for text, _context in sorted(said - known, key=str)]
    found += [f"not said any more: {text}" for text, _context in sorted(known - said, key=str)]
    found += [f"fuzzy: {words(m)}" if m.fuzzy else f"not translated: {words(m)}" for m in unfinished(catalog)]
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalog):
        found.append("the .mo is not what the .po says: run manage.py translations")
    return found
