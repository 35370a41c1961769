"""What residents rated, for `world.py`."""

from dataclasses import dataclass
from typing import Any

from forums.evaluations.models import Evaluation
from tests.make_evaluations import make_evaluation, make_homes


@dataclass
class Evaluated:
    draft_evaluation: Evaluation
    open_evaluation: Evaluation
    published_evaluation: Evaluation


def set_evaluations(n: Any) -> dict[str, Any]:
    """The fields that `Evaluated` adds."""
    make_homes(n.old_doorway, 6)
    states = ("draft", "open", "published")
    return {
        f"{status}_evaluation": make_evaluation(n, status, party=n.management_party, ago=ago)
        for ago, status in enumerate(states, start=1)
    }
