"""What the log says about this sub-room."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERB_WORDS: dict[str, str | Promise] = {
    "ledger.open": _("opened a book"),
    "ledger.end": _("ended a book"),
    "ledger.enter": _("entered money into the ledger"),
    "ledger.transfer": _("moved money between cash and bank"),
    "ledger.reverse": _("took an entry of the ledger back"),
    "ledger.propose": _("put a month forward for closing"),
    "ledger.confirm": _("closed and published a month"),
    "ledger.send_back": _("sent the close of a month back"),
    "ledger.withdraw": _("took the close of a month back"),
    "ledger.post": _("posted a month on paper"),
    "ledger.prove": _("added a photo of a posting"),
    "ledger.export": _("exported a book"),
}
