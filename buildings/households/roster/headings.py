"""What the columns of a roster are called, and the guess at what each of them means."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from beihu.sheets.reading import Cell, Row

from .keys import fold

FIELDS = {
    "compound": _("compound"),
    "building": _("building"),
    "unit": _("doorway"),
    "room": _("room"),
    "name": _("name"),
    "phone": _("phone"),
    "relation": _("relation"),
    "share": _("share"),
    "area": _("floor area in m²"),
    "since": _("since"),
    "tenant": _("name of the tenant"),
    "tenant_phone": _("phone of the tenant"),
}
SYNONYMS: dict[str, str] = {
    "compound": "小区 小区名称 小区名 所属小区 楼盘 楼盘名称 项目 项目名称 院落 物业小区 COMPOUND",
    "building": "楼号 楼栋号 楼栋编号 楼栋 楼幢 楼幢号 楼座 楼 幢 幢号 栋 栋号 座 座号 号楼 楼宇 楼宇号 楼牌号 楼栋名称 BUILDING",
    "unit": "单元 单元编号 单元号 门栋 门栋号 门洞 门洞号 门 梯 单元名称 UNIT DOORWAY",
    "room": "房间 房间号 房号 房屋编号 房屋号 室 室号 户号 门牌 门牌号 房屋 房屋地址 地址 房屋坐落 住址 详细地址 房间编号 ROOM",
    "name": "业主名称 业主姓名 业主 户主姓名 户主 产权人 产权人姓名 姓名 住户姓名 住户 居民姓名 成员姓名 联系人 客户名称 NAME",
    "phone": "手机号 手机号码 手机 联系电话 电话 电话号码 联系方式 联系号码 移动电话 业主电话 业主手机 业主联系电话 户主电话 PHONE",
    "relation": "与户主关系 与业主关系 和户主关系 关系 住户类型 人员类型 人员类别 身份 住户性质 居住类型 RELATION",
    "share": "份额 产权份额 共有份额 所占份额 产权比例 占比 SHARE",
    "area": "建筑面积 面积 建面 产权面积 房屋面积 建筑面积㎡ 专有面积 专有部分面积 AREA",
    "since": "入住日期 入住时间 迁入日期 登记日期 交房日期 交房时间 起租日期 SINCE",
    "tenant": "租户姓名 租客姓名 承租人 承租人姓名 租户 租客",
    "tenant_phone": "租户电话 租客电话 租户手机 租户联系电话 承租人电话 租户手机号 租户联系方式 租客联系方式 租户手机号码",
}
FIELD = {word: field for field, words in SYNONYMS.items() for word in words.split()}
IDENTITY = re.compile(r"身份证|证件号|公民身份|证件编号|身份号|证件代码|社保号|护照")
TENANTS = {"name": "tenant", "phone": "tenant_phone"}
LOOKED_AT = 25  # rows among which the headings are looked for
AROUND = re.compile(r"[(\[（【{].*?[)\]）】}]|[*:：。.]+|^\d+[、.]")
MOST_TITLES = 60
LONGEST_TITLE = 60


class Headings(NamedTuple):
    line: int  # of the last row of headings
    depth: int
    titles: list[str]
    fields: list[str]  # beside the titles; '' for what is left out


def field_of(title: str, group: str = "") -> str:
    """The field a heading names; `group` is the heading above it ('租户信息')."""
    bare = AROUND.sub("", fold(title))
    if IDENTITY.search(bare):
        return ""
    field = FIELD.get(bare) or FIELD.get(re.sub(r"[/、].*$", "", bare), "")
    return TENANTS.get(field, field) if re.search(r"租户|租客|承租", fold(group)) else field


def find_headings(rows: Iterable[Row]) -> Headings:
    """The row, or the two rows, that name most columns; the first row when none names any."""
    looked = [(line, list(map(fold_title, cells))) for line, cells in rows][:LOOKED_AT]
    best = Headings(looked[0][0] if looked else 1, 1, looked[0][1] if looked else [], [])
    best = best._replace(fields=[""] * len(best.titles))
    for at, (line, cells) in enumerate(looked):
        choices = [read_headings(line, [cells])]
        if at:
            choices.append(read_headings(line, [looked[at - 1][1], cells]))
        best = max([best, *choices], key=_worth)  # the first of equals
    return best


def _worth(found: Headings) -> int:
    return len({field for field in found.fields if field})


def read_headings(line: int, rows: Sequence[Sequence[str]]) -> Headings:
    """The titles of one or two rows, and what they seem to mean; each field once, the first column that names it."""
    above, below = (rows[0], rows[-1]) if len(rows) > 1 else ([], rows[0])
    titles, fields, group = [], list[str](), ""
    for at in range(min(max(len(above), len(below)), MOST_TITLES)):
        upper = above[at] if at < len(above) else ""
        lower = below[at] if at < len(below) else ""
        group = upper or (group if lower else "")
        titles.append(lower if not group or lower == group else f"{group} {lower}".strip())
        field = field_of(lower or upper, group if lower else "")
        fields.append("" if field in fields else field)
    return Headings(line, max(1, len(rows)), titles, fields)


def fold_title(cell: Cell) -> str:
    return " ".join(str("" if cell is None else cell).split())[:LONGEST_TITLE]


def is_identity(title: str) -> bool:
    """A column that is never read: numbers of identity cards, passports, insurance."""
    return bool(IDENTITY.search(fold(title)))
