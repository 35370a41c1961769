"""What the home page reads: what waits for a member of staff, and what is new for a resident."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, IntegerField, QuerySet
from django.db.models.functions import JSONObject, Left
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beihu.accounts.models import User
from beihu.notifications.models import Delivery
from buildings.care.models import CareEntry
from buildings.care.monthly import DutyTask
from buildings.care.months import month_of, today
from buildings.households.models import Membership
from buildings.places.codes import Level
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import (
    ANSWER_IDEA,
    ASSIGN,
    EDIT_BULLETIN,
    FILL,
    HANDLE,
    KEEP_CARE,
    LIST_ISSUE,
    MODERATE_IDEA,
    OWN_DUTY,
    SERVE_CARE,
    TRIAGE,
    VERIFY,
    VIEW_DELIVERY,
)
from buildings.posts.vacancies import short_places
from forums.bulletins.models import Bulletin
from forums.bulletins.states import Status as BulletinStatus
from forums.ideas.models import Idea
from forums.ideas.queries import waiting_reports
from tripartite.issues.models import Issue
from tripartite.issues.states import Status

CAP = 100  # counts stop here and say 99+
LATEST = 3


class Heap(NamedTuple):
    """One kind of work: what it is called, who has it, its rows, and the list that shows them."""

    label: Promise
    icon: str
    right: str
    rows: Callable[[User], QuerySet]
    page: str
    query: str = ""
    alarming: bool = False


class Waiting(NamedTuple):
    """A heap as the page shows it."""

    heap: Heap
    number: int

    @property
    def figure(self) -> str:
        return f"{CAP - 1}+" if self.number >= CAP else str(self.number)


def _issues(**narrow: Any) -> Callable[[User], QuerySet]:
    return lambda user: Issue.objects.visible_to(user, LIST_ISSUE).filter(**narrow)


HEAPS = (
    Heap(_("To take on"), "status-submitted", TRIAGE, _issues(status=Status.SUBMITTED), "inbox", "state=submitted"),
    Heap(_("To hand to a party"), "status-accepted", ASSIGN, _issues(status=Status.ACCEPTED), "inbox", "state=accepted"),
    Heap(_("To begin"), "status-assigned", HANDLE, _issues(status=Status.ASSIGNED), "inbox", "state=assigned"),
    Heap(_("Being worked on"), "status-in_progress", HANDLE, _issues(status=Status.IN_PROGRESS), "inbox", "state=in_progress"),
    Heap(_("Reopening asked for"), "status-reopen_requested", TRIAGE, _issues(status=Status.REOPEN_REQUESTED), "inbox", "state=reopen_requested"),
    Heap(_("Overdue"), "clock", LIST_ISSUE, lambda user: Issue.objects.visible_to(user, LIST_ISSUE).overdue(), "inbox", "overdue=on", alarming=True),
    Heap(_("Ideas to answer"), "idea", ANSWER_IDEA, lambda user: Idea.objects.visible_to(user, ANSWER_IDEA).open(), "idea_list"),
    Heap(_("Reports to decide"), "flag", MODERATE_IDEA, waiting_reports, "idea_reports", alarming=True),
    Heap(_("Households to verify"), "key", VERIFY, lambda user: Membership.objects.visible_to(user, VERIFY).filter(verified_at=None, ended_at=None), "verify_memberships"),
    Heap(_("Care entries to review"), "care", KEEP_CARE, lambda user: CareEntry.objects.visible_to(user, KEEP_CARE).review_due(), "care_list", "pile=review", alarming=True),
    Heap(_("Duties of this month"), "status-todo", KEEP_CARE, lambda user: DutyTask.objects.visible_to(user, OWN_DUTY).todo().filter(month__lte=month_of(today())), "my_duties"),
    Heap(_("Bulletins to edit"), "status-draft", EDIT_BULLETIN, lambda user: Bulletin.objects.visible_to(user, EDIT_BULLETIN).filter(status=BulletinStatus.DRAFT), "bulletins"),
    Heap(_("Places where somebody is missing"), "users", FILL, short_places, "posts_vacant"),
    Heap(_("Terms that end within 30 days"), "calendar", FILL, lambda user: Post.objects.visible_to(user, FILL).ending(30), "posts_ending", "days=30"),
    Heap(_("People to phone"), "phone", VIEW_DELIVERY, lambda user: Delivery.objects.visible_to(user, VIEW_DELIVERY).to_phone(), "failed_deliveries", alarming=True),
)  # fmt: skip


def waiting_for(user: User) -> list[Waiting]:
    """What this person's posts leave on their desk, all of it counted in one query."""
    heaps = [heap for heap in HEAPS if user.has_perm(heap.right)]
    counts = [
        Func(
            ArraySubquery(heap.rows(user).order_by().values("pk")[:CAP]),
            function="cardinality",
            output_field=IntegerField(),
        )
        for heap in heaps
    ]
    found = get_user_model().objects.filter(pk=user.pk).values_list(*counts).first() or ()
    return [Waiting(heap, count) for heap, count in zip(heaps, found, strict=False)]


def my_latest(user: User) -> tuple[list[Issue], list[Issue]]:
    """My issues that wait for my word, and the latest others."""
    mine = list(Issue.objects.filter(author=user).exclude(status=Status.MERGED).order_by("-created_at")[:20])
    asking = [issue for issue in mine if issue.status in (Status.WAITING, Status.SOLVED)]
    return asking, [issue for issue in mine if issue not in asking][:LATEST]


def at_home(user: User) -> tuple[list[Place], bool]:
    """The compounds in which this person is at home (code and name); and whether they look after a household, or have
    something to do this month. One query."""
    homes = Membership.objects.filter(user=user, ended_at=None)
    compounds = Place.objects.filter(code__in=homes.values(code=Left("household__place_id", Level.COMPOUND)))
    found, *serves = (
        User.objects.filter(pk=user.pk)
        .values_list(
            ArraySubquery(compounds.order_by("code").values(facts=JSONObject(code="code", name="name"))),
            Exists(CareEntry.objects.visible_to(user, SERVE_CARE)),
            Exists(DutyTask.objects.visible_to(user, OWN_DUTY).todo()),
        )
        .get()
    )
    return [Place(**facts) for facts in found], any(serves)
