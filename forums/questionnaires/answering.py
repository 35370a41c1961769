"""Giving an answer, once per person or household; on screen, and for the copies that came back on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.states import Refused
from buildings.households.models import Household, Membership
from buildings.places.codes import LEVELS, Level
from buildings.posts.roles import ANSWER_QUESTIONNAIRE

from . import tallies, urn
from .answers import Answers, fit, missing
from .models import Question, Questionnaire
from .responses import AgeBand, Bucket, Channel, Draft, Participation, Response
from .states import ENTERED, Status

CROWD = 10  # others that are asked at the place an anonymous answer is kept under
HOLD = "SELECT * FROM forums_questionnaire WHERE id = %s FOR SHARE"


class AnsweredAlready(Refused):
    """This person or household has answered: told kindly, as it is mostly a double tap."""


@dataclass
class Given:
    """One answer as it comes in. `place` is the code of the doorway; `user` and `household` say whose it is.

    Of paper copies that were handed out without a name both are None: then nobody stands on the roll.
    """

    answers: Answers
    place: str
    user: User | None = None
    household: Household | None = None
    channel: str = Channel.SCREEN
    age_band: str = ""
    bucket: str = ""
    at: datetime = field(default_factory=timezone.now)


@dataclass(frozen=True)
class Chair:
    """As whom somebody is asked: where they live, and for which household when it answers as one."""

    place: str
    bucket: str
    household: Household | None = None


def chairs(questionnaire: Questionnaire, user: User) -> list[Chair]:
    """As whom this person may still answer; empty when it is all done (or nothing is asked of them)."""
    everybody = not questionnaire.relations and not questionnaire.post_roles
    found = [
        Chair(one.household.place_id, one.relation, one.household)
        for one in user.memberships.verified().select_related("household").order_by("pk")
        if one.household.place_id.startswith(questionnaire.place_id)
        and (everybody or one.relation in questionnaire.relations)
        and (not questionnaire.households or one.household_id in questionnaire.households)
    ]
    roll = questionnaire.participations
    if questionnaire.per == Questionnaire.Per.HOUSEHOLD:
        homes = {chair.household.pk: chair for chair in found if chair.household}
        done = set(roll.filter(household__in=list(homes)).values_list("household", flat=True))
        return [chair for pk, chair in homes.items() if pk not in done]
    if questionnaire.post_roles:
        posts = user.posts.in_term().filter(
            role__in=questionnaire.post_roles, place__gte=questionnaire.place_id
        )
        codes = (code for code in posts.order_by("pk").values_list("place_id", flat=True))
        found += [Chair(code, Bucket.POST) for code in codes if code.startswith(questionnaire.place_id)]
    return [] if not found or roll.filter(user=user).exists() else [Chair(found[0].place, found[0].bucket)]


def give(
    questionnaire: Questionnaire, *, by: User, chair: Chair, answers: Answers, age_band: str = ""
) -> Response | None:
    """One answer on screen. AnsweredAlready for the second one, Refused when it is not open to this person.

    None for an anonymous one: nobody is handed what could be followed.
    """
    with transaction.atomic():
        row = hold(questionnaire)
        if row.status != Status.OPEN:
            raise Refused(_("This questionnaire is closed: no more answers can be given on screen."))
        if not by.has_perm(ANSWER_QUESTIONNAIRE, row):
            raise Refused(_("This questionnaire does not ask you."))
        questions = list(row.questions.select_related("section"))
        fitted = fit(questions, answers)
        if left := missing(questions, fitted):
            raise Refused(_("Please answer “%(question)s”.") % {"question": left[0].text})
        per_household = row.per == Questionnaire.Per.HOUSEHOLD
        one = Given(
            fitted,
            chair.place,
            user=by,
            household=chair.household if per_household else None,
            age_band=age_band if age_band in AgeBand.values else "",
            bucket=chair.bucket,
        )
        found = store(row, questions, [one])
        if not row.anonymous:
            Draft.objects.filter(questionnaire=row, user=by).delete()
    return found[0] if found else None


def take(questionnaire: Questionnaire, given: Iterable[Given]) -> list[Response]:
    """Many answers at once, from paper (and from the demo): open or closed, cleaned, counted; what is missing may be.

    All or nothing. AnsweredAlready when somebody among them stands on the roll: ask `on_roll` first.
    """
    with transaction.atomic():
        row = hold(questionnaire)
        if row.status not in ENTERED:
            raise Refused(_("This questionnaire takes no more answers."))
        questions = list(row.questions.select_related("section"))
        rows = list(given)
        for one in rows:
            one.answers = fit(questions, one.answers)
        return store(row, questions, rows)


def hold(questionnaire: Questionnaire) -> Questionnaire:
    """The row as it is now; closing waits until we are done, others who answer do not."""
    for row in Questionnaire.objects.raw(HOLD, [questionnaire.pk]):
        return row
    raise Refused(_("This questionnaire no longer exists."))


def on_roll(
    questionnaire: Questionnaire, *, user: User | None = None, household: Household | None = None
) -> bool:
    """Whether this person or household has answered, on screen or on paper."""
    roll = questionnaire.participations
    if questionnaire.per == Questionnaire.Per.HOUSEHOLD:
        return household is not None and roll.filter(household=household).exists()
    return user is not None and roll.filter(user=user).exists()


def store(questionnaire: Questionnaire, questions: list[Question], given: Sequence[Given]) -> list[Response]:
    """Roll, responses (or envelopes) and tallies in the caller's transaction; few statements, however many there are."""
    _sign(questionnaire, given)
    if questionnaire.anonymous:
        where = {
            code: coarse(questionnaire, code) for code in {one.place for one in given if not _by_post(one)}
        }
        envelopes = [
            urn.envelope(
                questionnaire,
                {
                    "answers": one.answers,
                    "place": questionnaire.place_id if _by_post(one) else where[one.place],
                    "channel": str(one.channel),
                    "age_band": one.age_band,
                    "bucket": "" if _by_post(one) else str(one.bucket),
                },
            )
            for one in given
        ]
        questionnaire.envelopes.bulk_create(envelopes, batch_size=500)
        return []
    responses = [
        Response(
            questionnaire=questionnaire,
            user=one.user,
            household=one.household,
            answered_at=one.at,
            answered_on=timezone.localdate(one.at),
            channel=one.channel,
            place_id=one.place[: Level.BUILDING],
            age_band=one.age_band,
            bucket=one.bucket,
            answers=one.answers,
        )
        for one in given
    ]
    Response.objects.bulk_create(responses, batch_size=500)
    tallies.count(questionnaire, questions, responses)
    return responses


