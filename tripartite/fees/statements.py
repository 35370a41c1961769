"""Reading a statement of a bank, WeChat or Alipay: which column is which, and the lines of money that came in."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from beihu.sheets.cells import Cell, Row, Unreadable
from beihu.sheets.reading import read_sheet
from beihu.states import Refused

HEADINGS = {
    "day": "交易时间 交易日期 日期 记账日期 入账时间 入账日期 付款时间 发生时间 date",
    "amount": "金额 交易金额 贷方发生额 贷方金额 收入金额 收入 存入金额 amount",
    "payer": "对方户名 交易对方 对方名称 对方账户名称 付款人 付款人名称 付款方 payer",
    "note": "摘要 备注 附言 用途 商品 商品说明 商品名称 交易备注 note",
    "reference": "交易单号 流水号 交易流水号 账务流水号 业务流水号 交易订单号 交易号 凭证号 reference",
    "way": "收/支 收支 借贷标志 借贷 收支类型",
}
FIELD = {word: field for field, words in HEADINGS.items() for word in words.split()}
OUTGOING = ("支", "借", "不计")
DEEPEST = 40  # lines in which the headings must stand: WeChat and Alipay put their own words above
MOST = 20_000
DAY = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})")


class Line(NamedTuple):
    """One sum that came in; `reference` is made of the line itself where the file has none."""

    day: date
    amount: Decimal
    payer: str
    note: str
    reference: str


def read(path: Path) -> list[Line]:
    """The incoming lines of the file. Refused, in words, for a file that cannot be read or that has no such columns."""
    try:
        return list(_lines(read_sheet(path, most=MOST)))
    except Unreadable as no:
        raise Refused(no.said()) from no


def _lines(rows: Iterable[Row]) -> Iterator[Line]:
    columns: list[str] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for line, cells in rows:
        if not columns:
            found = [FIELD.get(_heading(cell), "") for cell in cells]
            if {"day", "amount"} <= set(found):
                columns = found
            elif line > DEEPEST:
                break
            continue
        said: dict[str, list[Cell]] = {}
        for field, cell in zip(columns, cells, strict=False):
            if field and cell not in (None, ""):
                said.setdefault(field, []).append(cell)
        if (made := _line(said, seen)) is not None:
            yield made
    if not columns:
        raise Refused(
            _("No columns for the day and the amount were found. Send the statement as it was downloaded.")
        )


def _line(said: dict[str, list[Cell]], seen: Counter[tuple[str, ...]]) -> Line | None:
    words = {field: " ".join(str(cell).strip() for cell in cells) for field, cells in said.items()}
    if words.get("way", "").startswith(OUTGOING):
        return None
    days = [day for cell in said.get("day", ()) if (day := _day(cell))]
    sums = [total for cell in said.get("amount", ()) if (total := _amount(cell)) and total > 0]
    if not days or not sums:
        return None
    payer, note = words.get("payer", "")[:80], words.get("note", "")[:200]
    reference = words.get("reference", "")[:80]
    if not reference:
        facts = (days[0].isoformat(), str(sums[0]), payer, note)
        seen[facts] += 1  # two equal lines of one file are two payments; the same file again names them alike
        reference = hashlib.sha256("\x1f".join((*facts, str(seen[facts]))).encode()).hexdigest()[:40]
    return Line(days[0], sums[0], payer, note, reference)


def _heading(cell: Cell) -> str:
    """交易金额(元) → 交易金额."""
    return re.sub(r"[(（].*?[)）]|\s", "", str(cell or "")).lower()


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not (found := DAY.match(str(cell).strip())):
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _amount(cell: Cell) -> Decimal | None:
    text = re.sub(r"[¥￥,，+\s元]", "", str(cell))
    try:
        total = Decimal(text)
        return round(total, 2) if total.is_finite() and abs(total) < Decimal("1e10") else None
    except InvalidOperation:
        return None
