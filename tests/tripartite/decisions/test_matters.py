"""The rule pack: every matter has a decider, a gate where owners vote, and a source; a city overrides by key."""

import pytest

from tripartite.decisions import matters
from tripartite.decisions.matters import Decider, city_pack, matters_for, procedure_for

WUHAN, ELSEWHERE = "420103010001001", "310101001001001"
SPECIAL = {"raise_funds", "rebuild", "change_common", "charge_parking"}  # art. 278 (6)-(8)


def test_every_matter_names_decider_and_source():
    found = matters_for(WUHAN)
    assert {one.decider for one in found.values()} == set(Decider.values)
    assert [code for code, one in found.items() if not one.source or not one.title] == []


def test_gates_are_those_of_article_278():
    owners = {code: one.gate for code, one in matters_for(WUHAN).items() if one.decider == Decider.OWNERS}
    assert owners == {code: "special" if code in SPECIAL else "general" for code in owners}
    assert set(owners) >= SPECIAL
    assert owners["use_funds"] == "general"  # using is not raising


def test_who_does_not_vote_as_owner_has_no_gate():
    others = [one for one in matters_for(WUHAN).values() if one.decider != Decider.OWNERS]
    assert [one.gate for one in others] == [""] * len(others)


def test_wuhan_has_a_pack_with_nothing_in_it_and_elsewhere_there_is_none():
    assert (city_pack(WUHAN), city_pack(ELSEWHERE)) == (("武汉市", False), ("", False))


def test_notice_is_fifteen_days():
    assert procedure_for(WUHAN)["notice_days"].value == 15


@pytest.fixture
def own_pack(monkeypatch):
    packs = matters._packs()
    city = {"name": "武汉市", "use_funds": {"title": "使用维修资金", "decider": "owners", "gate": "special", "source": "本市办法"},
            "procedure": {"notice_days": {"value": 20, "source": "本市办法"}}}  # fmt: skip
    monkeypatch.setattr(matters, "_packs", lambda: packs | {"city": {"4201": city}})


def test_a_city_overrides_the_nation_by_key(own_pack):
    here, there = matters_for(WUHAN)["use_funds"], matters_for(ELSEWHERE)["use_funds"]
    assert (here.gate, here.pack, there.gate, there.pack) == ("special", "武汉市", "general", "全国")
    assert (procedure_for(WUHAN)["notice_days"].value, procedure_for(WUHAN)["posting_days"].value) == (20, 7)
    assert city_pack(WUHAN) == ("武汉市", True)
