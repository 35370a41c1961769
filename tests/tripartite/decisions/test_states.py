"""Every state × verb × role, against a table written by hand from the rules, not from the code."""

import pytest

from beihu.accounts.models import User
from beihu.states import Refused
from tripartite.decisions import actions
from tripartite.decisions.deeds import machine_of
from tripartite.decisions.states import DEEDS, MACHINE

pytestmark = pytest.mark.django_db

KEEPERS = {"worker", "officer", "operator"}
TYPISTS = KEEPERS | {"liaison", "owners_committee"}
EXPECTED = {  # verb: phases in which it is open, and to whom
    "announce": ("frozen", KEEPERS),
    "count": ("closed", KEEPERS),
    "cancel": ("drafted frozen announced open closed", KEEPERS),
    "edit": ("drafted frozen", KEEPERS),
    "put": ("drafted frozen", KEEPERS),
    "drop": ("drafted frozen", KEEPERS),
    "freeze": ("drafted", KEEPERS),
    "thaw": ("frozen", KEEPERS),
    "unite": ("frozen", KEEPERS),
    "carry": ("announced open closed", TYPISTS),
    "take_back": ("open", TYPISTS),
    "type_in": ("open closed", TYPISTS),
    "settle": ("open closed", TYPISTS),
    "cast": ("open", {"resident"}),
    "amend": ("counted", KEEPERS),
}
PHASES = ["drafted", "frozen", "announced", "open", "closed", "counted", "cancelled"]


@pytest.fixture
def standing(we, drafted, clock):
    """A vote in each phase."""

    def make(phase: str):
        vote = drafted()
        if phase == "drafted":
            return actions.thaw(vote, by=we.worker, reason="重来")
        if phase == "frozen":
            return vote
        if phase == "cancelled":
            return actions.cancel(vote, by=we.worker, reason="不办了")
        vote = actions.announce(vote, by=we.worker)
        if phase != "announced":
            clock.to(vote.opens_at if phase == "open" else vote.closes_at)
        return actions.count(vote, by=we.worker) if phase == "counted" else vote

    return make


def may(vote, verb, user) -> bool:
    try:
        machine_of(verb).check(vote, verb, user)
    except Refused:
        return False
    return True


def test_the_tables_have_the_verbs_that_are_expected():
    assert {row.name for row in (*MACHINE.transitions, *DEEDS.transitions)} == set(EXPECTED)


@pytest.mark.parametrize("phase", PHASES)
def test_verbs_are_open_to_exactly_whom_the_rules_say(we, they, standing, phase):
    people = we.people | {f"{name} next door": user for name, user in they.people.items()}
    people["operator"] = User.objects.create_superuser("operator")
    vote = standing(phase)
    found = {verb: {name for name, user in people.items() if may(vote, verb, user)} for verb in EXPECTED}
    assert found == {
        verb: who if phase in phases.split() else set() for verb, (phases, who) in EXPECTED.items()
    }
