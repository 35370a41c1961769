"""Probes come by address, not by name, and must not depend on cookies, sessions or languages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from beihu.embedded import views

PROBES = {"/healthz": views.healthz, "/readyz": views.readyz}


class ProbesMiddleware:
    """Answers /healthz and /readyz before anything looks at the host name or at the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if probe := PROBES.get(request.path_info):
            response = probe(request)
            response.headers["X-Frame-Options"] = "DENY"
            return response
        return self.get_response(request)
