"""The rows of the buildings wing in the small neighbourhood of `world.py`."""

from datetime import timedelta

from django.db.models import CharField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from beihu.accounts.models import User
from buildings.care.months import month_of, preceding
from buildings.households.models import Household
from buildings.joint.states import Status as PledgeStatus
from buildings.posts.models import PostPage
from buildings.volunteers.models import Activity, Skill
from buildings.volunteers.states import MemberStatus
from buildings.volunteers.states import Status as ActivityStatus
from tests import cast
from tests.doors.served import set_served
from tests.make_buildings import (
    make_activity,
    make_care_entry,
    make_duty,
    make_joint_member,
    make_kind,
    make_occupant,
    make_pledge,
    make_post,
    make_sign_up,
    make_task,
    make_team,
    make_team_member,
)
from tripartite.issues.models import Issue


def live(here: cast.Neighbourhood) -> None:
    """An owner with a share, a tenant who was an owner once, somebody who has gone, and a shop in which nobody is."""
    today, home = timezone.localdate(), here.household
    sold = make_occupant(household=home, name="…", share="1/2", since=today, until=today, reason="…")
    make_occupant(household=home, name="…", relation="tenant", since=today, follows=sold, source="…")
    make_occupant(household=home, name="…", phone="+8613912345678", share="1/2", user=here.resident)
    make_occupant(household=home, name="", until=today, erased_at=timezone.now())
    Household.objects.create(place=here.doorway, room="9", use="shop", listed=False)


def root(here: cast.Neighbourhood) -> None:
    """Big committees with a pledge in every state, households looked after, duties and a group's meeting."""
    about = set_served(here)
    today, day = timezone.localdate(), timedelta(days=1)
    for status in PledgeStatus:
        row = make_pledge(
            committee=about["committee"],
            by=here.worker,
            status=status,
            unit="…",
            what="…",
            due_on=today - day,
        )
        for verb in ("pledge", "begin", "report", "move", "keep", "drop"):
            row.events.create(verb=verb, actor=here.worker, note="…", due_on=today)
    make_joint_member(committee=about["committee"], unit="…", name="…", position="…", until=today)
    entry = about["care"]
    entry.carers.create(kind="person", user=here.leader)
    for found in ("well", "needs", "urgent", "out"):
        entry.visits.create(on=today, found=found, note="…", by=here.leader)
    entry.reviews.create(on=today, next_on=today + day, note="…", by=here.worker)
    make_care_entry(
        household=here.household, put_by=here.worker, needs="…", reason="disabled", review_on=today
    )
    make_care_entry(household=here.household, put_by=here.worker, status="withdrawn")
    duty = make_duty(
        place=here.community, set_by=here.worker, holder="community_worker", kind="other", title="…"
    )
    for status in ("todo", "done", "excused"):
        month = month_of(today) if status == "todo" else preceding(month_of(today))
        place = here.community if status != "excused" else here.compound
        make_task(
            duty=duty, user=here.worker, place=place, month=month, due_on=month, status=status, note="…"
        )
    about["group"].group_meetings.create(held_on=today, present=5, topics="…", next_steps="…", by=here.leader)


def volunteer(here: cast.Neighbourhood) -> None:
    """Teams open and closed, members and activities in every state, seats taken and waited for, all of words without a
    language."""
    Skill.objects.update(name=Concat(Value("…"), "pk", output_field=CharField()))
    skill = Skill.objects.get_or_create(key="a", defaults={"name": "…"})[0]
    about = {"place": here.community, "about": "…"}
    make_team(**about, name="……", status="closed", leader=here.leader, closed_reason="…")
    team = make_team(**about, name="…", leader=here.leader)
    team.places.create(place=here.compound)
    for n, status in enumerate(MemberStatus):
        user = User.objects.create_user(phone=f"+86138000050{n:02d}", name="…")
        make_team_member(team=team, user=user, status=status, skills=[skill], words="…", is_public=True)
    for status in ActivityStatus:
        more = {"helped": 3, "outcome": "…"} if status == ActivityStatus.DONE else {}
        row = make_activity(
            team=team, title="…", text="…", spot="…", status=status, seats={None: 1, skill: 2}, **more
        )
        if status == ActivityStatus.CANCELLED:
            Activity.objects.filter(pk=row.pk).update(cancel_reason="…")
        if status != ActivityStatus.DRAFT:
            make_sign_up(activity=row, user=here.resident, is_over_cap=True)
            make_sign_up(activity=row, user=here.worker, status="waiting")
            row.links.create(kind="issue", number=Issue.objects.published()[0].pk, by=here.worker)
    make_activity(team=team, title="…", seats=2, starts_at=timezone.now() + timedelta(days=9))
    make_team_member(team=team, user=here.resident)


def posts_of_kinds(here: cast.Neighbourhood) -> None:
    """Kinds with and without people, one closed; terms that end, somebody with many posts, somebody who shows more."""
    today, day = timezone.localdate(), timedelta(days=1)
    chief = make_kind(place=here.street, name="a", family="b", wanted=2)
    member = make_kind(
        place=here.street, code="first_secretary", name="c", levels=[12], from_unit=True, seen_by="everybody"
    )
    make_kind(place=here.street, code="reporting_member", name="d", levels=[12], closed_on=today, wanted=0)
    make_post(user=here.leader, kind=chief, place=here.building, until=today + 20 * day)
    for person in (here.worker, here.resident):
        make_post(
            user=person,
            kind=member,
            place=here.community,
            unit="e",
            offer="f",
            until=today + 5 * day,
            end="resigned",
        )
    make_post(user=here.worker, kind=chief, place=here.building, until=today)
    make_post(user=here.worker, kind=chief, place=here.building)
    make_post(user=here.worker, role="liaison", place=here.old_compound)
    PostPage.objects.create(user=here.worker, about="g", shows_posts=True, shows_past=True, shows_unit=True)
