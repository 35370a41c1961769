"""Seeding: the town, then a year of its issues, all in one transaction. Twice is once."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Count, F
from django.utils import timezone, translation

from beihu.accounts.models import User
from beihu.audit.actions import record
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery, Notification
from beihu.office.tallies import rebuilding
from beihu.office.tallies.models import Correction
from beihu.states import Refused
from buildings.households.models import Household
from buildings.places.models import Place
from forums.talks import deadlines as said
from tripartite.commitments import deadlines as promised
from tripartite.issues import deadlines
from tripartite.issues.models import Issue
from tripartite.meetings import locking

from . import (
    bulletins,
    care,
    cast,
    evaluated,
    fees,
    heard,
    hotspots,
    ideas,
    joint,
    lives,
    occupants,
    parking,
    party,
    posts,
    purse,
    questionnaires,
    selfmanaged,
    story,
    talks,
    volunteered,
    volunteers,
    votes,
)
from .case import Case
from .clock import story_time
from .gathered import gathered
from .lives import until
from .scale import SCALES, Scale
from .situations import SITUATIONS, Situation
from .stage import ON_CALL, Life, Stage, Wait
from .town import Home, Tell, Town, build

SEEDED = "demo.seed"
LOCK = 420103010
ANALYZED = (0, 200, 800, 2000, 4000)  # turns after which the tables have grown manifold
HOURS = [7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 19, 20, 20, 21]  # when people file
OURS = "+861390000"  # how the telephone numbers of the demo begin
# The article's own matters open the year, the drawn ones are near its end: (compound, words of the situation, days ago)
SCENES = [
    ("德富花园", "花园里的草比人还高", 364),
    ("德富花园", "五楼以上白天没有水压", 356),
    ("邮电三公司小区", "外面的车天天进来停", 361),
    ("邮电三公司小区", "东门门禁坏了", 349),
    ("德富花园", "楼道灯坏了", 25),
    ("邮电三公司小区", "垃圾桶满得到处都是", 12),
    ("德富花园", "水管爆了", 6),
]


def seed(name: str = "demo", *, tell: Tell, force: bool = False) -> dict[str, int]:
    """Load the demo of this scale; issues by state, {} when it is there already.

    Refused when the database holds people of its own, unless forced: the demo mixes with nothing.
    """
    now = timezone.now()
    scale = SCALES[name]
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if AuditEntry.objects.filter(verb=SEEDED).exists():
            return {}
        if not force and (User.objects.exists() or Issue.objects.exists() or Household.objects.exists()):
            raise Refused(
                "This database already holds people or issues of its own, so the demo was not loaded: "
                "use an empty database, or --force to mix the two."
            )
        begin = now - timedelta(days=30.5 * scale.months)
        with (
            story_time(begin) as clock,
            without_savepoints(),
            gathered(AuditEntry, Notification),
            ExitStack() as then,
        ):
            rng = Random(LOCK)  # nosec B311: the demo is the same every time
            town = build(rng, scale, timezone.localdate() - timedelta(days=400), tell)
            then.enter_context(prepared())
            occupants.live(town)
            stage = Stage(clock, now)
            stage.enter(sweeping(), begin)
            party.enter(stage, town, now)
            cast_lives(stage, town, now)
            story.enter(stage, town, now)
            questionnaires.enter(stage, town, now)
            evaluated.enter(stage, town, now)
            ideas.enter(stage, town, now)
            bulletins.enter(stage, town, now)
            talks.enter(stage, town, now)
            joint.enter(stage, town, now)
            care.enter(stage, town, now)
            posts.enter(stage, town, now)
            volunteers.enter(stage, town, now)
            for turn, moment in enumerate(stage.play()):
                if turn in ANALYZED:
                    analyze()
                tell("a year of issues", (moment - begin) / (now - begin))
            volunteered.fill(town)
            votes.fill(town)
            heard.fill()
            purse.fill()
            selfmanaged.fill()
            parking.fill()
            fees.fill(town)
            hotspots.fill(town)
        deadlines.sweep()
        hush(now)
        rebuilding.rebuild()
        Correction.objects.all().delete()  # a year told in a minute corrects no day
        hotspots.look_round()
        record(SEEDED, Place.objects.get(code=cast.STREET), by=None, scale=name)
        tell("a year of issues", 1)
        return dict(Issue.objects.values_list("status").annotate(Count("pk")).order_by("status"))


def analyze() -> None:
    """Nobody else sees our rows yet, so nobody else can tell the planner that the tables are no longer empty."""
    wings = ("beihu", "buildings", "tripartite", "forums")
    tables = [model._meta.db_table for wing in wings for model in apps.get_app_config(wing).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Half of all statements would be savepoints inside our one transaction; a failure ends it anyway."""
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        del connection.features.uses_savepoints


