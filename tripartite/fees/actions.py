"""The verbs of this room, gathered; each lives in the module of its concept."""

from .billing import bill_month, end_tariff, enter_history, set_tariff, share_cost
from .matching import bring, confirm
from .paying import pay, refund
from .waiving import ask, decide

__all__ = [
    "ask",
    "bill_month",
    "bring",
    "confirm",
    "decide",
    "end_tariff",
    "enter_history",
    "pay",
    "refund",
    "set_tariff",
    "share_cost",
]
