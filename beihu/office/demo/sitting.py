"""Who sits at the tables of the demo: members of the committees, contracts of the companies."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from buildings.posts.roles import Role
from tripartite.parties import actions as parties
from tripartite.parties.models import Party

from . import cast
from .situations import read

if TYPE_CHECKING:
    from .town import Compound, Town

FIRST, SECOND = cast.HOME.values()
TEXTS = read("meetings")
Kind = Party.Kind


def company(town: "Town", compound: "Compound") -> None:
    """The company's contract, and with it its seat. The one of the article comes only when the story has begun."""
    if compound.place.name != FIRST:
        parties.sign_contract(
            by=town.officer, place=compound.place, company=compound.company, phone=compound.phone,
            since=town.since, ends_on=town.since + timedelta(days=3 * 365),
        )  # fmt: skip
        return
    for name, begin, end, how, why in TEXTS["story"]["companies"]:
        parties.note_past(
            by=town.officer,
            place=compound.place,
            company=name,
            since=town.since - timedelta(days=int((begin - 1) * 365)),
            until=town.since - timedelta(days=int((end - 1) * 365)),
            end=how,
            end_note=why,
        )


def elect(town: "Town", compound: "Compound", body: Party) -> None:
    """A committee of seven, elected on the day the town's records begin."""
    own = body.kind == Kind.MANAGEMENT_COMMITTEE
    role = Role.MANAGEMENT_COMMITTEE if own else Role.OWNERS_COMMITTEE
    parties.open_term(
        body,
        by=town.officer,
        since=town.since,
        due_on=town.since + timedelta(days=(3 if own else 5) * 365),
        filed_on=town.since + timedelta(days=20),
        posted_on=town.since + timedelta(days=2),
        initiator=TEXTS["committee_story"]["initiator"] if compound.place.name == SECOND else "",
        members=members(town, compound, own, compound.community.staff[role]),
    )


def members(town: "Town", compound: "Compound", own: bool, speaker: Any) -> list[dict[str, Any]]:
    """In a management committee the residents' committee sends the chair; owners are at least half."""
    committee = compound.community.place.name
    player = {"name": speaker.name, "user": speaker}
    if compound.place.name == SECOND:
        named = [
            {
                "name": name,
                "position": position,
                "is_owner": owner,
                "sent_by": committee if position == "chair" else by,
            }
            for name, position, owner, by in TEXTS["committee_story"]["members"]
        ]
        named[2] |= player
        return named
    names: list[str] = []
    while len(names) < 6:  # nobody sits twice in one committee, and two may be drawn with one name
        names += [name] if (name := cast.name(town.lots)) not in names else []
    rest = [{"name": name, "position": "member", "is_owner": True, "sent_by": ""} for name in names[:5]]
    deputy = player | {"position": "deputy" if own else "chair", "is_owner": True, "sent_by": ""}
    other = {"name": names[5], "position": "deputy", "is_owner": True, "sent_by": ""}
    if own:
        other |= {"position": "chair", "is_owner": False, "sent_by": committee}
    return [other, deputy, *rest]