@contextmanager
def prepared() -> Iterator[None]:
    """A year is the same thousand statements over and over: the server parses and plans each once, a fifth of the time."""
    link: Any = connection.connection
    facts: Any = connection.features
    was = link.cursor_factory, link.prepare_threshold, link.prepared_max
    link.cursor_factory, link.prepare_threshold, link.prepared_max = ServerBindingCursor, 5, 2000
    facts.uses_server_side_binding = True
    try:
        yield
    finally:
        link.cursor_factory, link.prepare_threshold, link.prepared_max = was
        del facts.uses_server_side_binding


def sweeping() -> Life:
    """The portal's own doings: silence closes, lateness is told."""
    while True:
        yield Wait(120)
        deadlines.sweep()
        promised.sweep()
        locking.confirm_due()
        said.tell_overdue()


def cast_lives(stage: Stage, town: Town, now: datetime) -> None:
    """Every issue of the year enters the stage at its time."""
    rng, scale = town.rng, town.scale
    known = {compound.place.name: compound for one in town.communities for compound in one.compounds}
    for name, words, days in SCENES:
        if name in known:
            situation = next(one for one in SITUATIONS if words in one.text)
            home = rng.choice(known[name].residents)
            stage.enter(lives.smooth(Case(town, rng, home, situation)), now - timedelta(days=days))
    rounds = 1 if scale.issues < 100 else 3
    for status, fate, hours in lives.STANDING * rounds:
        case = Case(town, rng, some_home(town), rng.choice(SITUATIONS), office=ON_CALL)
        began = now - timedelta(hours=hours * rng.uniform(1, 1.15))
        if hours > 24 and timezone.localtime(began).hour < 7:
            began -= timedelta(hours=9)  # nobody files at four in the morning
        stage.enter(until(status, case, fate(case)), began)
    situations = deck(rng)
    fates, weights = zip(*lives.FATES, strict=True)
    for _number in range(scale.issues - len(lives.STANDING) * rounds - len(SCENES)):
        case = Case(town, rng, some_home(town), next(situations))
        fate = rng.choices(fates, weights)[0]
        stage.enter(fate(case), moment(rng, now, scale))


def deck(rng: Random) -> Iterator[Situation]:
    """All situations in random order, then all again."""
    while True:
        yield from rng.sample(SITUATIONS, len(SITUATIONS))


def some_home(town: Town) -> Home:
    """Anybody's, the cast's own residents a little more often."""
    homes = town.homes
    weights = [6 if home.resident.name in dict(cast.RESIDENTS.values()) else 1 for home in homes]
    return town.rng.choices(homes, weights)[0]


def moment(rng: Random, now: datetime, scale: Scale) -> datetime:
    """When somebody files: by day, any time of the year, the last fortnight a little busier."""
    days = rng.uniform(0.2, 14) if rng.random() < 0.15 else rng.uniform(0.2, scale.months * 30.4)
    day = timezone.localtime(now - timedelta(days=days))
    day = day.replace(hour=rng.choice(HOURS), minute=rng.randrange(60))
    return min(day, now - timedelta(minutes=20))


def hush(now: datetime) -> None:
    """Nothing of the story is sent to a phone; in the portal it is told, and nobody finds a year of unread notices."""
    ours = list(User.objects.filter(phone__startswith=OURS).values_list("pk", flat=True))
    due = Delivery.objects.filter(state=Delivery.State.DUE, recipient__in=ours)
    told = due.filter(channel=Delivery.Channel.PORTAL, due_at__lte=now)
    notices = [
        Notification(recipient_id=row.recipient_id or 0, key=row.key[:120], title=row.subject, body=row.body, url=row.url,
                     created_at=row.due_at)
        for row in told.only("recipient_id", "key", "subject", "body", "url", "due_at")
    ]  # fmt: skip
    Notification.objects.bulk_create(notices, batch_size=2000, ignore_conflicts=True)
    told.update(state=Delivery.State.SENT, settled_at=F("due_at"))
    due.update(state=Delivery.State.SKIPPED, note="demo", settled_at=F("due_at"))
    old = Notification.objects.filter(recipient__in=ours, created_at__lt=now - timedelta(days=7))
    old.update(read_at=F("created_at") + timedelta(hours=3))
