"""Who plays: the staff by name, the residents by lot, and how to sign in as each.

All telephone numbers begin with 139 0000; all staff share one password, which is printed wherever the demo is.
"""

from random import Random
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from buildings.posts.roles import Role

PASSWORD = "beihu-demo"
FIRST, SECOND = "420103010003", "420103010005"  # the two communities in which every role is played
STREET = "420103010"
HOME = {FIRST: "德富花园", SECOND: "邮电三公司小区"}


class Player(NamedTuple):
    """A member of staff. Where the post lies, by role: street, community, or compounds of the community."""

    name: str
    username: str
    role: Role
    community: str
    digits: int  # the last four of the telephone number


R = Role
PLAYERS = [
    Player("李组长", "li.zuzhang", R.GROUP_LEADER, FIRST, 1002),
    Player("张社工", "zhang.shegong", R.COMMUNITY_WORKER, FIRST, 1003),
    Player("刘联络", "liu.lianluo", R.LIAISON, FIRST, 1004),
    Player("赵物业", "zhao.wuye", R.PROPERTY_STAFF, FIRST, 1005),
    Player("孙业委", "sun.yewei", R.OWNERS_COMMITTEE, FIRST, 1006),
    Player("周管委", "zhou.guanwei", R.MANAGEMENT_COMMITTEE, FIRST, 1007),
    Player("陈主任", "chen.zhuren", R.STREET_OFFICER, FIRST, 1008),
    Player("郑组长", "zheng.zuzhang", R.GROUP_LEADER, SECOND, 2002),
    Player("何社工", "he.shegong", R.COMMUNITY_WORKER, SECOND, 2003),
    Player("林联络", "lin.lianluo", R.LIAISON, SECOND, 2004),
    Player("马物业", "ma.wuye", R.PROPERTY_STAFF, SECOND, 2005),
    Player("高业委", "gao.yewei", R.OWNERS_COMMITTEE, SECOND, 2006),
    Player("罗管委", "luo.guanwei", R.MANAGEMENT_COMMITTEE, SECOND, 2007),
    Player("徐主任", "xu.zhuren", R.STREET_OFFICER, SECOND, 2008),
    Player("石门卫", "shi.menwei", R.GATEKEEPER, SECOND, 2010),
    # the other communities: a worker, somebody of the company, somebody who runs the compounds without one
    Player("梁社工", "liang.shegong", R.COMMUNITY_WORKER, "420103010001", 3003),
    Player("唐物业", "tang.wuye", R.PROPERTY_STAFF, "420103010001", 3005),
    Player("韩业委", "han.yewei", R.OWNERS_COMMITTEE, "420103010001", 3006),
    Player("冯管委", "feng.guanwei", R.MANAGEMENT_COMMITTEE, "420103010001", 3007),
    Player("许社工", "xu.shegong", R.COMMUNITY_WORKER, "420103010002", 4003),
    Player("邓物业", "deng.wuye", R.PROPERTY_STAFF, "420103010002", 4005),
    Player("曹业委", "cao.yewei", R.OWNERS_COMMITTEE, "420103010002", 4006),
    Player("彭管委", "peng.guanwei", R.MANAGEMENT_COMMITTEE, "420103010002", 4007),
    Player("曾社工", "zeng.shegong", R.COMMUNITY_WORKER, "420103010004", 5003),
    Player("肖物业", "xiao.wuye", R.PROPERTY_STAFF, "420103010004", 5005),
    Player("田业委", "tian.yewei", R.OWNERS_COMMITTEE, "420103010004", 5006),
    Player("董管委", "dong.guanwei", R.MANAGEMENT_COMMITTEE, "420103010004", 5007),
    Player("袁社工", "yuan.shegong", R.COMMUNITY_WORKER, "420103010006", 6003),
    Player("潘物业", "pan.wuye", R.PROPERTY_STAFF, "420103010006", 6005),
    Player("蒋业委", "jiang.yewei", R.OWNERS_COMMITTEE, "420103010006", 6006),
    Player("余管委", "yu.guanwei", R.MANAGEMENT_COMMITTEE, "420103010006", 6007),
]
RESIDENTS = {FIRST: ("王居民", 1001), SECOND: ("吴居民", 2001)}  # the first resident of the compound in HOME

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
)
GIVEN = [
    "秀英", "桂兰", "建国", "玉梅", "志强", "丽华", "国庆", "春兰", "德明", "红霞", "文斌", "小燕", "永福", "凤珍",
    "卫东", "爱华", "海涛", "素芬", "金生", "晓敏", "家旺", "翠莲", "立新", "慧芳", "光荣", "腊梅", "汉生", "思琪",
]  # fmt: skip


def phone(digits: int) -> str:
    """E.164, obviously nobody's."""
    return f"+861390000{digits:04d}"


def name(rng: Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def _resident(community: str) -> tuple[str | Promise, str | Promise]:
    who, digits = RESIDENTS[community]
    how = format_lazy(_("phone {digits}, the code appears at /dev/outbox"), digits=f"1390000{digits}")
    return format_lazy("{} {} ({})", who, _("resident"), HOME[community]), how


def sign_ins() -> list[tuple[str | Promise, str | Promise]]:
    """(who, how) of the people worth trying, residents first."""
    staff = [player for player in PLAYERS if player.community in HOME]
    return [_resident(FIRST), _resident(SECOND)] + [
        (format_lazy("{} {}", one.name, one.role.label), f"{one.username} / {PASSWORD}") for one in staff
    ]
