"""What the columns and words of a hotline's export mean, as tables anybody can extend.

A title is found when it is one of these words, or else when it holds a Chinese one that is not marked `=`; the
first field that fits takes it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from beihu.sheets.reading import Cell

from .categories import Category
from .cells import Unfit, as_line
from .states import Status
from .whereabouts import fold

# field → titles of its column, the surest first
FIELDS: dict[str, tuple[str, ...]] = {
    "source_id": ("工单编号", "工单号", "受理编号", "诉求编号", "事项编号", "流水号", "=编号", "case id", "ticket", "number"),
    "closed_at": ("办结时间", "结案时间", "完成时间", "关闭时间", "closed at", "closed"),
    "at": ("受理时间", "来电时间", "登记时间", "诉求时间", "反映时间", "创建时间", "提交时间", "录入时间", "日期", "时间", "date", "time"),
    "state": ("工单状态", "办理状态", "处理状态", "状态", "status", "state"),
    "title": ("诉求标题", "工单标题", "标题", "主题", "title", "subject"),
    "text": ("诉求内容", "工单内容", "反映内容", "主要内容", "问题描述", "事项内容", "诉求描述", "内容", "描述", "text", "content"),
    "category": ("诉求类别", "诉求类型", "问题类型", "事项类别", "分类", "类别", "类型", "category"),
    "contact_phone": ("联系电话", "来电号码", "手机号", "联系方式", "电话", "phone"),
    "contact_name": ("诉求人", "来电人", "反映人", "联系人", "市民姓名", "姓名", "name"),
    "community": ("所属社区", "责任社区", "社区名称", "社区", "community"),
    "place": ("点位编码", "点位", "小区名称", "所属小区", "小区", "place", "compound"),
    "building": ("楼栋编号", "楼栋号", "楼栋", "楼号", "幢号", "栋", "幢", "building"),
    "spot": ("详细地址", "事发地址", "诉求地址", "具体位置", "地址", "address"),
}  # fmt: skip
NEEDED = ("at", "text")

STATES: dict[str, tuple[str, ...]] = {
    Status.SUBMITTED: ("待受理", "未受理", "未处理", "待处理", "待派单", "待签收", "新建", "submitted", "new", "open"),
    Status.ACCEPTED: ("已受理", "受理", "处理中", "办理中", "在办", "已派单", "已转办", "转办", "已签收", "accepted"),
    Status.AUTO_CLOSED: ("已办结", "办结", "已结案", "结案", "已完成", "已处理", "已回复", "已关闭", "关闭", "closed", "done"),
}  # fmt: skip

# the first line of which a word occurs in the category, else in the text
KEYWORDS: tuple[tuple[str, str], ...] = (
    (Category.LIFT, "电梯"),
    (Category.GAS, "燃气 天然气 煤气"),
    (Category.POWER, "停电 供电 跳闸 电力 电表"),
    (Category.WATER, "停水 供水 水压 二次供水 下水 排水 水管 漏水 管道 积水 渗水"),
    (Category.LIGHTING, "路灯 楼道灯 照明"),
    (Category.PARKING, "停车 车位 占位"),
    (Category.BUILDING_WORKS, "违建 违章建筑 违法建设 违规搭建 私搭乱建"),
    (Category.BLOCKED_WAY, "堆物 杂物 占道 消防通道 堵塞"),
    (Category.NOISE, "噪音 噪声 扰民"),
    (Category.CLEANING, "垃圾 保洁 卫生 清扫 异味"),
    (Category.GREENERY, "绿化 树木 树枝 修剪"),
    (Category.SECURITY, "治安 门禁 保安 盗窃 监控"),
    (Category.FEES, "物业费 收费 账目 维修资金"),
    (Category.NEIGHBOURS, "邻里 纠纷"),
    (Category.ELDERS, "老人 养老 助老 低保"),
    (Category.REPAIRS, "维修 破损 墙面 屋顶 外墙 脱落 房屋"),
)  # fmt: skip


def guess(titles: Sequence[Cell], given: Mapping[str, str]) -> dict[int, str]:
    """Position of a column → field; `given` (title → field, '' = leave out) goes before our guesses."""
    names = {position: as_line(title) for position, title in enumerate(titles) if as_line(title)}
    found = {position: given[name] for position, name in names.items() if name in given}
    for fits in (_same, _holds):
        for field, words in FIELDS.items():
            if field not in found.values():
                free = [position for position in names if position not in found]
                fitting = (at for word in words for at in free if fits(fold(names[at]), word))
                found |= dict.fromkeys(islice(fitting, 1), field)
    return {position: field for position, field in sorted(found.items()) if field}


def _same(title: str, word: str) -> bool:
    return title == word.removeprefix("=")


def _holds(title: str, word: str) -> bool:
    return len(word) > 1 and not word.isascii() and not word.startswith("=") and word in title


@cache
def labels() -> dict[str, str]:
    """Every name of a category, in every language of the portal → its value."""
    found = {value: value for value in Category.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(label)): value for value, label in Category.choices}
    return found


def state_of(words: str) -> str:
    """Status of a state's name; nothing said means: just filed."""
    if not words:
        return Status.SUBMITTED
    for status, names in STATES.items():
        if fold(words) in names:
            return status
    raise Unfit(_("The state “%(state)s” is not known.") % {"state": words[:40]})


def category_of(words: str, text: str) -> str:
    """By value or label, else by the first keyword in the category's name, else in the text."""
    if value := labels().get(fold(words)):
        return value
    for where in (words, text[:500]):
        for category, keywords in KEYWORDS:
            if any(word in where for word in keywords.split()):
                return category
    return Category.OTHER
