"""The verbs of this room as one table: on what, by which right, with which form, and when they are open.

Buttons, pages, actions and the tests of states × verbs × roles read the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buildings.places.codes import Level
from buildings.posts.roles import APPOINT, KEEP_PARTY

from . import actions
from .committees import CrossAppointment, Member, Term
from .companies import Contract, HandoverItem
from .forms import committees as c
from .forms import contracts as k
from .forms.parts import PartyForm
from .models import Party
from .terms import WITH_TERMS

LONG_GONE = timedelta(days=730)  # nobody hands anything over any more


@dataclass(frozen=True)
class Verb:
    kind: str  # what it is done to: place, party, term, member, contract, item, across
    name: str
    label: str | Promise
    icon: str
    right: str
    form: type[PartyForm]
    action: Callable[..., Any]
    is_open: Callable[[Any], bool]
    hint: str | Promise = ""
    style: str = "secondary"
    target: str = ""  # the action's name for what it is done to, when it takes it by name

    def perform(self, about: Any, *, by: Any, **facts: Any) -> Any:
        return (
            self.action(by=by, **{self.target: about}, **facts)
            if self.target
            else self.action(about, by=by, **facts)
        )


def scope_of(about: Any) -> Any:
    """The place or party that the right is asked of."""
    match about:
        case Term():
            return about.party
        case Member():
            return about.term.party
        case Contract():
            return about.place
        case HandoverItem():
            return about.contract.place
        case CrossAppointment():
            return about.host
    return about


def _seated(party: Party) -> bool:
    return party.until is None or party.until > timezone.localdate()


def _compound(place: Any) -> bool:
    return len(place.code) == Level.COMPOUND and place.is_open


def _has_seats(place: Any) -> bool:
    return len(place.code) in (Level.STREET, Level.COMMUNITY, Level.COMPOUND) and place.is_open


def _runs(row: Any) -> bool:
    return row.until is None


def _may_hand_over(contract: Contract) -> bool:
    """No checklist yet, and the company works here or left not long ago."""
    lately = contract.until is None or contract.until > timezone.localdate() - LONG_GONE
    return lately and not _has_list(contract)


def _has_list(contract: Contract) -> bool:
    """Whether the checklist stands; the pages read it together with the contract."""
    known = getattr(contract, "owed", None)
    return bool(known) if hasattr(contract, "owed") else contract.handover.exists()


VERBS: tuple[Verb, ...] = (
    Verb("place", "seat", _("Give a party its seat"), "plus", APPOINT, c.SeatForm, actions.seat, _has_seats,
         _("A property company gets its seat with its contract."), target="place"),
    Verb("place", "sign", _("Enter a contract"), "file", KEEP_PARTY, k.SignForm, actions.sign_contract, _compound,
         _("The company takes its seat at the table with it."), "primary", target="place"),
    Verb("place", "past", _("Enter an earlier contract"), "clock", KEEP_PARTY, k.PastForm, actions.note_past, _compound,
         _("For the record: who worked here before, and how it ended."), target="place"),
    Verb("party", "term", _("Open a term"), "plus", KEEP_PARTY, c.TermForm, actions.open_term,
         lambda party: party.kind in WITH_TERMS and _seated(party),
         _("The term before it ends on the day of the election."), "primary"),
    Verb("party", "across", _("Appoint across"), "merge", KEEP_PARTY, c.AcrossForm, actions.appoint_across, _seated,
         _("Somebody of another party serves in this one. Nobody stands on both sides of one contract.")),
    Verb("party", "unseat", _("End the seat"), "close", APPOINT, c.UnseatForm, actions.unseat,
         lambda party: party.until is None, _("Open issues in its hands must be handed on first."), "danger"),
    Verb("term", "elect", _("Add a member"), "plus", KEEP_PARTY, c.ElectForm, actions.elect_member, _runs),
    Verb("term", "file", _("Filed and posted"), "check", KEEP_PARTY, c.FilingForm, actions.file_term, _runs,
         _("When the election was filed with the street office, and the list of members posted.")),
    Verb("term", "end", _("End the term"), "close", KEEP_PARTY, c.EndTermForm, actions.end_term, _runs,
         _("Its members leave with it. A new election ends it by itself."), "danger"),
    Verb("member", "dismiss", _("End the seat of a member"), "minus", KEEP_PARTY, c.DismissForm,
         actions.dismiss_member, lambda member: member.until is None and member.term.until is None, style="danger"),
    Verb("contract", "notice", _("Notice was given"), "bell", KEEP_PARTY, k.NoticeForm, actions.give_notice,
         lambda contract: contract.until is None and contract.notice_on is None,
         _("60 days when the owners dismiss the company, 90 when it does not renew, unless the contract says else.")),
    Verb("contract", "start", _("Begin the handover"), "list", KEEP_PARTY, k.StartHandoverForm, actions.start_handover,
         _may_hand_over, _("A checklist with the days the law gives."), "primary"),
    Verb("contract", "add", _("Add to the checklist"), "plus", KEEP_PARTY, k.AddItemForm, actions.add_item, _has_list),
    Verb("contract", "end", _("End the contract"), "close", KEEP_PARTY, k.EndContractForm, actions.end_contract, _runs,
         _("The company leaves the table, unless another contract of it goes on. Hand its open issues on first."),
         "danger"),
    Verb("item", "tick", _("Tick as handed over"), "check", KEEP_PARTY, k.TickForm, actions.tick_item,
         lambda item: item.done_on is None, style="primary"),
    Verb("item", "untick", _("Take the tick back"), "undo", KEEP_PARTY, k.UntickForm, actions.untick_item,
         lambda item: item.done_on is not None),
    Verb("across", "end", _("End the cross-appointment"), "close", KEEP_PARTY, c.EndAcrossForm,
         actions.end_cross_appointment,
         lambda one: one.until is None or one.until > timezone.localdate(), style="danger"),
)  # fmt: skip
BY_NAME = {(verb.kind, verb.name): verb for verb in VERBS}


def available(kind: str, about: Any, user: Any) -> list[Verb]:
    """The verbs this person may do to this row now, in table order: what the buttons show."""
    scope = scope_of(about)
    return [
        verb
        for verb in VERBS
        if verb.kind == kind
        and verb.is_open(about)
        and user.is_authenticated
        and user.has_perm(verb.right, scope)
    ]


# What the log calls them.
VERB_WORDS: dict[str, str | Promise] = {
    "term.open": _("opened a term of a committee"),
    "term.end": _("ended a term of a committee"),
    "term.file": _("noted the filing of an election"),
    "member.elect": _("noted a new committee member"),
    "member.dismiss": _("noted that a committee member left"),
    "contract.sign": _("entered a property contract"),
    "contract.note": _("entered an earlier property contract"),
    "contract.notice": _("noted a notice to end a contract"),
    "contract.end": _("ended a property contract"),
    "handover.start": _("began a handover"),
    "handover.add": _("added to a handover"),
    "handover.tick": _("ticked an item of a handover"),
    "handover.untick": _("took a tick of a handover back"),
    "cross.appoint": _("entered a cross-appointment"),
    "cross.end": _("ended a cross-appointment"),
    "party.export": _("exported contracts or committees"),
}
