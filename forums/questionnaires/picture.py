"""What the building picture shows of a questionnaire: whether an answer came back, never what was answered.

It is the questionnaire asked last of everybody here, an open one first. What may be known of a door depends on what
people were promised:

| questionnaire | of a room | of a doorway |
|---|---|---|
| named, one answer per household | the household is on the roll | |
| named, one answer per person | somebody who lives there is on the roll | |
| anonymous, one answer per household | the household is on the roll, as one ticks voters beside the urn | copies that came back |
| anonymous, one answer per person | nothing, though the roll would know | copies that came back |
"""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from beihu.scope import under
from buildings.households.models import Household, Membership
from buildings.picture.measures import NOTHING, Mark, Marks, Measure, Shares, share_of_households
from buildings.places.codes import lineage
from buildings.posts.roles import VIEW_QUESTIONNAIRE

from .copies import Copy
from .models import Questionnaire
from .responses import Participation
from .states import Status

BACK = Mark("back", "doc", _("an answer came back"), "good")
COPIES = Mark("copies", "inbox", _("paper copies came back"), "info")
NOBODY, NOWHERE = Value(None, IntegerField()), Value("", CharField())


def marks(code: str, user: Any) -> Marks:
    latest = Subquery(_latest(code).values("pk")[:1])
    roll = Participation.objects.filter(under("household__place_id", code), questionnaire=latest)
    people = Membership.objects.verified().filter(under("household__place_id", code), user__in=_named(latest))
    copies = Copy.objects.filter(
        under("place_id", code),
        questionnaire=latest,
        questionnaire__anonymous=True,
        returned_at__isnull=False,
    )
    one = Value(1, IntegerField())
    rows = roll.annotate(door=NOWHERE, n=one).values_list("household_id", "door", "n")
    rows = rows.union(
        people.annotate(door=NOWHERE, n=one).values_list("household_id", "door", "n"),
        copies.order_by()
        .values("place_id")
        .annotate(room=NOBODY, n=Count("pk"))
        .values_list("room", "place_id", "n"),
    )
    return {room or door: BACK if room else COPIES.of(number) for room, door, number in rows}


def shares(code: str, level: int, user: Any) -> Shares:
    """Households; no figures of one that is answered anonymously, each for themselves."""
    latest = Subquery(_latest(code).values("pk")[:1])
    told = Questionnaire.objects.filter(pk=latest).exclude(anonymous=True, per=Questionnaire.Per.PERSON)
    roll = Participation.objects.filter(questionnaire=latest, household=OuterRef("pk"))
    people = Membership.objects.verified().filter(household=OuterRef("pk"), user__in=_named(latest))
    asked = Household.objects.filter(Exists(told), listed=True)
    return share_of_households(code, level, Q(Exists(roll)) | Q(Exists(people)), asked)


def _latest(code: str) -> QuerySet[Questionnaire]:
    """Asked here or of a wider place, so that it was asked of every door."""
    rows = Questionnaire.objects.asked().filter(place__in=lineage(code), post_roles=[])
    still = Case(When(status=Status.OPEN, then=0), default=1)
    return rows.order_by(still, "-opened_at", "-pk")


def _named(latest: Subquery) -> QuerySet:
    """The ids of those who gave a named answer of their own."""
    rows = Participation.objects.filter(
        questionnaire=latest, questionnaire__anonymous=False, user__isnull=False
    )
    return rows.values("user")


MEASURE = Measure(
    "questionnaire",
    _("Questionnaire returned"),
    VIEW_QUESTIONNAIRE,
    kinds=(BACK, COPIES),
    otherwise=NOTHING,
    marks=marks,
    shares=shares,
    icon="doc",
    note=_("Where an answer to the latest questionnaire came back; what was answered is never shown here."),
    share_word=_("households that answered"),
    order=60,
)
