"""The urn of anonymous questionnaires: answers go in encrypted, and come out shuffled, several at a time.

Why, and against what, stands in `responses.py`.
"""

import base64
import hashlib
import json
import random
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from buildings.places.models import Place

from . import tallies
from .models import Questionnaire
from .responses import Envelope, Participation, Response
from .states import Status

LEAST = (
    5  # envelopes that come out together while the questionnaire is open: the smallest cell of the results
)
MOST = 1000  # that come out in one transaction
_SHUFFLE = """
    WITH gone AS (DELETE FROM {table} WHERE questionnaire_id = %s RETURNING *)
    INSERT INTO {table} SELECT * FROM gone ORDER BY random()
"""


def envelope(questionnaire: Questionnaire, content: dict[str, Any]) -> Envelope:
    """One answer, sealed; of one length for many, so that a long answer does not stand out at a glance."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Envelope(
        questionnaire=questionnaire, sealed=_keys().encrypt(text.ljust(-(-len(text) // 1024) * 1024))
    )


def empty(questionnaire: Questionnaire, *, to_the_last: bool = False) -> int:
    """Take envelopes out, if there are enough: into responses and tallies, exactly once; how many."""
    taken = 0
    while number := _empty_some(questionnaire, 1 if to_the_last else LEAST):
        taken += number
    return taken


def _empty_some(questionnaire: Questionnaire, least: int) -> int:
    with transaction.atomic():
        waiting = questionnaire.envelopes.select_for_update().order_by("key")
        found = list(waiting[:MOST])
        if len(found) < least:
            return 0
        today, places = timezone.localdate(), dict[str, str]()
        responses = []
        for one in found:
            content = json.loads(_keys().decrypt(bytes(one.sealed)))
            code = content.pop("place")
            if code not in places:
                places[code] = _place(code, questionnaire)
            responses.append(
                Response(
                    questionnaire=questionnaire,
                    anonymous=True,
                    answered_on=today,
                    place_id=places[code],
                    **content,
                )
            )
        random.SystemRandom().shuffle(responses)
        Response.objects.bulk_create(responses, batch_size=500)
        tallies.count(questionnaire, list(questionnaire.questions.all()), responses)
        Envelope.objects.filter(key__in=[one.key for one in found]).delete()
    return len(found)


def shuffle(questionnaire: Questionnaire) -> None:
    """Write responses and roll anew in random order, in one transaction: no trace of what was written with what."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in (Response, Participation):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(_SHUFFLE.format(table=table), [questionnaire.pk])  # nosec B608: a table's own name


def settle(questionnaire: Questionnaire) -> None:
    """At closing and publishing: everything comes out, and the order of everything is lost."""
    if questionnaire.anonymous:
        empty(questionnaire, to_the_last=True)
        shuffle(questionnaire)


def sweep() -> int:
    """Empty the urn of whatever is being answered; how many envelopes. Two sweeps at once share them."""
    asked = Questionnaire.objects.filter(
        anonymous=True, status__in=(Status.OPEN, Status.CLOSED), envelopes__isnull=False
    ).distinct()
    return sum(empty(one) for one in asked)


def _place(code: str, questionnaire: Questionnaire) -> str:
    """Where the code leads today: places move and merge while envelopes wait."""
    try:
        return Place.objects.hold(code).code
    except Place.DoesNotExist:
        return questionnaire.place_id


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derive(secret)) for secret in secrets])


def _derive(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"forums.questionnaires.urn:" + secret.encode()).digest())
