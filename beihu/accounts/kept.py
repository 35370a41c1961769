"""What a page keeps on the device to work without a line (the capture wall, the gate), and that signing out wipes it.

The page says in the cookie `kept` for which talk, and how much has not been sent: `12:3`; no names. The gate says the code
of its compound instead, which is longer than the number of any talk. Signing out asks
first when something would be lost. Then the browser is told to clear its storage, and for browsers that do not do
that the cookie says `gone`, upon which the next page brings the script that clears (`static/js/forget.js`).
"""

import re
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "kept"  # without the prefix of ours: a script writes it, and nothing hangs on it
GONE = "gone"
WEEK = 7 * 24 * 3600
LONGEST_NUMBER = 9  # digits of a talk's number


class Kept(NamedTuple):
    about: str
    unsent: int

    @property
    def page(self) -> tuple[str, str]:
        """Name and argument of the page that sends it."""
        return ("gate" if len(self.about) > LONGEST_NUMBER else "talk_wall", self.about)


def on_device(request: HttpRequest) -> Kept | None:
    """What this browser says that it holds."""
    found = re.fullmatch(r"([0-9]{1,24}):([0-9]{1,6})", request.COOKIES.get(COOKIE, ""))
    return Kept(found[1], int(found[2])) if found else None


def is_gone(request: HttpRequest) -> bool:
    """Somebody has signed out here, and the device may still hold something."""
    return request.COOKIES.get(COOKIE) == GONE


def wipe(request: HttpRequest, response: HttpResponse) -> None:
    """Nothing of what was kept stays on this device."""
    if on_device(request) is None:
        return
    response.headers["Clear-Site-Data"] = '"storage"'
    response.set_cookie(COOKIE, GONE, max_age=WEEK, samesite="Lax", secure=settings.HTTPS)
