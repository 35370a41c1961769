"""What visitors see when the database is away: a polite page with a phone number, instead of an error."""

import sys

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

RETRY = 30  # seconds


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. Wherever it failed, in a view or in the session middleware, it ends here."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        request.user = AnonymousUser()  # whoever asks for the user on the way out must not wait once more
        return page("503.html", 503)
    return page("500.html", 500)


def page(template: str, status: int) -> HttpResponse:
    """A page that needs neither database nor user nor any context processor."""
    body = render_to_string(template, {"HELPLINE": settings.HELPLINE})
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(RETRY)
    return response
