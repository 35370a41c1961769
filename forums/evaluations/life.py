"""Opening, closing, publishing, withdrawing an evaluation; its questionnaire goes along."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beihu.accounts.models import User
from beihu.notifications.actions import notify
from beihu.states import Refused
from buildings.places.codes import lineage
from buildings.posts.granting import holders
from buildings.posts.models import Post
from buildings.posts.roles import MAKE_EVALUATION
from forums.questionnaires import life
from forums.questionnaires.states import Status as Asked
from tripartite.parties.people import people_of

from . import asking, results
from .drawing import draw, new_seed
from .models import Evaluation
from .moving import step
from .states import Status

LEAST = 5  # households: fewer can never have a score


def open_(evaluation: Evaluation, *, by: User, sms: bool = False) -> Evaluation:
    """Draw the households once, from a new seed, and ask them."""
    with step(evaluation, "open", by=by) as row:
        row.frame = asking.frame_of(row.place_id)
        if len(row.frame) < LEAST:
            raise Refused(_("There are fewer than five households here: nothing could be published."))
        row.seed = new_seed()
        drawn = draw(row.frame, row.sample, row.seed)
        row.asked, row.opened_at = len(drawn), timezone.now()
        row.questionnaire = asking.put(row, by=by, drawn=drawn, sms=sms)
    return row


def close(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """Nobody answers on screen any more. By the clock (None) when its questionnaire has closed after its last day."""
    with step(evaluation, "close", by=by) as row:
        row.closed_at = timezone.now()
        _end(row, by)
        if by is None:
            party, place = row.party.name, row.place_id
            ready = max(may_publish_from(row), timezone.localdate())
            posts = Post.objects.in_term().filter(
                role__in=holders(MAKE_EVALUATION), place_id__in=lineage(place)
            )
            people = User.objects.filter(is_active=True, pk__in=posts.values("user"))
            notify(
                [one for one in people if not row.is_about(one)],
                key=f"evaluation:{row.pk}:closed",
                title=lambda: _("No more answers on screen about %(party)s.") % {"party": party},
                body=lambda: (
                    _("Type in what came back on paper, then publish the result, from %(day)s on.")
                    % {"day": date_format(ready, "SHORT_DATE_FORMAT")}
                ),
                url=row.get_absolute_url(),
                place=place,
            )
    return row


def sweep() -> None:
    """Every minute: an evaluation whose questionnaire is over is closed, so that it does not wait for somebody to look."""
    for row in Evaluation.objects.filter(status=Status.OPEN).exclude(questionnaire__status=Asked.OPEN):
        try:
            close(row, by=None)
        except Refused:  # somebody has closed it in this moment
            continue


def publish(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Count for the last time, freeze, and let everybody read it. Refused while paper waits, and before the period's end."""
    with step(evaluation, "publish", by=by) as row:
        assert row.questionnaire is not None
        life.publish(row.questionnaire, by=by, room=asking.SERVES)
        row.result = results.counted(row)
        row.result_hash = results.fingerprint(row.result)
        row.published_at = timezone.now()
        notify(
            people_of(row.party),
            key=f"evaluation:{row.pk}:published",
            title=lambda: _("How residents rate %(party)s is published. You may reply once.") % {"party": row.party.name},
            body=lambda: row.period_words,
            url=row.get_absolute_url(),
            place=row.place_id,
        )  # fmt: skip
    return row


def withdraw(evaluation: Evaluation, *, by: User, reason: str) -> Evaluation:
    """It comes to nothing; whoever was still asked is asked no more."""
    if not (reason := reason.strip()):
        raise Refused(_("Please say why it is withdrawn."))
    with step(evaluation, "withdraw", by=by, reason=reason) as row:
        row.withdrawn_at, row.withdraw_reason = timezone.now(), reason[:300]
        _end(row, by)
    return row


def may_publish_from(evaluation: Evaluation) -> date:
    """The first day on which the period is over."""
    return evaluation.until


def _end(row: Evaluation, by: User | None) -> None:
    if row.questionnaire is None:
        return
    row.questionnaire.refresh_from_db(fields=["status"])
    if row.questionnaire.status == Asked.OPEN:
        life.close(row.questionnaire, by=by, room=asking.SERVES)
