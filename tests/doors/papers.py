"""A questionnaire on paper and one whose results are published, for `world.py`."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from forums.questionnaires import answering
from forums.questionnaires.answering import Given
from forums.questionnaires.copies import Copy, Entry
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.traces import Comparison, Double, Scan
from tests.make import make_questionnaire


@dataclass
class Paper:
    on_paper: Questionnaire  # open, with copies at the doorway: 1 fresh, 2 typed differently, 3 double
    told: Questionnaire  # published
    scan: Scan  # of copy 1


def set_paper(n: Any) -> dict[str, Any]:
    row = make_questionnaire(place=n.compound, made_by=n.worker)
    told = make_questionnaire(place=n.compound, made_by=n.worker, status="closed")
    answering.take(
        told, [Given({"q1": {"choice": "c1"}, "q6": {"text": "灯"}}, n.doorway.code) for _n in range(6)]
    )
    Questionnaire.objects.filter(pk=told.pk).update(status="published", published_at=timezone.now())
    one, two, three = Copy.objects.bulk_create(
        Copy(
            questionnaire=row,
            number=number,
            place=n.doorway,
            entered_at=timezone.now() if number > 1 else None,
        )
        for number in (1, 2, 3)
    )
    Entry.objects.create(copy=two, round=1, by=n.leader, answers={"q1": {"choice": "c1"}})
    Entry.objects.create(copy=two, round=2, by=n.worker, answers={"q1": {"choice": "c2"}})
    Comparison.objects.create(copy=two, compared=1, differing=["q1"])
    Entry.objects.create(copy=three, round=1, by=n.leader)
    Double.objects.create(questionnaire=row, copy=three, other={"answers": {}, "age_band": "", "bucket": ""})
    paper = default_storage.save("scans/door.pdf", ContentFile(b"nobody opens it"))
    told.refresh_from_db()
    return {
        "on_paper": row,
        "told": told,
        "scan": Scan.objects.create(copy=one, kind="document", file=paper, by=n.leader),
    }
