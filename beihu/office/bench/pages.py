"""What is asked of the server: a child of the bench, `python -m beihu.office.bench.pages [places]`, prints it as JSON.

The floor comes first. The people of the scratch database are signed in by making their sessions, as the
sign-in page does; a path that is a list is gone through in turn.
"""

import json
import sys
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from . import votes
from .rows import CITY, COMMUNITY, DISTRICT, STREET, TOWER

TOKEN = "b" * 32  # of CSRF: the cookie and the header only have to agree
PICTURE = "building picture, 34 × 8 × 4"
METER = f"meter of a vote, {votes.FLATS:,} flats"
SEARCHED = "漏水"  # two characters, as most Chinese keywords have
MANY = 40  # issue pages asked in turn
COMPOUND, DOORWAY = f"{COMMUNITY}001", f"{COMMUNITY}00100101"


def signed_in(user: Any) -> dict[str, str]:
    """Headers of a browser in which this person is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: TOKEN}
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": TOKEN,
        "Accept-Language": "zh-CN",
    }


def pages() -> list[dict[str, Any]]:
    from django.urls import reverse

    from beihu.accounts.models import User
    from tripartite.decisions.models import Vote
    from tripartite.issues.models import Issue

    worker, officer, overseer = (
        signed_in(User.objects.get(username=name)) for name in ("worker", "officer", "overseer")
    )
    here = Issue.objects.filter(community=COMMUNITY).order_by("-pk")
    known = [reverse("issue", args=[pk]) for pk in here.values_list("pk", flat=True)[:MANY]]
    own = here.exclude(status="merged").filter(author__isnull=False).first()
    assert own is not None
    inbox = reverse("issue_list")
    everything = f"{inbox}?{urlencode({'state': 'all', 'q': SEARCHED})}"
    return [
        {"name": "floor", "path": "/bench/floor/", "headers": worker},
        {"name": "inbox, community worker", "path": inbox, "headers": worker},
        {"name": "inbox, street officer", "path": inbox, "headers": officer},
        {"name": f"search “{SEARCHED}”, street officer", "path": everything, "headers": officer},
        {"name": "issue page", "path": known, "headers": worker},
        {
            "name": "issue page, its author",
            "path": reverse("issue", args=[own.pk]),
            "headers": signed_in(own.author),
        },
        {
            "name": PICTURE,
            "path": f"{reverse('picture', args=[TOWER])}?by=roster",
            "headers": worker,
        },
        {
            "name": METER,
            "path": reverse("vote_meter", args=[Vote.objects.get(place=votes.COMPOUND).pk]),
            "headers": worker,
        },
        *(
            {"name": f"dashboard of a {level}", "path": reverse("dashboard", args=[code]), "headers": reader}
            for level, code, reader in (
                ("street", STREET, officer),
                ("district", DISTRICT, overseer),
                ("city", CITY, overseer),
            )
        ),
        filing(worker),
        {
            "name": "public page of a compound",
            "path": reverse("public_issues", args=[COMPOUND]),
            "headers": {},
        },
    ]


def places() -> list[dict[str, Any]]:
    """The floor and the pages that a tree of the whole country could slow down."""
    from django.urls import reverse

    from beihu.accounts.models import User

    worker, officer, overseer = (
        signed_in(User.objects.get(username=name)) for name in ("worker", "officer", "overseer")
    )
    search = reverse("place_search")
    asked = [
        ("place search by name", f"{search}?{urlencode({'q': '北湖'})}", worker),
        ("place search by pinyin", f"{search}?{urlencode({'q': 'beihu'})}", worker),
        ("page of a street", reverse("place_detail", args=[STREET]), officer),
        ("page of a district", reverse("place_detail", args=[DISTRICT]), overseer),
        ("dashboard of a district", reverse("dashboard", args=[DISTRICT]), overseer),
    ]
    return [
        {"name": "floor", "path": "/bench/floor/", "headers": worker},
        *({"name": name, "path": path, "headers": headers} for name, path, headers in asked),
    ]


def filing(headers: dict[str, str]) -> dict[str, Any]:
    """The desk files for somebody on the phone: one form, one new issue each time."""
    from django.urls import reverse

    form = {
        "key": "{uuid}", "via": "phone", "category": "lighting", "text": "楼道灯不亮，晚上看不见台阶。（第{n}次）",
        "contact_name": "王居民", "contact_phone": "13900000000", "wants_public": "yes",
    }  # fmt: skip
    body = urlencode(form).replace("%7B", "{").replace("%7D", "}")
    path = f"{reverse('issue_new_for')}?place={DOORWAY}"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return {
        "name": "filing",
        "method": "POST",
        "path": path,
        "headers": headers | kind,
        "body": body,
        "expect": 302,
    }


if __name__ == "__main__":
    django.setup()
    json.dump(places() if sys.argv[1:] == ["places"] else pages(), sys.stdout)
