"""A service worker of ours, served from an address above the pages that it may open: its address is its scope."""

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse


def script(name: str) -> HttpResponse:
    """The static file `name`, never kept on the way, so that a new one is taken at once."""
    path = finders.find(name)
    if path:
        with open(path, "rb") as file:
            body = file.read()
    else:
        with staticfiles_storage.open(name) as stored:
            body = stored.read()
    return HttpResponse(
        body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
