"""Number plates as the law knows them (GA 36-2018): tidied, checked, masked.

An ordinary plate has seven signs, one of a new-energy vehicle eight; letters I and O stand for no digit and in no number.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from beihu.states import Refused

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SIGN = "A-HJ-NP-Z0-9"
ORDINARY = re.compile(rf"[{PROVINCES}][A-HJ-NP-Z][{SIGN}]{{4}}[{SIGN}挂学警港澳]")
NEW_ENERGY = re.compile(rf"[{PROVINCES}][A-HJ-NP-Z](?:[A-HJK][{SIGN}][0-9]{{4}}|[0-9]{{5}}[A-HJK])")
BETWEEN = re.compile(r"[\s·•‧.．・_—–-]+")
LONGEST = 8
SEVERAL = re.compile(r"[,，、;；\n]+")


def tidy(text: str) -> str:
    """'鄂a · 12345' → '鄂A12345'; an O stays an O: nobody guesses what was meant."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def is_plate(plate: str) -> bool:
    """Of a tidied text."""
    return bool(ORDINARY.fullmatch(plate) or NEW_ENERGY.fullmatch(plate))


def read(text: str) -> str:
    """The plate this text says. Refused when it cannot be one."""
    plate = tidy(text)
    if not is_plate(plate):
        raise Refused(
            _("“%(text)s” is not a number plate: write it as on the car, for example %(example)s.")
            % {"text": text.strip()[:20], "example": "鄂A·12345"}
        )
    return plate


def read_all(text: str) -> list[str]:
    """Several plates, with commas or on lines of their own; each once, in order."""
    return list(dict.fromkeys(read(one) for one in SEVERAL.split(text) if one.strip()))


def show(plate: str) -> str:
    """鄂A12345 → 鄂A·12345."""
    return f"{plate[:2]}·{plate[2:]}" if plate else ""


def mask(plate: str) -> str:
    """鄂A12345 → 鄂A·***45: enough to know one's own again."""
    return f"{plate[:2]}·***{plate[-2:]}" if plate else ""
