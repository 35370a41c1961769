"""The one door to the verbs of this room; each lives in the module of its concept.

`verb(commitment, *, by, **facts) -> Commitment`: atomic, row locked, state and right asked from the tables in
`states.py`, event and log entry written, people told. Raises `beihu.states.Refused` with a sentence for whoever tried.
"""

from collections.abc import Callable

from .judging import fail, judge, keep, lapse, settle
from .keeping import accept, agree, decline, deliver, prove, report, turn_down
from .making import propose, revise, show, withdraw
from .models import Commitment

# By name of the transition or deed, for views that serve any of them.
ACTIONS: dict[str, Callable[..., Commitment]] = {
    verb.__name__: verb
    for verb in (accept, decline, agree, turn_down, report, prove, deliver, judge, revise, withdraw, show)
}

__all__ = [
    "ACTIONS", "accept", "agree", "decline", "deliver", "fail", "judge", "keep", "lapse", "propose", "prove", "report",
    "revise", "settle", "show", "turn_down", "withdraw",
]  # fmt: skip
