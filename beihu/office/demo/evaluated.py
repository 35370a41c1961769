"""How residents rate the company of the first compound: two published quarters, the second a better one, and one that is open.

Made, opened, answered, closed and published through the room's own verbs; the answers on paper go in together.
"""

import uuid
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from buildings.households.models import Household
from buildings.posts.models import Post
from buildings.posts.roles import Role
from forums.evaluations import following, life, making, periods
from forums.evaluations.asking import frame_of
from forums.evaluations.models import Evaluation
from forums.evaluations.presets import presets
from forums.questionnaires import answering, urn
from forums.questionnaires.answering import Given
from tripartite.parties.models import Party

from .stage import OFFICE, Life, Stage, Wait
from .town import Town

QUARTER = "quarter"
MOST = 60  # households that answer
BETTER = ((1, 2, 2, 3, 3, 4), (2, 3, 3, 4, 4, 5), (3, 3, 4, 4, 5, 5))  # what they give, quarter by quarter
REPLIES = (
    "保洁和报修回访没有做好，已换了保洁班长，报修当天回电话。",
    "谢谢大家。水泵和路灯已修好，停车秩序下季度再改进。",
)


def enter(stage: Stage, town: Town, now: datetime) -> None:
    """The last two quarters that had time to be rated, and the one after them."""
    place = town.communities[0].compounds[0].place
    last = periods.before(periods.period_of(QUARTER, timezone.localdate(now)))
    if timezone.localdate(now) - last.until < timedelta(days=25):
        last = periods.before(last)
    for number, period in enumerate((periods.before(last), last)):
        stage.enter(rate(town, place.code, period, number), _morning(period.until) + timedelta(days=2))
    coming = periods.period_of(QUARTER, last.until)
    stage.enter(rate(town, place.code, coming, 2), max(_morning(last.until), now - timedelta(days=6)))


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def rate(town: Town, code: str, period: periods.Period, number: int) -> Life:
    """One quarter: asked, answered on paper, published when it is over; the company replies."""
    keeper = town.communities[0].worker
    party = Party.objects.filter(place_id=code, kind=Party.Kind.PROPERTY_COMPANY, until__isnull=True).first()
    if party is None or party.since >= period.until:
        return
    rng = Random(number)  # nosec B311: the demo is the same every time
    row = making.make(
        by=keeper,
        key=uuid.UUID(int=rng.getrandbits(128)),
        party=party,
        period=period,
        criteria=presets()[party.kind],
    )
    row = life.open_(row, by=keeper)
    yield Wait(30, OFFICE)
    answer(row, rng, BETTER[number])
    if number == 2:
        return
    yield Wait(24 * 9, OFFICE)
    row = life.publish(life.close(row, by=keeper), by=keeper)
    yield Wait(24 * 3, OFFICE)
    speaker = (
        Post.objects.in_term().filter(role=Role.PROPERTY_STAFF, place_id=code).select_related("user").first()
    )
    if speaker is not None:
        following.reply(row, by=speaker.user, text=REPLIES[number])


def answer(row: Evaluation, rng: Random, values: tuple[int, ...]) -> None:
    """Some households on paper, in one go."""
    keys = [one.key for one in row.criteria.all()]
    homes = Household.objects.filter(pk__in=frame_of(row.place_id)).order_by("pk")[:MOST]
    assert row.questionnaire is not None  # it is open
    answering.take(
        row.questionnaire,
        [
            Given(
                {key: {"value": rng.choice(values)} for key in keys},
                home.place_id,
                household=home,
                channel="paper",
            )
            for home in homes
        ],
    )
    urn.sweep()
