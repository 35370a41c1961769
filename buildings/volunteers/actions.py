"""The verbs of this room by name."""

from collections.abc import Callable
from typing import Any

from . import founding, planning, roster, signing

TEAM_ACTIONS: dict[str, Callable[..., Any]] = {
    "join": roster.join, "plan": planning.plan, "edit": founding.edit, "enrol": roster.enrol, "close": founding.close,
    "reopen": founding.reopen,
}  # fmt: skip
MEMBER_ACTIONS: dict[str, Callable[..., Any]] = {
    "accept": roster.accept, "turn_down": roster.turn_down, "remove": roster.remove, "lead": roster.lead,
    "unlead": roster.unlead, "leave": roster.leave, "describe": roster.describe,
}  # fmt: skip
ACTIVITY_ACTIONS: dict[str, Callable[..., Any]] = {
    "announce": planning.announce, "edit": planning.edit, "cancel": planning.cancel, "finish": planning.finish,
    "link": planning.link, "sign_up": signing.sign_up,
}  # fmt: skip
SIGN_UP_ACTIONS: dict[str, Callable[..., Any]] = {"withdraw": signing.withdraw, "take_off": signing.take_off}
