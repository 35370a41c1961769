"""E-mails that their room writes itself, at the moment of sending: long ones, with a page beside the text.

    letters.register("bulletin", write)      # in AppConfig.ready; for sources "bulletin:…"

`write(delivery)` answers a Letter, or None when the words of the delivery say it all. The outbox keeps only the short
words, so that thousands of letters are not stored thousands of times; what is secret in one is never stored with it.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .models import Delivery


class Letter(NamedTuple):
    text: str
    page: str = ""  # the same as HTML
    head: Mapping[str, str] = {}


Write = Callable[[Delivery], Letter | None]

_writers: dict[str, Write] = {}


def register(name: str, write: Write) -> None:
    """`name` is the word before the colon of the sources it writes for."""
    _writers[name] = write


def letter_for(delivery: Delivery) -> Letter:
    """What this e-mail says."""
    write = (
        _writers.get(delivery.source.partition(":")[0])
        if delivery.channel == Delivery.Channel.EMAIL
        else None
    )
    return (write(delivery) if write else None) or Letter(delivery.body)
