"""What is enclosed with an e-mail, made at the moment of sending by the room that the matter belongs to.

    attachments.register("meeting", make)    # in AppConfig.ready; for sources "meeting:…"

`make(delivery)` answers `(filename, content, mimetype)` or None. The type may carry parameters, as calendars need:
"text/calendar; method=REQUEST; charset=utf-8".
"""

from collections.abc import Callable
from email import encoders
from email.message import Message
from email.mime.base import MIMEBase

from .models import Delivery

Make = Callable[[Delivery], tuple[str, bytes, str] | None]

_makes: dict[str, Make] = {}


def register(name: str, make: Make) -> None:
    """`name` is the word before the colon of the sources it encloses something for."""
    _makes[name] = make


def part_for(delivery: Delivery) -> MIMEBase | None:
    """The enclosure of this delivery, ready to be attached."""
    make = _makes.get(delivery.source.partition(":")[0])
    made = make(delivery) if make else None
    if made is None:
        return None
    filename, content, mimetype = made
    kind = Message()
    kind["Content-Type"] = mimetype
    part = MIMEBase(kind.get_content_maintype(), kind.get_content_subtype())
    for name, value in (kind.get_params() or [])[1:]:
        part.set_param(name, value)
    part.set_payload(content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=filename)
    return part
