"""What the pages read: versions as sections, the archive of a community, the latest of each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from beihu.notifications.planning import address_of
from buildings.places.models import Place

from .models import OWN, Bulletin, BulletinQuerySet, BulletinVersion, Section
from .states import Status

ICONS: dict[str, str] = {
    Section.MEETINGS: "users", Section.RESOLUTIONS: "doc", Section.KEPT: "smile", Section.OVERDUE: "clock",
    Section.ISSUES: "check", Section.TALKS: "noise", Section.IDEAS: "star", Section.THANKS: "heart",
    Section.COMING: "calendar", Section.OTHER: "leaf",
}  # fmt: skip
ON_FRONT = 60  # communities


@dataclass(frozen=True)
class Shown:
    """A section as the page shows it."""

    name: str
    label: str
    icon: str
    items: list[dict[str, str]]


def sections(version: BulletinVersion, *, absolute: bool = False) -> list[Shown]:
    """Of a version, in the reader's language; `absolute`: links as a letter needs them."""
    return [
        Shown(
            one["section"],
            str(Section(one["section"]).label),
            ICONS.get(one["section"], "dot"),
            [{"text": item["text"], "url": _link(item["url"], absolute)} for item in one["items"]],
        )
        for one in version.content
        if one["section"] in Section.values
    ]


def _link(url: str, absolute: bool) -> str:
    return address_of(url) if absolute and url.startswith("/") else url


def latest_version(bulletin: Bulletin) -> BulletinVersion | None:
    return bulletin.versions.filter(number=bulletin.version).first()


def archive(place: Place) -> BulletinQuerySet:
    """Everything of a community that was ever published, newest first; what was withdrawn with its reason."""
    return Bulletin.objects.known().filter(place=place).order_by("-since", "-pk")


def years(place: Place) -> list[int]:
    return list(archive(place).order_by("-year").values_list("year", flat=True).distinct())


def with_first_lines(rows: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """With `content` of the version everybody reads: the cards show what is in it."""
    latest = BulletinVersion.objects.filter(bulletin=OuterRef("pk"), number=OuterRef("version"))
    return rows.annotate(content=Subquery(latest.values("content")))


def front() -> list[Place]:
    """Communities with a bulletin, each with `latest` (pk), `latest_title`, `latest_number`, `latest_year`."""
    newest = Bulletin.objects.published().filter(OWN, place=OuterRef("pk")).order_by("-since")
    rows = Place.objects.open().filter(Exists(newest))
    facts = {
        f"latest_{name}": Subquery(newest.values(name)[:1])
        for name in ("pk", "number", "year", "since", "until")
    }
    return list(rows.annotate(**facts).order_by(F("latest_since").desc(), "code")[:ON_FRONT])


def to_edit(user: Any, right: str) -> list[Bulletin]:
    """Drafts that wait for this person, the oldest first; and what was changed since it was published."""
    mine = Bulletin.objects.visible_to(user, right).select_related("place")
    drafts = list(mine.filter(status=Status.DRAFT).order_by("since", "place")[:ON_FRONT])
    changed = mine.filter(status=Status.PUBLISHED, edited_at__gt=F("published_at")).exclude(
        corrected_at__gte=F("edited_at")
    )
    return [*drafts, *changed.order_by("-since", "place")[:ON_FRONT]]
