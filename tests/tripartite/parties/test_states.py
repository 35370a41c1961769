"""Every verb × state × role, against a table written by hand; the buttons, the actions and the pages agree."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from beihu.states import Refused
from tests.make import make_across, make_contract, make_item, make_member, make_term
from tripartite.parties import actions
from tripartite.parties.verbs import BY_NAME, VERBS, available

KEEP = {"worker", "liaison", "officer", "operator"}
APPOINT = {"officer", "operator"}
# kind → states in which a row may be, and the verbs that are open in each
STATES = {
    ("place", "compound"): {"seat", "sign", "past"},
    ("place", "community"): {"seat"},
    ("place", "building"): set(),
    ("party", "committee"): {"term", "across", "unseat"},
    ("party", "company"): {"across", "unseat"},
    ("party", "ended"): set(),
    ("term", "open"): {"elect", "file", "end"},
    ("term", "ended"): set(),
    ("member", "sits"): {"dismiss"},
    ("member", "left"): set(),
    ("contract", "runs"): {"notice", "start", "end"},
    ("contract", "given notice"): {"start", "end"},
    ("contract", "hands over"): {"notice", "add", "end"},
    ("contract", "ended"): {"start"},
    ("item", "open"): {"tick"},
    ("item", "done"): {"untick"},
    ("across", "serves"): {"end"},
    ("across", "ended"): set(),
}
NEEDS_APPOINT = {("place", "seat"), ("party", "unseat")}


def day(n: int):
    return timezone.localdate() + timedelta(days=n)


def row_in(we, kind: str, state: str):
    """A row of this kind in this state, at the compound with a company."""
    match kind, state:
        case "place", _:
            return getattr(we, state)
        case "party", "ended":
            we.owners_party.until = day(0)
            we.owners_party.save()
            return we.owners_party
        case "party", _:
            return we.company if state == "company" else we.owners_party
        case "term", _:
            return make_term(party=we.owners_party, until=day(-1) if state == "ended" else None)
        case "member", _:
            until = day(-1) if state == "left" else None
            return make_member(term=make_term(party=we.owners_party, members=7), until=until)
        case "contract", "ended":
            return make_contract(place=we.compound, until=day(-1))
        case "contract", _:
            contract = make_contract(
                place=we.compound,
                notice_on=day(-9) if state == "given notice" else None,
                leaves_on=day(60) if state == "given notice" else None,
            )
            if state == "hands over":
                make_item(contract=contract)
            return contract
        case "item", _:
            contract = make_contract(place=we.compound)
            return make_item(contract=contract, done_on=day(-1) if state == "done" else None)
    return make_across(
        home=we.residents_party, host=we.owners_party, until=day(-1) if state == "ended" else None
    )


FACTS = {
    ("place", "seat"): {"kind": "residents_committee", "name": "新居委会"},
    ("place", "sign"): {"company": "安居物业公司", "since": day(0)},
    ("place", "past"): {"company": "红日物业", "since": day(-900), "until": day(-800), "end": "expired"},
    ("party", "term"): {"since": day(0), "due_on": day(900)},
    ("party", "across"): {"name": "张社工", "position": "监督员"},
    ("party", "unseat"): {"reason": "解散"},
    ("term", "elect"): {"name": "新人"},
    ("term", "file"): {"filed_on": day(-340)},
    ("term", "end"): {"reason": "解散"},
    ("member", "dismiss"): {"reason": "搬走", "override": "下月补选"},
    ("contract", "notice"): {"of": "dismissed", "notice_on": day(-1)},
    ("contract", "start"): {"leaves_on": day(60)},
    ("contract", "add"): {"text": "园林工具", "due_on": day(60)},
    ("contract", "end"): {"end": "expired", "reason": "到期"},
    ("item", "tick"): {},
    ("item", "untick"): {"reason": "点错"},
    ("across", "end"): {"reason": "轮换"},
}


@pytest.fixture
def cast(we, they):
    """Everybody who might try."""
    return {
        **we.people,
        "operator": User.objects.create_superuser("operator"),
        **{f"{name} next door": person for name, person in they.people.items()},
    }


def test_tables_name_the_same_verbs():
    listed = {(kind, verb) for (kind, _state), verbs in STATES.items() for verb in verbs}
    assert listed == set(BY_NAME) == set(FACTS)
    assert {verb.action for verb in VERBS} == {getattr(actions, name) for name in actions.__all__}


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_buttons_are_open_to_exactly_whom_the_rules_say(we, cast, kind, state):
    row = row_in(we, kind, state)
    shown = {name: {verb.name for verb in available(kind, row, person)} for name, person in cast.items()}
    expected = {
        name: {
            verb
            for verb in STATES[kind, state]
            if name in (APPOINT if (kind, verb) in NEEDS_APPOINT else KEEP)
            and not (name == "liaison" and state == "community")
        }
        for name in cast
    }
    assert shown == expected


@pytest.mark.parametrize(("kind", "verb"), FACTS)
def test_action_is_refused_to_everybody_else(we, cast, kind, verb):
    state = next(state for (k, state), verbs in STATES.items() if k == kind and verb in verbs)
    row = row_in(we, kind, state)
    facts = dict(FACTS[kind, verb])
    if (kind, verb) == ("party", "across"):
        facts["home"] = we.residents_party
    allowed = APPOINT if (kind, verb) in NEEDS_APPOINT else KEEP
    for name, person in cast.items():
        if name not in allowed:
            with pytest.raises(Refused):
                BY_NAME[kind, verb].perform(row, by=person, **facts)


@pytest.mark.parametrize(
    ("kind", "state", "verb"),
    [
        (kind, state, verb)
        for (kind, state), verbs in STATES.items()
        for k, verb in FACTS
        if k == kind and verb not in verbs
    ],
)
def test_action_is_refused_in_every_other_state(we, cast, kind, state, verb):
    row, facts = row_in(we, kind, state), dict(FACTS[kind, verb])
    if (kind, verb) == ("party", "across"):
        facts["home"] = we.residents_party
    if (kind, state, verb) == ("place", "community", "seat"):
        return
    with pytest.raises(Refused):
        BY_NAME[kind, verb].perform(row, by=cast["officer"], **facts)


@pytest.mark.parametrize(
    ("kind", "state", "verb"), [(k, s, verb) for (k, s), verbs in STATES.items() for verb in sorted(verbs)]
)
def test_page_of_every_verb_opens_to_the_same_people(client, we, cast, kind, state, verb):
    row = row_in(we, kind, state)
    key = row.code if kind == "place" else row.pk
    url = reverse(f"{kind}_verb", args=[key, verb])
    found = {}
    for name, person in cast.items():
        client.force_login(person)
        found[name] = client.get(url).status_code
    allowed = APPOINT if (kind, verb) in NEEDS_APPOINT else KEEP
    if state == "community":
        inside = {"worker"}
        allowed = allowed - {"liaison"}
    else:
        inside = {"worker", "liaison", "property_staff", "owners_committee"}
    expected = {name: 200 if name in allowed else 403 if name in inside else 404 for name in cast}
    assert found == expected


@pytest.mark.parametrize(
    ("kind", "state", "verb"),
    [
        ("term", "ended", "elect"),
        ("member", "left", "dismiss"),
        ("contract", "ended", "end"),
        ("item", "done", "tick"),
        ("across", "ended", "end"),
        ("party", "ended", "unseat"),
    ],
)
def test_whoever_comes_too_late_is_told(client, we, kind, state, verb):
    row = row_in(we, kind, state)
    client.force_login(we.officer)
    url = reverse(f"{kind}_verb", args=[row.pk, verb])
    assert (client.get(url).status_code, client.post(url, {"reason": "x"}).status_code) == (409, 409)