def _by_post(one: Given) -> bool:
    """Holders of posts are few, and everybody knows them: of theirs neither place nor capacity is kept."""
    return one.bucket == Bucket.POST


def _sign(questionnaire: Questionnaire, given: Sequence[Given]) -> None:
    """The roll: unique in the database, so that the second of two at once is refused."""
    per_household = questionnaire.per == Questionnaire.Per.HOUSEHOLD
    lines = [
        Participation(questionnaire=questionnaire, household=one.household)
        if per_household
        else Participation(questionnaire=questionnaire, user=one.user)
        for one in given
        if (one.household if per_household else one.user) is not None
    ]
    try:
        with transaction.atomic():
            Participation.objects.bulk_create(lines, batch_size=500)
    except IntegrityError as error:
        if "participation_" not in str(error):
            raise
        raise AnsweredAlready(
            _("Your household has answered already. Thank you!")
            if per_household
            else _("You have answered already. Thank you!")
        ) from None


def coarse(questionnaire: Questionnaire, code: str) -> str:
    """The smallest place, from the building up, at which at least ten people or households are asked."""
    whose = "household" if questionnaire.per == Questionnaire.Per.HOUSEHOLD else "user"
    for length in reversed(LEVELS):
        if length > Level.BUILDING or length <= len(questionnaire.place_id) or length > len(code):
            continue
        stem = code[:length]
        asked = Membership.objects.verified().filter(
            household__place_id__gte=stem, household__place_id__lt=f"{stem}:"
        )
        if questionnaire.relations:
            asked = asked.filter(relation__in=questionnaire.relations)
        if questionnaire.households:
            asked = asked.filter(household__in=questionnaire.households)
        if asked.order_by().values(whose).distinct()[:CROWD].count() >= CROWD:
            return stem
    return questionnaire.place_id
