"""Pages for machines. They say ok or not and never why: the reasons are for `manage.py health`."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from beihu.embedded import health


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives. Asks nobody else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether visitors may be sent here: 200 for `ok` and `degraded`, 503 for `unready`."""
    answers = health.examine()
    verdict = health.verdict(answers)
    body = {"status": verdict} | {answer.name: "ok" if answer.well else "failed" for answer in answers}
    return JsonResponse(body, status=503 if verdict == "unready" else 200)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' page, for whoever brings METRICS_TOKEN as a bearer token; otherwise there is no such page."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(
        request.headers.get("Authorization", ""), expected
    ):
        raise Http404
    page = ExportToDjangoView(request)
    page.content += health.figures()
    return page
