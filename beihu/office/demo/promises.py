"""What becomes of a commitment in the demo: most are kept in time, some late, some not, one or two never begun."""

from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from beihu.accounts.models import User
from tripartite.commitments import actions, deadlines
from tripartite.commitments.models import Commitment, Evidence
from tripartite.commitments.states import Status
from tripartite.parties.models import Party

from .scenery import SCENERY
from .stage import AWAKE, OFFICE, Life, Wait

if TYPE_CHECKING:
    from .tables import Table

# A record sheet of one empty A4 page: the smallest PDF there is.
SHEET = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def promise(table: "Table", commitment: Commitment, plan: dict[str, Any]) -> Life:
    """From the party's word to the residents' verdict."""
    debtor = table.town.speaker(commitment.debtor)
    rng, fate = table.rng, table.rng.random() if "party" not in plan else 0.5
    if debtor is None or commitment.due_on is None:
        return
    yield Wait(rng.uniform(6, 60), OFFICE)
    if fate < 0.03:
        actions.decline(commitment, by=debtor, reason=table.say("decline"))
        return
    actions.accept(commitment, by=debtor)
    due = timezone.make_aware(datetime.combine(commitment.due_on, time(16)))
    days = max((due - timezone.now()).days, 1)
    if days > 12 or rng.random() < 0.4:
        yield Wait(24 * days * rng.uniform(0.3, 0.6), OFFICE)
        actions.report(
            commitment, by=debtor, progress=rng.choice([30, 40, 50, 60]), note=table.say("progress")
        )
    if fate > 0.95:
        return  # it stays owed, and the ladder climbs
    late = rng.uniform(2, 14) if fate > 0.8 else -rng.uniform(0.5, 4)
    yield Wait(max((due - timezone.now()).total_seconds() / 3600 + 24 * late, 3), OFFICE)
    yield from deliver(table, commitment, debtor, plan, fails="failed" in plan or rng.random() < 0.07)


def deliver(
    table: "Table", commitment: Commitment, debtor: User, plan: dict[str, Any], *, fails: bool
) -> Life:
    """Evidence, the claim, and what the neighbours say; what failed is done again."""
    rng = table.rng
    _prove(table, commitment, debtor, plan)
    actions.deliver(commitment, by=debtor, note=table.say("delivered"))
    yield Wait(rng.uniform(8, 90), AWAKE)
    judges = table.judges(commitment)
    if not judges:
        return
    first, *others = rng.sample(judges, min(len(judges), rng.randrange(1, 3)))
    if fails:
        actions.judge(commitment, by=first, kept=False, reason=plan.get("failed") or table.say("not_kept"))
        yield Wait(24 * 15, OFFICE)  # the days to judge pass, and the portal counts
        deadlines.settle_judged()
        commitment.refresh_from_db()
        if commitment.status == Status.FAILED:
            yield Wait(rng.uniform(24, 120), OFFICE)
            yield from deliver(table, commitment, debtor, plan, fails=False)
        return
    for one in (first, *others):  # the raiser's own verdict is the last
        if Commitment.objects.filter(pk=commitment.pk, status=Status.DELIVERED).exists():
            actions.judge(commitment, by=one, kept=True, reason=table.say("kept"))


def _prove(table: "Table", commitment: Commitment, debtor: User, plan: dict[str, Any]) -> None:
    """A drawn photo where there is one, else the record sheet; staff look at photos before neighbours do."""
    draw = SCENERY.get(plan.get("picture", ""))
    note = plan.get("proof", "完成记录")
    if draw is None or not ("party" in plan or table.rng.random() < 0.2):
        actions.prove(commitment, by=debtor, uploads=[BytesIO(SHEET)], note=note)
        return
    actions.prove(commitment, by=debtor, uploads=[BytesIO(draw())], note=note)
    photos = list(commitment.evidence.filter(kind=Evidence.Kind.PHOTO))
    actions.show(commitment, by=table.caller, photos=photos)


def standing(table: "Table", party: Party, plan: dict[str, Any]) -> None:
    """服务承诺: what the party promises for good."""
    speaker = table.town.speaker(party)
    if speaker is not None:
        actions.propose(
            by=speaker,
            key=table.key(),
            place=table.compound.place,
            debtor=party,
            text=plan["text"],
            metric=plan["metric"],
            is_standing=True,
        )
