"""The one door to the verbs of this room; each lives in the module of its concept.

Atomic, rows locked (party before term, contract before item), right asked, audited. A no is `Refused` with a sentence;
departing from a rule is `checks.Departs`, a Refused that knows its findings and gives way to a reason.
"""

from .contracts import end_contract, give_notice, note_past, sign_contract
from .crossing import appoint_across, end_cross_appointment
from .handover import add_item, start_handover, tick_item, untick_item
from .seats import seat, unseat
from .terms import dismiss_member, elect_member, end_term, file_term, open_term

__all__ = [
    "add_item", "appoint_across", "dismiss_member", "elect_member", "end_contract", "end_cross_appointment",
    "end_term", "file_term", "give_notice", "note_past", "open_term", "seat", "sign_contract", "start_handover",
    "tick_item", "unseat", "untick_item",
]  # fmt: skip
