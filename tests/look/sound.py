"""Every kind of page, as the people who use it see it: on a phone and on a desk, normal and large, both languages.

Two modules call this, so that two workers share the work: an officer reaches some two hundred kinds of pages.
"""

from django.test import Client

from tests.look import eyes, world
from tests.look.crawl import walk

ROLES = ["visitor", "resident", "leader", "worker", "property_staff", "officer"]
LANGUAGES = ["zh-hans", "en"]
PUBLIC = {"home", "about", "accessibility", "privacy", "sign_in"}  # looked at as a visitor only, except home
WIDTHS = ((360, 740), (320, 740), (1280, 900))


def audited(role: str, kind: str, language: str) -> set[int]:
    """The widths at which axe reads a page, which costs as much as all the rest.

    What it finds does not depend on the language, except in the frame, which visitors see as all others do; nor, on a
    desk, on the size of type. Whether words fit depends on both and is measured everywhere.
    """
    if role != "visitor" and language != "zh-hans":
        return set()
    return {360, 1280} if kind == "normal" else {360}


def signed_in(person) -> tuple[Client, str]:
    client = Client()
    if person is None:
        return client, ""
    client.force_login(person)
    return client, client.cookies["session"].value


def kinds(client: Client, role: str) -> list[str]:
    """One address of each kind of page that this role reaches by links."""
    found: dict[str, str] = {}
    for path, name, _page in walk(client):
        if role == "visitor" or name == "home" or name not in PUBLIC:
            found.setdefault(name, path)
    return list(found.values())


def unsound(chromium, address: str, role: str, kind: str, language: str) -> dict[str, list[str]]:
    """What is wrong with which page, of all that this role reaches."""
    client, session = signed_in(world.people(world.furnish())[role])
    context = eyes.open_context(chromium, address, kind=kind, language=language, session=session)
    page, found = context.new_page(), {}
    heard, read = eyes.listen(page), audited(role, kind, language)
    for path in kinds(client, role):
        said: list[str] = []
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            if width == WIDTHS[0][0]:
                page.goto(address + path)
            said += (eyes.violations(page, kind) if width in read else []) + eyes.faults(page, kind)
        if said or heard:
            found[path] = said + heard
            heard.clear()
    context.close()
    return found
