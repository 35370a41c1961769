"""Templates, styles, scripts and icons, read as text: small, strict, and old enough for WeChat's browser."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

STATIC = Path(settings.BASE_DIR / "static")
# Younger than Chrome 87, which is what WeChat brings on older phones, and not just ignored there.
TOO_YOUNG = {
    ".css": re.compile(
        r":has\(|:is\([^)]*::|@container|@layer|color-mix\(|\bdvh\b|aspect-ratio|\n\s+&|@starting-style|:user-"
    ),
    ".js": re.compile(
        r"\?\?=|\|\|=|&&=|\.at\(|structuredClone|\.findLast|Object\.hasOwn|static \{|\.toSorted|showPopover"
    ),
}


def test_styles_and_scripts_run_on_chrome_87():
    found = {
        path.name: TOO_YOUNG[path.suffix].findall(path.read_text(encoding="utf-8"))
        for path in STATIC.rglob("*")
        if path.suffix in TOO_YOUNG
    }
    assert {name: young for name, young in found.items() if young} == {}


def test_no_template_or_script_breaks_the_policy():
    """No inline script, no inline style, no handler attributes, nothing from elsewhere."""
    bad = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=|(?:src|href)=[\"']https?:|<style", re.IGNORECASE
    )
    templates = settings.BASE_DIR / "templates"
    found = {
        str(p.relative_to(templates)): bad.findall(re.sub(r"{[%#].*?[%#]}", "", p.read_text()))
        for p in templates.rglob("*.html")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_icon_that_is_asked_for_is_drawn():
    sprite = set(
        re.findall(r'<symbol id="([\w-]+)"', Path(finders.find("icons.svg")).read_text(encoding="utf-8"))
    )
    from forums.talks import states as talks
    from forums.talks.fates import LABELS
    from tripartite.commitments import states as commitments
    from tripartite.commitments.chain import SAID, STATIONS, TOLD
    from tripartite.commitments.history import ICONS
    from tripartite.issues import states as issues
    from tripartite.issues.categories import POLICIES
    from tripartite.meetings import states as meetings

    asked = {p.icon for p in POLICIES.values()} | set(ICONS.values())
    asked |= {row[2] for row in (SAID, *STATIONS, *TOLD.values())}
    asked |= {row[1] for row in LABELS.values()}
    for life in (issues, meetings, commitments, talks):
        asked |= {t.icon for m in (life.MACHINE, life.DEEDS) for t in m.transitions}
        asked |= {f"status-{s}" for s in life.Status.values}
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        asked |= set(re.findall(r'{% icon "([\w-]+)" %}', path.read_text()))
        asked |= set(re.findall(r'icon="([\w-]+)"', path.read_text()))
    assert asked - sprite - {""} == set()


def test_own_styles_and_script_stay_small():
    static = settings.BASE_DIR / "static"
    styles = sum((static / "css" / name).stat().st_size for name in ("tokens.css", "beihu.css"))
    script = (static / "js" / "beihu.js").stat().st_size
    assert (styles <= 20 * 1024, script <= 6 * 1024) == (True, True)
