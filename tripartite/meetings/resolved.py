"""What follows from a resolution: rooms above register here, in `AppConfig.ready`, and make something of it.

Called in the transaction that sends the minutes round: then the words are no longer being written, and the
responsible party reads them for the first time. When minutes are taken back and sent round again, it is called again
for the same resolution, whose words, party or date may have changed: a hook must make one thing of one resolution, and
may change it only as long as nobody has given their word on it.
"""

from collections.abc import Callable

from beihu.accounts.models import User

from .minutes import Resolution
from .models import Meeting

Hook = Callable[[Resolution, User | None], object]

_hooks: list[Hook] = []


def register(hook: Hook) -> None:
    """`hook(resolution, by)` for each resolution with a responsible party (its item and meeting are loaded)."""
    if hook not in _hooks:
        _hooks.append(hook)


def tell(meeting: Meeting, by: User | None) -> None:
    """All hooks, for all resolutions of the meeting that somebody is to carry out."""
    rows = Resolution.objects.filter(item__meeting=meeting, party__isnull=False)
    for resolution in rows.select_related("item__meeting__place", "party").order_by("item__position", "pk"):
        for hook in _hooks:
            hook(resolution, by)
