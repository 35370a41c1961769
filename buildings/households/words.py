"""Words in one line, without signs that no door, deed or name has."""

import re
import unicodedata

BLANKS = re.compile(r"\s+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy_line(text: str) -> str:
    """' 王\\u200b小明 ' → '王小明'."""
    return BLANKS.sub(" ", CONTROL.sub("", unicodedata.normalize("NFKC", text))).strip()
