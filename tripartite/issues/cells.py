"""What one cell of somebody else's table means: plain text, a time, a phone number.

Hotline exports hold times in several spellings in one column, texts that were typed into a web editor, and
numbers that Excel made of everything that looks like one.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser

import phonenumbers
from django.utils import timezone
from django.utils.translation import gettext as _

from beihu.sheets.reading import Cell

EARLIEST = datetime(2000, 1, 1)
EXCEL_EPOCH = datetime(1899, 12, 30)  # 1900 system; its day 60 never was
EXCEL_DAYS = (36_526, 80_000)  # from 2000-01-01
RAW_LIMIT = 100_000
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"}
UNSAID = {"script", "style", "head", "title", "template"}
TAG = re.compile(r"<[a-zA-Z/!]|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
HALVES = {"上午": 0, "AM": 0, "下午": 12, "PM": 12}
HALF = "|".join(HALVES)
WHEN = re.compile(
    rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})日?(?:\([^)]*\)|星期.|周.)?[T ]*"
    rf"(?:(?P<before>{HALF})?\s*(?P<h>\d{{1,2}})(?:[:时点](?P<m>\d{{1,2}})?(?:[:分](?P<s>\d{{1,2}})?秒?)?)"
    rf"(?:\.\d{{1,9}})?\s*(?P<after>{HALF})?)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")


class Unfit(Exception):
    """This row cannot be taken; the message says why, to whoever mends the file."""


def as_line(cell: Cell) -> str:
    """One line of text. Numbers without the '.0' Excel gives them; no formula is ever reckoned."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(_clean(str(cell)).split())


def as_text(cell: Cell) -> str:
    """A long text with its line breaks, out of HTML if it was HTML, without blanks around it."""
    text = as_line(cell) if not isinstance(cell, str) else cell
    if len(text) > RAW_LIMIT:
        raise Unfit(_("The text is too long."))
    if TAG.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.said)
    lines = [line.strip() for line in _clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def as_time(cell: Cell) -> datetime:
    """2024-03-05 14:22:10, 2024/3/5 2:22 PM, 2024年3月5日下午2:22, an Excel serial … as an aware time."""
    found = _naive(cell)
    if found.tzinfo is None:
        found = timezone.make_aware(found)
    if not timezone.make_aware(EARLIEST) <= found:
        raise Unfit(_("The time “%(time)s” lies before the year 2000.") % {"time": as_line(cell)})
    if found > timezone.now():
        raise Unfit(_("The time “%(time)s” lies in the future.") % {"time": as_line(cell)})
    return found


def as_phone(cell: Cell) -> str:
    """The first number in it as E.164; else what was written (masked, an extension), 20 characters at most."""
    text = as_line(cell)
    for part in (text, *re.split(r"[,，、/;；|\s]+", text)):
        with suppress(phonenumbers.NumberParseException):
            number = phonenumbers.parse(part, "CN")
            if phonenumbers.is_valid_number(number):
                return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(text) > 20:
        raise Unfit(_("“%(text)s” is no phone number.") % {"text": text[:40]})
    return text


class _Reader(HTMLParser):
    """The words of an HTML text; blocks become lines. What comes out is plain text and is escaped when shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.unsaid = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in UNSAID:
            self.unsaid += 1
        elif tag in BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSAID:
            self.unsaid = max(0, self.unsaid - 1)
        elif tag in BREAKS - {"br"}:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unsaid:
            self.said.append(data)


def _clean(text: str) -> str:
    """Without control characters, zero-width ones, Excel's _x000D_, and the apostrophe our own exports add."""
    text = CONTROL.sub("", text.replace("_x000D_", "")).translate(dict.fromkeys(map(ord, ZERO_WIDTH)))
    text = text.strip()
    return text[1:].strip() if re.match(r"'[\s=+\-@＝＋－＠]", text) else text


def _naive(cell: Cell) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    text = unicodedata.normalize("NFKC", as_line(cell)).strip()
    try:
        return _number(text) or _words(text)
    except (ValueError, OverflowError) as error:
        raise Unfit(_("“%(text)s” is no time that is understood.") % {"text": text[:40]}) from error


def _number(text: str) -> datetime | None:
    """20240305142210, or days since 1900 as Excel counts."""
    if match := DIGITS.fullmatch(text):
        return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    try:
        days = float(text)
    except ValueError:
        return None
    if not EXCEL_DAYS[0] <= days < EXCEL_DAYS[1]:
        raise ValueError
    return EXCEL_EPOCH + timedelta(seconds=round(days * 86_400))


def _words(text: str) -> datetime:
    match = WHEN.fullmatch(text)
    if not match:
        raise ValueError
    hour = int(match["h"] or 0)
    half = (match["before"] or match["after"] or "").upper()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + HALVES[half]
    year, month, day, minute, second = (int(match[part] or 0) for part in (1, 2, 3, "m", "s"))
    found = datetime(year, month, day, hour, minute, second)
    zone = (match["zone"] or "").replace("Z", "+00:00")
    return found.replace(tzinfo=datetime.fromisoformat(f"2000-01-01T00:00{zone}").tzinfo) if zone else found
