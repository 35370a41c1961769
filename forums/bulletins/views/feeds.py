"""The bulletins of a community as an Atom feed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buildings.places.models import Place

from ..models import Bulletin, BulletinVersion
from ..queries import sections, with_first_lines
from .access import community_or_404, number

LATEST = 24  # a year


class BulletinFeed(Feed):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, code: str) -> Place:
        return community_or_404(code)

    def title(self, place: Place) -> str:
        return _("Bulletins of %(place)s") % {"place": place.short_name}

    def link(self, place: Place) -> str:
        return reverse("bulletin_archive", args=[place.code])

    def feed_guid(self, place: Place) -> str:
        return f"{settings.BASE_URL}{self.link(place)}"

    def items(self, place: Place) -> list[Bulletin]:
        rows = Bulletin.objects.published().filter(place=place).order_by("-since", "-pk")
        return list(with_first_lines(rows)[:LATEST])

    def item_title(self, item: Any) -> str:
        return f"{item.title} {number(item)}"

    def item_description(self, item: Any) -> str:
        shown = sections(BulletinVersion(content=item.content or []))
        return format_html_join(
            "", "<h2>{}</h2><ul>{}</ul>",
            ((one.label, format_html_join("", "<li>{}</li>", ((line["text"],) for line in one.items))) for one in shown),
        )  # fmt: skip

    def item_pubdate(self, item: Any) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.corrected_at or item.published_at


_feed = BulletinFeed()


@login_not_required
@require_safe
def bulletin_feed(request: HttpRequest, code: str) -> HttpResponse:
    """For feed readers and for the pages of others."""
    return _feed(request, code=code)
