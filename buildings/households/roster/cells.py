"""What cells say: names, phones, relations, areas, shares, dates. Bad ones are noted, not guessed at.

Each reader answers (value, note): the note is the code of a fault ('' for none). The same text is read once: a roster of
a district has few different ones.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import is_normalized, normalize

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError

from beihu.accounts.phones import normalise
from beihu.sheets.reading import Cell

from .keys import fold

NAME_LENGTH = 60
NOBODY = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "/",
        "无",
        "空",
        "空置",
        "空房",
        "未知",
        "未售",
        "待售",
        "无人",
        "N/A",
        "NULL",
        "NONE",
        "0",
    }
)
SEPARATORS = re.compile(r"[、,;/|，；\n]+|(?<=[^\W\da-zA-Z_]{2})\s{2,}(?=[^\W\da-zA-Z_]{2})")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
WIDE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
LANDLINE = re.compile(r"^(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,5})?$", re.ASCII)
ID_CARD = re.compile(r"^[1-9]\d{5}(?:(?:19|20)\d{9}|\d{9})[\dXx]?$", re.ASCII)
RELATIONS = {
    "owner": "业主 户主 产权人 房主 房东 所有权人 共有人 共有产权人 本人 业主本人 OWNER",
    "tenant": "租户 租客 承租人 承租 租住 租赁 租 租住户 TENANT",
    "family": "家属 家人 家庭成员 子女 儿女 孩子 老人 父女 母子 成员 同住 同住人 亲属 配偶 妻 夫 妻子 丈夫 爱人 子 女 儿子 女儿 长子 次子 长女 次女 父亲 母亲 父 母 父母 公公 婆婆 岳父 岳母 儿媳 媳妇 女婿 孙子 孙女 外孙 外孙女 祖父 祖母 爷爷 奶奶 外公 外婆 兄弟 姐妹 哥哥 弟弟 姐姐 妹妹 亲戚 保姆 FAMILY",
}  # fmt: skip
RELATION = {word: relation for relation, words in RELATIONS.items() for word in words.split()}
CALENDAR = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[ T].*)?$|^(\d{4})(\d{2})(\d{2})$"
)
EPOCH = date(1899, 12, 30)  # of Excel's numbers


class Share(NamedTuple):
    numerator: int
    denominator: int


def text_of(cell: Cell) -> str:
    """One line, blanks at the ends gone, full-width signs as ordinary ones."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if not is_normalized("NFKC", text):
        text = normalize("NFKC", text)
    return CONTROL.sub(" ", text).strip() if not text.isprintable() else text.strip()


def name_of(cell: Cell) -> str:
    """张　三 → 张三; what says that nobody lives there → ''."""
    text = text_of(cell)
    if text.upper() in NOBODY:
        return ""
    return WIDE.sub("", text)


def names_of(cell: Cell) -> list[str]:
    """The persons of one cell: 张三、李四."""
    if isinstance(cell, str) and cell.isalpha() and is_normalized("NFKC", cell):  # nearly every one
        return [] if cell.upper() in NOBODY else [cell]
    if isinstance(cell, str) and SEPARATORS.search(cell):
        return [name for part in SEPARATORS.split(cell) if (name := name_of(part))]
    name = name_of(cell)
    return [name] if name else []


@lru_cache(1)
def _plain_mobile() -> Callable[[str], Any]:
    """Whether eleven digits are a mobile number of ours, by the pattern of the library that accounts ask."""
    known = phonenumbers.PhoneMetadata.metadata_for_region("CN")
    pattern = known.mobile.national_number_pattern if known and known.mobile else None
    ours = settings.PHONE_REGIONS[0] == "CN" and pattern
    return re.compile(str(pattern) if ours else "(?!)", re.ASCII).fullmatch


def phone_of(cell: Cell) -> tuple[str, str]:
    """As accounts keep it: '139 0000 1001' → '+8613900001001'; the quick way for what is plainly a number of ours."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell) if cell is not None else ""
    if len(text) == 11 and _plain_mobile()(text):
        return f"+86{text}", ""
    text = text_of(cell)
    if text.upper() in NOBODY:
        return "", ""
    parts = [part for part in SEPARATORS.split(text) if part.strip()]
    for part in parts:
        try:
            return normalise(part), "phones" if len(parts) > 1 else ""
        except ValidationError:
            if LANDLINE.fullmatch(line := part.replace(" ", "")):  # as it was written
                return line[:20], "phones" if len(parts) > 1 else ""
    return "", "phone"


@lru_cache(4096)
def relation_of(text: str) -> tuple[str, str]:
    folded = fold(text)
    if folded in NOBODY:
        return "", ""
    found = RELATION.get(folded) or RELATION.get(folded.removeprefix("户主").removeprefix("之"), "")
    if not found:
        found = next(
            (relation for word, relation in RELATION.items() if len(word) > 1 and word in folded), ""
        )
    return found, "" if found else "relation"


@lru_cache(65536)
def area_of(text: str) -> tuple[Decimal | None, str]:
    folded = fold(text)
    if folded in NOBODY:
        return None, ""
    bare = re.sub(r"(?:㎡|M2|M²|平方米|平米|平方|平)$", "", folded).replace(",", "")
    try:
        area = (
            Decimal(bare).quantize(Decimal("0.01"))
            if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", bare, re.ASCII)
            else None
        )
    except InvalidOperation:
        area = None
    if area is None or not 0 < area < 1_000_000:
        return None, "area"
    return area, ""


@lru_cache(4096)
def share_of(text: str) -> tuple[Share | None, str]:
    """1/2, 50%, 0.5, 二分之一 is left to people."""
    folded = fold(text)
    if folded in NOBODY:
        return None, ""
    found = None
    if whole := re.fullmatch(r"(\d{1,6})/(\d{1,6})", folded, re.ASCII):
        found = Share(int(whole[1]), int(whole[2]))
    elif part := re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)(%?)", folded, re.ASCII):
        value = Fraction(part[1]) / (100 if part[2] or Fraction(part[1]) > 1 else 1)
        found = Share(value.numerator, value.denominator)
    if not found or not 0 < found.numerator <= found.denominator <= 1_000_000:
        return None, "share"
    return found, ""


def date_of(cell: Cell) -> tuple[date | None, str]:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return (cell, "") if 1900 <= cell.year <= 2100 else (None, "date")
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 10_000 < cell < 80_000:
        return EPOCH + timedelta(days=int(cell)), ""
    return _date_of(text_of(cell))


@lru_cache(4096)
def _date_of(text: str) -> tuple[date | None, str]:
    if text.upper() in NOBODY:
        return None, ""
    found = CALENDAR.match(text)
    try:
        year, month, day = (
            (int(part or 1) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
            if found
            else (0, 0, 0)
        )
        return (date(year, month, day), "") if 1900 <= year <= 2100 else (None, "date")
    except ValueError:
        return None, "date"


def is_id_card(cell: Cell) -> bool:
    """Looks like the number of an identity card, of 15 or 18 places."""
    text = fold(cell)
    return len(text) in (15, 18) and bool(ID_CARD.match(text))
