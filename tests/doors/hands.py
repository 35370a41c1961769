"""What volunteers of a community gave, for `world.py`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from buildings.volunteers import certificates, crediting, presence
from buildings.volunteers.ledger import Hours
from buildings.volunteers.models import Activity, VolunteerTeam
from buildings.volunteers.thanked import Certificate, Thanks
from tests import cast
from tests.buildings.volunteers.hands import make_activity, make_done, make_seat, make_team


@dataclass
class Hands:
    """A team of the community, led by the group leader."""

    helping_team: VolunteerTeam
    soon_activity: Activity  # begins soon; the resident has a seat
    credited_activity: Activity  # yesterday
    hours_line: Hours  # the resident's
    certificate: Certificate  # the resident's
    words: Thanks  # to the team
    hidden_words: Thanks


def set_hands(n: cast.Neighbourhood) -> dict[str, Any]:
    """The fields that `Hands` adds."""
    team = make_team(n, "敲门队")
    # Its door is open, it has not begun; and that it stays as long as the table may take.
    coming = make_activity(team, timezone.now() + presence.OPENS_BEFORE - timedelta(minutes=5))
    make_seat(coming, n.resident)
    done = make_done(team, n.resident)
    crediting.credit(done, by=n.leader)
    return {
        "helping_team": team,
        "soon_activity": coming,
        "credited_activity": done,
        "hours_line": Hours.objects.get(activity=done),
        "certificate": certificates.issue(by=n.resident),
        "words": Thanks.objects.create(team=team, text="谢谢", by=n.leader),
        "hidden_words": Thanks.objects.create(
            team=team, text="谢谢", by=n.leader, hidden_at=timezone.now(), hidden_reason="有名字"
        ),
    }
