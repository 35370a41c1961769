"""A workbook as communities really have it, made anew for each test: two rows of headings, merged cells, a preamble, a
summary row, sheets split by building, full-width signs, names with blanks, numbers as numbers. And what should come of it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
TOP = ["序号", "房屋信息", "", "", "", "业主信息", "", "", "", "备注"]
BELOW = ["", "楼栋号", "单元", "房号", "建筑面积（㎡）", "姓名", "联系电话", "与户主关系", "身份证号", ""]


@dataclass
class Hell:
    path: Path
    people: dict[tuple[str, str, str], set[str]] = field(
        default_factory=dict
    )  # (building, unit, room): names
    rows: int = 0
    wrong: dict[str, int] = field(default_factory=dict)  # code of the fault: rows


def wide(text: str) -> str:
    """1001 → １００１"""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def name(random: Random) -> str:
    return random.choice(SURNAMES) + "".join(random.choice(GIVEN) for _n in range(random.choice([1, 2, 2])))


def spoken(random: Random, building: int, unit: int, room: str) -> tuple[Any, Any, Any]:
    """One door in one of its many spellings: what stands in the columns building, unit, room."""
    han = "零一二三四五六七八九十"
    return random.choice(
        [
            (f"{building}栋", f"{unit}单元", room),
            (building, unit, int(room)),
            (float(building), float(unit), float(room)),
            (f"{building}号楼", f"{unit}", f"{room}室"),
            (wide(f"{building}栋"), wide(f"{unit}单元"), wide(room)),
            (f"　{building}幢 ", f" {unit} 单元", f"{room}　"),
            (f"{han[building]}栋", f"{han[unit]}单元", room),
            (f"0{building}", f"0{unit}", room),
            ("", "", f"{building}-{unit}-{room}"),
            ("", "", f"{building}栋{unit}单元{room}室"),
            (f"{building}栋", "", f"{unit}-{room}"),
        ]
    )


def make(path: Path, *, people: int = 5000, buildings: int = 2, units: int = 2, seed: int = 7) -> Hell:
    """`people` good rows over the sheets, and a few bad ones on the first."""
    random, hell = Random(seed), Hell(path)
    book = xlsxwriter.Workbook(str(path))
    middle = book.add_format({"align": "center", "valign": "vcenter"})
    per_sheet = people // buildings
    for building in range(1, buildings + 1):
        sheet = book.add_worksheet(f"{building}栋")
        sheet.merge_range(0, 0, 0, 9, "德富花园小区住户花名册（2026年）", middle)
        sheet.write(1, 0, "填表单位：社区居委会")
        sheet.merge_range(2, 0, 3, 0, "序号", middle)
        sheet.merge_range(2, 1, 2, 4, "房屋信息", middle)
        sheet.merge_range(2, 5, 2, 8, "业主信息", middle)
        sheet.merge_range(2, 9, 3, 9, "备注", middle)
        for at, title in enumerate(BELOW):
            if title:
                sheet.write(3, at, title)
        line, written, floor = 4, 0, 1
        while written < per_sheet:
            for unit in range(1, units + 1):
                for flat in range(1, 5):
                    room = f"{floor}{flat:02d}"
                    line, count = _household(
                        book, sheet, line, random, hell, (building, unit, room), middle, per_sheet - written
                    )
                    written += count
            floor += 1
        if building == 1:
            line = _bad(sheet, line, hell, written)
        sheet.write(line, 0, "合计")
    book.add_worksheet("说明").write(0, 0, "本表由各网格员填写。")
    book.close()
    return hell


def _household(
    book: Any,
    sheet: Any,
    line: int,
    random: Random,
    hell: Hell,
    door: tuple[int, int, str],
    middle: Any,
    most: int,
) -> tuple[int, int]:
    building, unit, room = door
    count = min(random.choice([1, 2, 2, 3, 4]), most)
    if count <= 0:
        return line, 0
    said = spoken(random, building, unit, room)
    names: set[str] = set()
    merged = count > 1 and random.random() < 0.5
    for n in range(count):
        person = name(random)
        while person in names:
            person = name(random)
        names.add(person)
        written = f"{person[0]}　{person[1:]}" if len(person) == 2 and random.random() < 0.3 else person
        phone: Any = f"139{random.randrange(10**8):08d}"
        phone = random.choice(
            [phone, int(phone), wide(phone), f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"+86{phone}"]
        )
        if not merged:
            for at, cell in enumerate(said):
                sheet.write(line + n, 1 + at, cell)
        sheet.write(line + n, 0, hell.rows + 1)
        sheet.write(line + n, 4, random.choice([89.5, "89.5", "89.50㎡"]))
        sheet.write(line + n, 5, written)
        sheet.write(line + n, 6, phone)
        sheet.write(line + n, 7, ["户主", "配偶", "子女", "租户"][n])
        sheet.write(line + n, 8, "420103199001011234")
        hell.rows += 1
    if merged:
        for at, cell in enumerate(said):
            sheet.merge_range(line, 1 + at, line + count - 1, 1 + at, cell, middle)
    hell.people[str(building), str(unit), room] = names
    return line + count, count


def _bad(sheet: Any, line: int, hell: Hell, number: int) -> int:
    """One row of each fault."""
    rows = {
        "no_building": ("99栋", "1单元", "101", "赵楼栋"),
        "no_unit": ("1栋", "9单元", "101", "钱单元"),
        "no_room": ("1栋", "1单元", "", "孙房号"),
        "contradiction": ("1栋", "1单元", "2-1-101", "周矛盾"),
        "long_name": ("1栋", "1单元", "101", "王" * 61),
    }
    for code, (building, unit, room, person) in rows.items():
        for at, cell in enumerate((building, unit, room, "", person)):
            sheet.write(line, 1 + at, cell)
        hell.wrong[code] = hell.wrong.get(code, 0) + 1
        line += 1
    for at, cell in enumerate(("1栋", "2单元", "9901", "", "李电话", "12345")):
        sheet.write(line, 1 + at, cell)
    hell.people["1", "2", "9901"] = {"李电话"}
    hell.wrong["phone"] = 1
    return line + 1
