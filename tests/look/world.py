"""A small neighbourhood in which every page has something to show, and whose data use no Latin and no Chinese.

With data in Greek letters, any English or Chinese word on a page was written by us: it must come from the
catalogue.
"""

from datetime import timedelta
from itertools import count

from django.apps import apps
from django.db import models
from django.utils import timezone

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from beihu.notifications.models import Delivery, Heartbeat
from buildings.households.models import Membership
from tests import cast
from tests.make import make_across, make_contract, make_issue, make_item, make_term
from tripartite.issues.states import Status

STATES = [s for s in Status if s not in (Status.DRAFT, Status.MERGED)]


def furnish() -> cast.Neighbourhood:
    """Issues in every state, notices, an undelivered message, somebody to verify, a sweep that just ran."""
    here = cast.here()
    for status in STATES:
        party = (
            {"party": here.company} if status in (Status.ASSIGNED, Status.IN_PROGRESS, Status.SOLVED) else {}
        )
        make_issue(place=here.doorway, author=here.resident, status=status, **party)
    now = timezone.now()
    make_issue(
        place=here.doorway,
        author=here.resident,
        wants_public=True,
        published_at=now,
        solve_due=now - timedelta(days=1),
    )
    notify([here.resident, here.worker], key="a", title="…", url="/")
    Delivery.objects.create(
        key="a", channel="sms", address="+8613912345678", state="failed", body="…", place_id=here.doorway.pk
    )
    Membership.objects.create(user=here.leader, household=here.household, relation="tenant")
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": now})
    parties_and_contracts(here)
    return here


def parties_and_contracts(here: cast.Neighbourhood) -> None:
    """An earlier company and a leaving one with its checklist, a committee due for election, somebody lent."""
    today, day = timezone.localdate(), timedelta(days=1)
    make_contract(
        place=here.compound, company="a", since=today - 900 * day, until=today - 500 * day, end_note="b"
    )
    leaving = make_contract(
        place=here.compound, party=here.company, witness=here.residents_party, terms="c", ends_on=today - day,
        notice_on=today - day, leaves_on=today + 60 * day, override="d",
    )  # fmt: skip
    make_item(contract=leaving, due_on=today - day)
    make_item(contract=leaving, done_on=today, done_by=here.worker, note="e")
    make_term(party=here.owners_party, members=4, due_on=today, override="f")
    make_across(home=here.residents_party, host=here.company, position="g")


NAMED = {
    "end_note",
    "witness_reason",
    "terms",
    "override",
    "position",
    "name",
    "text",
    "public_text",
    "room",
    "title",
    "body",
    "username",
    "note",
    "spot",
    "official_name",
}


def make_greek() -> None:
    """Rename all data: each name its own Greek word, long enough for masking and for unique columns."""
    numbers = count(1)
    for model in apps.get_models():
        if model._meta.app_label not in {"beihu", "buildings", "tripartite"} or not model._meta.managed:
            continue
        fields = [
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField) and f.name in NAMED and not f.choices
        ]
        for row in model._base_manager.all() if fields else []:
            changed = {
                name: "".join("αβγδεζηθικ"[int(d)] for d in f"{next(numbers):03d}")
                for name in fields
                if getattr(row, name)
            }
            if changed:
                model._base_manager.filter(pk=row.pk).update(**changed)


def people(here: cast.Neighbourhood) -> dict[str, User | None]:
    return {"visitor": None} | dict(here.people)
