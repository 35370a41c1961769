"""The pages of roster imports: sending and laying out (`sending.py`), what came of it and the verbs (`deciding.py`)."""

from .deciding import roster_detail, roster_faults, roster_list, roster_progress, roster_verb
from .sending import roster_columns, roster_send

__all__ = [
    "roster_columns",
    "roster_detail",
    "roster_faults",
    "roster_list",
    "roster_progress",
    "roster_send",
    "roster_verb",
]
