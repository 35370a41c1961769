"""For the minute sweep: owners with an account who have not voted are reminded three days and one day before it closes.

Only where they can answer on screen.
"""

from datetime import timedelta

from celery import shared_task
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from beihu.notifications.models import Notification
from buildings.households.models import Membership

from .models import Ballot, Click, Unit, Vote

BEFORE = (1, 3)  # days, the nearer one first: after a standstill only one of them is told


@shared_task(name="decisions.sweep")
def sweep() -> None:
    """Everything that is due in this room; twice at once does nothing twice."""
    remind()


def remind() -> int:
    """How many votes somebody was reminded of; the fact's name keeps it to once a person."""
    now, told = timezone.now(), 0
    soon = Vote.objects.open().filter(closes_at__lte=now + timedelta(days=max(BEFORE))).exclude(screen="")
    for vote in soon.order_by("pk"):
        days = next(days for days in BEFORE if vote.closes_at <= now + timedelta(days=days))
        key = f"vote:{vote.pk}:closes:{days}"
        if Notification.objects.filter(key=key).exists():
            continue
        told += _tell(vote, key)
    return told


def _tell(vote: Vote, key: str) -> bool:
    people = list(silent_owners(vote))
    notify(
        people,
        key=key,
        title=lambda: _("Your ballot is still missing: %(title)s") % {"title": vote.title},
        body=lambda: _("The vote closes on %(at)s.") % {"at": vote.closes_words},
        url=vote.get_absolute_url(),
        place=vote.place_id,
    )
    return bool(people)


def silent_owners(vote: Vote) -> QuerySet[User]:
    """Confirmed owners of flats without a ballot; whose paper came back or who clicked has said it."""
    said = Exists(Ballot.objects.filter(unit=OuterRef("pk"))) | Exists(
        Click.objects.filter(unit=OuterRef("pk"))
    )
    silent = vote.units.filter(~said).exclude(paper=Unit.Paper.RETURNED)
    owned = Membership.objects.verified().filter(
        relation=Membership.Relation.OWNER, household__in=silent.values("household")
    )
    return User.objects.filter(pk__in=owned.values("user"), is_active=True).order_by("pk")
