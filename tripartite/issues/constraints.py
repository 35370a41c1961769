"""What must never be false of an issue, and the indexes its lists and sweeps are read by."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from .states import ENDED, HELD, OPEN, PAUSED, TICKING, Status

CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        name="issue_filed_has_time", condition=Q(status=Status.DRAFT) | Q(submitted_at__isnull=False)
    ),
    models.CheckConstraint(
        name="issue_merged_points",
        condition=~Q(status=Status.MERGED) | Q(merged_into__isnull=False),
    ),
    models.CheckConstraint(name="issue_not_into_itself", condition=~Q(merged_into=F("id"))),
    models.CheckConstraint(
        name="issue_knows_way_back",
        condition=Q(status__in=HELD) & ~Q(resume_status="") | ~Q(status__in=HELD) & Q(resume_status=""),
    ),
    models.CheckConstraint(
        name="issue_pause_has_time",
        condition=Q(status__in=PAUSED, paused_at__isnull=False, paused_until__isnull=False)
        | ~Q(status__in=PAUSED) & Q(paused_at__isnull=True, paused_until__isnull=True),
    ),
    models.CheckConstraint(
        name="issue_solved_has_time",
        condition=~Q(status=Status.SOLVED) | Q(solved_at__isnull=False, answer_by__isnull=False),
    ),
    models.CheckConstraint(
        name="issue_closed_has_time", condition=~Q(status__in=ENDED) | Q(closed_at__isnull=False)
    ),
    models.CheckConstraint(  # silence is no verdict
        name="issue_rated_by_verdict",
        condition=Q(rating="") | Q(status__in=(Status.CONFIRMED, Status.REOPEN_REQUESTED)),
    ),
]

# The inbox: one range per scope, newest first. The state rides along, so that counting touches the index alone.
LEVELS = ("community", "street", "district")
LIVE = (*OPEN, Status.SOLVED)  # few of all, and the ones people look for
INDEXES: list[models.Index] = [
    models.Index(fields=["-submitted_at", "-id"], include=["status"], name="issue_time"),  # the operator's
    *(
        models.Index(fields=[level, "-submitted_at", "-id"], include=["status"], name=f"issue_{level}_time")
        for level in LEVELS
    ),
    *(
        models.Index(
            fields=[level, "-submitted_at", "-id"],
            include=["status"],
            condition=Q(status__in=LIVE),
            name=f"issue_{level}_live",
        )
        for level in LEVELS
    ),
    models.Index(fields=["category", "place", "-submitted_at"], name="issue_category_place"),
    models.Index(fields=["author", "-created_at"], name="issue_author"),
    models.Index(fields=["party", "-submitted_at"], name="issue_party"),
    # the sweep's: each holds only what has still to be done
    models.Index(
        fields=["solve_due"],
        condition=Q(status__in=TICKING, escalated_at__isnull=True),
        name="issue_due",
    ),
    models.Index(
        fields=["answer_by"],
        condition=Q(status__in=(Status.SOLVED, Status.REOPEN_REQUESTED)),
        name="issue_answer_by",
    ),
    models.Index(fields=["paused_until"], condition=Q(status__in=PAUSED), name="issue_paused"),
    models.Index(fields=["created_at"], condition=Q(status=Status.DRAFT), name="issue_drafts"),
    models.Index(
        fields=["closed_at"],
        condition=Q(closed_at__isnull=False, anonymised_at__isnull=True),
        name="issue_retention",
    ),
    GinIndex(fields=["grams"], name="issue_grams"),
]
