"""Every state × verb × role of a permit, against a table written by hand."""

import pytest

from beihu.accounts.models import User
from beihu.states import Refused
from tests.make_parking import make_home, make_space
from tripartite.selfmanagement.parking.models import Permit
from tripartite.selfmanagement.parking.permits import ACTIONS
from tripartite.selfmanagement.parking.states import MACHINE, TONES, Status

pytestmark = pytest.mark.django_db
EXPECTED = {
    "grant": ({"asked", "waiting"}, "granted"),
    "queue": ({"asked"}, "waiting"),
    "refuse": ({"asked", "waiting"}, "refused"),
    "end": ({"granted"}, "ended"),
    "give_back": ({"asked", "waiting", "granted"}, "ended"),
}


def facts_of(verb, lot):
    facts = {"note": "说明"}
    return facts | ({"space": make_space(lot, f"N{lot.spaces.count()}")} if verb == "grant" else {})


def test_table_has_these_verbs():
    assert {row.name: (set(row.sources), row.target) for row in MACHINE.transitions} == EXPECTED
    assert (set(TONES), set(ACTIONS)) == (set(Status.values), set(EXPECTED))


def test_verbs_in_every_state(lot, keeper, owner, home, put):
    found, wanted = {}, {}
    for verb, (sources, target) in EXPECTED.items():
        for state in Status.values:
            row = put(state, user=owner, household=home)
            wanted[verb, state] = target if state in sources else "refused"
            by = owner if verb == "give_back" else keeper
            try:
                found[verb, state] = ACTIONS[verb](row, by=by, **facts_of(verb, lot)).status
            except Refused:
                assert (Permit.objects.get(pk=row.pk).status, row.events.count()) == (state, 0)
                found[verb, state] = "refused"
    assert found == wanted


def test_verbs_by_every_role(we, they, lot, keeper, owner, guard, put):
    operator = User.objects.create_superuser("operator")
    people = we.people | {"operator": operator, "owner": owner, "guard": guard}
    people |= {f"{name} next door": one for name, one in they.people.items()}
    for verb in EXPECTED:
        may = set()
        for name, person in people.items():
            row = put(
                "granted" if verb == "end" else "asked",
                user=owner,
                household=make_home(we.old_doorway, name[:30]),
            )
            try:
                ACTIONS[verb](row, by=person, **facts_of(verb, lot))
                may.add(name)
            except Refused:
                assert not row.events.exists()
        assert may == ({"owner"} if verb == "give_back" else {"management_committee", "operator"}), verb


def test_buttons_are_what_the_table_opens(keeper, put):
    shown = {state: [row.name for row in MACHINE.available(put(state), keeper)] for state in Status.values}
    assert shown == {
        "asked": ["grant", "queue", "refuse"],
        "waiting": ["grant", "refuse"],
        "granted": ["end"],
        "ended": [],
        "refused": [],
    }
