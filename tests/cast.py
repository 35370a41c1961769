"""The people every test knows, in two neighbouring communities of one street.

王居民 resident, 李组长 building-group leader, 张社工 community worker, 刘联络 liaison, 赵物业 property staff,
孙业委 owners' committee, 周管委 management committee, 陈主任 street officer; `next_door` are the same roles
in the community next door (the street officer there sits in another street).
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from beihu.accounts.models import User
from buildings.households.models import Household, Membership
from buildings.places.models import Place
from buildings.posts.models import Post
from buildings.posts.roles import Role
from tripartite.parties.models import Party

LONG_AGO = date(2020, 1, 1)
PASSWORD = "correct horse battery"


@dataclass
class Neighbourhood:
    """One community with a compound under a company and one under a management committee."""

    street: Place
    community: Place
    compound: Place  # has a property company and an owners' committee
    building: Place
    doorway: Place
    other_doorway: Place
    old_compound: Place  # has no company but a property management committee
    old_doorway: Place
    household: Household
    resident: User
    leader: User
    worker: User
    liaison: User
    property_staff: User
    owners_committee: User
    management_committee: User
    officer: User
    residents_party: Party
    company: Party
    owners_party: Party
    management_party: Party
    street_party: Party

    @property
    def people(self) -> dict[str, User]:
        names = ("resident", "leader", "worker", "liaison", "property_staff", "owners_committee",
                 "management_committee", "officer")  # fmt: skip
        return {name: getattr(self, name) for name in names}


def place(code: str, name: str) -> Place:
    from buildings.places.codes import parent_code

    found, _new = Place.objects.get_or_create(
        code=code, defaults={"name": name, "parent_id": parent_code(code) or None}
    )
    return found


def _neighbourhood(street_code: str, community_code: str, n: int) -> Neighbourhood:
    for code, name in (("42", "湖北省"), ("4201", "武汉市"), ("420103", "江汉区")):
        place(code, name)
    street = place(street_code, f"{n}号街道")
    community = place(community_code, f"{n}号社区居委会")
    compound = place(f"{community_code}001", "德富花园")
    building = place(f"{community_code}001001", "1栋")
    doorway = place(f"{community_code}00100101", "1单元")
    other_doorway = place(f"{community_code}00100102", "2单元")
    old_compound = place(f"{community_code}002", "邮电三公司小区")
    place(f"{community_code}002001", "3栋")
    old_doorway = place(f"{community_code}00200101", "1单元")

    def person(name: str, digit: int, role: Role | None = None, at: Place | None = None) -> User:
        phone = f"+861390000{n}{digit:03d}"
        if role is None:
            return User.objects.create_user(phone=phone, name=name)
        user = User(username=f"{role.value}{n}", phone=phone, name=name)
        user.set_unusable_password()  # tests of signing in set one; hashing is slow
        user.save()
        Post.objects.create(user=user, role=role, place=at, since=LONG_AGO, office_phone="027-85550100")
        return user

    def party(kind: Party.Kind, name: str, at: Place) -> Party:
        found, _new = Party.objects.get_or_create(
            kind=kind, place=at, defaults={"name": name, "since": LONG_AGO, "office_phone": "027-85550200"}
        )
        return found

    household = Household.objects.create(place=doorway, room="1001", area=100)
    resident = person("王居民", 1)
    worker = person("张社工", 3, Role.COMMUNITY_WORKER, community)
    Membership.objects.create(
        user=resident,
        household=household,
        relation=Membership.Relation.OWNER,
        verified_at=timezone.now(),
        verified_by=worker,
    )
    return Neighbourhood(
        street=street,
        community=community,
        compound=compound,
        building=building,
        doorway=doorway,
        other_doorway=other_doorway,
        old_compound=old_compound,
        old_doorway=old_doorway,
        household=household,
        resident=resident,
        leader=person("李组长", 2, Role.GROUP_LEADER, building),
        worker=worker,
        liaison=person("刘联络", 4, Role.LIAISON, compound),
        property_staff=person("赵物业", 5, Role.PROPERTY_STAFF, compound),
        owners_committee=person("孙业委", 6, Role.OWNERS_COMMITTEE, compound),
        management_committee=person("周管委", 7, Role.MANAGEMENT_COMMITTEE, old_compound),
        officer=person("陈主任", 8, Role.STREET_OFFICER, street),
        residents_party=party(Party.Kind.RESIDENTS_COMMITTEE, f"{n}号社区居委会", community),
        company=party(Party.Kind.PROPERTY_COMPANY, "安居物业公司", compound),
        owners_party=party(Party.Kind.OWNERS_COMMITTEE, "德富花园业主委员会", compound),
        management_party=party(Party.Kind.MANAGEMENT_COMMITTEE, "邮电三公司小区物业管理委员会", old_compound),
        street_party=party(Party.Kind.STREET_OFFICE, f"{n}号街道办事处", street),
    )


def here() -> Neighbourhood:
    """The community the tests live in."""
    return _neighbourhood("420103010", "420103010001", 1)


def next_door() -> Neighbourhood:
    """The community next door, which lies in the neighbouring street."""
    return _neighbourhood("420103011", "420103011001", 2)
