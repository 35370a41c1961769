"""The floor: the least a page of this portal can cost. It exists on the bench's own server only.

One indexed SELECT of 25 rows, rendered as a plain table inside the portal's base template, through the same
middleware, signed in, with the same context processors. What a real page costs beyond this is its own.
"""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tripartite.issues.models import Issue

from .rows import COMMUNITY

COUNT = "X-Bench-Count"  # a request with this header is answered with the number of its queries


def floor(request: HttpRequest) -> HttpResponse:
    rows = Issue.objects.filter(community=COMMUNITY).order_by("-submitted_at", "-id")[:25]
    return render(request, "office/bench_floor.html", {"rows": rows})


class CountQueries:
    """The outermost middleware of the bench's server; it does nothing unless asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if COUNT not in request.headers:
            return self.get_response(request)
        queries: list[str] = []

        def count(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
            queries.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response[COUNT] = str(sum(not sql.startswith(("SAVEPOINT", "RELEASE")) for sql in queries))
        return response
