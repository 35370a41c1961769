"""What stands in a cell, what a row is, and what is said when a file cannot be read."""

from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext

Cell = str | int | float | bool | datetime | date | time | None
Row = tuple[int, list[Cell]]  # line number as Excel or an editor shows it, cells


class Unreadable(Exception):
    """The file cannot be read; the message is a sentence that says what to do, for a terminal in English."""

    def __init__(self, words: str, **values: Any):
        super().__init__(words % values if values else words)
        self.words, self.values = words, values

    def said(self) -> str:
        """The sentence in the reader's language."""
        words = gettext(self.words)
        return words % self.values if self.values else words
