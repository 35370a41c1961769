"""The one door to the verbs of this room; each lives in the module of its concept.

`verb(issue, *, by, **facts) -> Issue`: atomic, row locked, state and right asked from the tables in `states.py`,
facts written once, event and log entry written, resident and followers told. Raises `beihu.states.Refused` with a
sentence for the person who tried.
"""

from collections.abc import Callable

from .filing import discard_draft, file_for, follow_up, save_draft, start_draft, submit
from .handling import answer, ask, bounce, call_back, contact, note, reply, solve, start, stop_waiting
from .models import Issue
from .neighbours import follow, follow_for, make_private, publish, unfollow, unpublish
from .photos import add_photo, black_out, remove_photo
from .triage import accept, assign, extend, merge, recategorise, refuse, resume, suspend
from .verdict import auto_close, confirm, keep_closed, reopen, request_reopen

# By name of the transition or deed, for views that serve any of them.
ACTIONS: dict[str, Callable[..., Issue]] = {
    verb.__name__: verb
    for verb in (
        submit, accept, refuse, assign, start, bounce, ask, answer, stop_waiting, suspend, resume, solve, confirm,
        auto_close, request_reopen, reopen, keep_closed, merge,
        contact, reply, note, extend, recategorise, publish, unpublish, make_private, follow_up, call_back,
        follow, unfollow,
    )
}  # fmt: skip

__all__ = [
    "ACTIONS", "accept", "add_photo", "answer", "ask", "assign", "auto_close", "black_out", "bounce", "call_back",
    "confirm", "contact", "discard_draft", "extend", "file_for", "follow", "follow_for", "follow_up", "keep_closed", "make_private",
    "merge", "note", "publish", "recategorise", "refuse", "remove_photo", "reopen", "reply", "request_reopen", "resume",
    "save_draft", "solve", "start", "start_draft", "stop_waiting", "submit", "suspend", "unfollow", "unpublish",
]  # fmt: skip
