"""Who must be there so that a meeting can decide: exact counting, by the rule of its kind.

| kind | rule |
|---|---|
| joint meeting | more than half of the bodies that are needed; a body is there when one of its people is |
| committee meeting | more than half of the members; of a management committee also more than half of the owner members |
| residents' meeting | more than half of those entitled, whose number the organiser enters |
| hearing, evening talk | none |

"More than half" does not include half (Civil Code art. 1259: 超过 does not include the number). The shares stand in
`parties/data/rules.toml` with their sources; a city may have its own. Nobody sits in for an absent member.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.parties.committees import Member
from tripartite.parties.rules import Rule, rules_for

from .models import Invitation, Meeting

HALF = Fraction(1, 2)
BODIES, MEMBERS, OWNERS, RESIDENTS = "bodies", "members", "owners", "residents"


class Part(NamedTuple):
    """One gate: so many of so many, of which more than a share is needed. `total` None: nobody has said yet."""

    what: str
    present: int
    total: int | None
    share: Fraction = HALF

    @property
    def is_met(self) -> bool:
        return bool(self.total) and more_than(self.present, self.total or 0, self.share)

    @property
    def words(self) -> str:
        facts = {"present": self.present, "total": "?" if self.total is None else self.total}
        return {
            BODIES: _("%(present)s of %(total)s bodies"),
            MEMBERS: _("%(present)s of %(total)s members"),
            OWNERS: _("%(present)s of %(total)s owner members"),
            RESIDENTS: _("%(present)s of %(total)s entitled"),
        }[self.what] % facts


class Quorum(NamedTuple):
    """All gates of one meeting; none at all means that its kind needs none."""

    parts: tuple[Part, ...] = ()
    source: str = ""

    @property
    def is_quorate(self) -> bool | None:
        return all(part.is_met for part in self.parts) if self.parts else None

    @property
    def is_unknown(self) -> bool:
        """The number it is counted from has not been entered."""
        return any(part.total is None for part in self.parts)

    @property
    def words(self) -> str:
        """ "5 of 7 members, 3 of 4 owner members: quorate"."""
        if not self.parts:
            return _("This kind of meeting needs no quorum.")
        counts = _(", ").join(part.words for part in self.parts)
        if self.is_unknown:
            return _("%(counts)s: enter how many are entitled") % {"counts": counts}
        if self.is_quorate:
            return _("%(counts)s: quorate") % {"counts": counts}
        return _("%(counts)s: not quorate") % {"counts": counts}


def more_than(present: int, total: int, share: Fraction = HALF) -> bool:
    return present * share.denominator > total * share.numerator


# -- the rules, as functions of what is known ---------------------------------------------------------------


def of_bodies(present: Iterable[bool], share: Fraction = HALF) -> tuple[Part, ...]:
    """`present`: for each needed body, whether one of its people is there."""
    there = list(present)
    return (Part(BODIES, sum(there), len(there), share),)


def of_committee(
    members: Iterable[tuple[bool, bool]], share: Fraction = HALF, owners_share: Fraction | None = None
) -> tuple[Part, ...]:
    """`members`: (is an owner, is there) of each. With an `owners_share` the owners are a second gate."""
    rows = list(members)
    all_members = Part(MEMBERS, sum(there for _owner, there in rows), len(rows), share)
    if owners_share is None:
        return (all_members,)
    owners = [there for owner, there in rows if owner]
    return (all_members, Part(OWNERS, sum(owners), len(owners), owners_share))


def of_residents(present: int, entitled: int | None, share: Fraction = HALF) -> tuple[Part, ...]:
    return (Part(RESIDENTS, present, entitled, share),)


# -- the same, asked of the tables: one query each -------------------------------------------------------------


def count(meeting: Meeting) -> Quorum:
    """As the attendance stands now."""
    rules = rules_for(meeting.place_id, "quorum")
    if meeting.kind == Meeting.Kind.JOINT:
        return Quorum(of_bodies(_bodies(meeting), rules["joint_share"].value), rules["joint_share"].source)
    if meeting.kind == Meeting.Kind.COMMITTEE:
        return _committee(meeting, rules)
    if meeting.kind == Meeting.Kind.RESIDENTS:
        rule = rules["residents_share"]
        present = _came(meeting).filter(is_observer=False).count() + (meeting.heads or 0)
        return Quorum(of_residents(present, meeting.entitled, rule.value), rule.source)
    return Quorum()


def _came(meeting: Meeting) -> QuerySet[Invitation]:
    return Invitation.objects.filter(meeting=meeting, came=Invitation.Came.PRESENT)


def _bodies(meeting: Meeting) -> list[bool]:
    there = _came(meeting).filter(party=OuterRef("party"), is_observer=False)
    bodies = meeting.bodies.filter(is_needed=True).annotate(there=Exists(there))
    return list(bodies.values_list("there", flat=True))


def _committee(meeting: Meeting, rules: dict[str, Rule]) -> Quorum:
    kind = meeting.party.kind if meeting.party else ""
    rule = rules.get(f"{kind}_share", rules["committee_share"])
    owners = rules.get(f"{kind}_owners_share")
    members = _members(meeting) or _invited(meeting)
    return Quorum(of_committee(members, rule.value, owners.value if owners else None), rule.source)


def _members(meeting: Meeting) -> list[tuple[bool, bool]]:
    """The committee's members on that day, invited or not: whoever was forgotten counts as absent."""
    if meeting.party_id is None:
        return []
    day = timezone.localdate(meeting.starts_at)
    there = _came(meeting).filter(Q(user=OuterRef("user")) | Q(user__isnull=True, name=OuterRef("name")))
    term = Q(term__party=meeting.party_id, term__since__lte=day)
    running = Q(term__until__isnull=True) | Q(term__until__gt=day)
    members = Member.objects.in_force(day).filter(term, running).annotate(there=Exists(there))
    return list(members.values_list("is_owner", "there"))


def _invited(meeting: Meeting) -> list[tuple[bool, bool]]:
    """While the portal does not know the committee's members: those invited for it."""
    asked = Invitation.objects.filter(meeting=meeting, is_observer=False, walked_in=False)
    if meeting.party_id:
        asked = asked.filter(party=meeting.party_id)
    rows = asked.values_list("is_owner", "came")
    return [(owner, came == Invitation.Came.PRESENT) for owner, came in rows]
