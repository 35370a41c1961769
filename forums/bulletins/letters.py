"""The letter that carries a bulletin: as text and as a simple page, with the way out in its head and at its foot."""

from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beihu.notifications.letters import Letter
from beihu.notifications.models import Delivery
from beihu.notifications.planning import address_of

from .models import Bulletin
from .queries import latest_version, sections
from .sending import number_of, subscription_of


def write(delivery: Delivery) -> Letter | None:
    """The letter of this delivery, as the bulletin reads now; None when somebody else must say it."""
    bulletin = Bulletin.objects.select_related("place").filter(pk=number_of(delivery)).first()
    version = latest_version(bulletin) if bulletin else None
    if bulletin is None or version is None:
        return None
    subscription = subscription_of(delivery, bulletin.place_id)
    way_out = address_of(reverse("bulletin_unsubscribe", args=[subscription.secret])) if subscription else ""
    language = subscription.language if subscription else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {
            "bulletin": bulletin,
            "version": version,
            "sections": sections(version, absolute=True),
            "page": address_of(bulletin.get_absolute_url()),
            "way_out": way_out,
            "language": language,
            "helpline": settings.HELPLINE,
            "office_phone": settings.OFFICE_PHONE,
        }
        text = render_to_string("forums/bulletin_letter.txt", context)
        page = render_to_string("forums/bulletin_letter.html", context)
    return Letter(text, page, _head(bulletin, way_out))


def _head(bulletin: Bulletin, way_out: str) -> dict[str, str]:
    """RFC 2369, 2919 and 8058: mail programs show a button that ends the subscription in one step."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    head = {"List-Id": f"<bulletin-{bulletin.place_id}.{host}>", "Auto-Submitted": "auto-generated"}
    if way_out:
        head |= {"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return head
