"""From the question who decides to the announced vote, through the pages of the office."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from buildings.households.models import Household, Membership, Occupant
from tests.make_votes import make_vote
from tripartite.decisions.matters import matters_for
from tripartite.decisions.models import Vote

pytestmark = pytest.mark.django_db
BODY = {"title": "选聘物业", "text": "", "screen": "", "system": ""}


def test_wizard_says_who_decides_and_where_it_stands(client, we):
    path = f"/votes/who-decides/?place={we.compound.code}"
    page = client.get(path).content.decode()
    assert (page.count("choice-row"), "data-city-empty" in page) == (16, True)
    page = client.get(f"{path}&matter=change_common").content.decode()
    assert re.findall(r'data-decider="(\w+)"|data-gate="(\w+)"', page) == [("owners", ""), ("", "special")]
    assert ("民法典第二百七十八条第一款第八项（全国）" in page, "data-next" in page) == (True, False)
    page = client.get(f"{path}&matter=residents_matter").content.decode()
    assert (re.findall(r'data-decider="(\w+)"', page), "data-gate" in page) == (["residents"], False)


@pytest.mark.parametrize(
    ("decider", "words"),
    [
        ("residents", ["1/2", "城市居民委员会组织法（2018年修正）第九条"]),
        ("owners_committee", ["1/2", "建房〔2009〕274号"]),
        ("management_committee", ["1/2", "北京市物业管理条例第五十七条", "<b>3</b>", "<b>10</b>"]),
    ],
)
def test_wizard_says_by_how_many_others_decide(client, we, decider, words):
    matter = next(one for one in matters_for("").values() if one.decider == decider)
    page = client.get(f"/votes/who-decides/?place={we.compound.code}&matter={matter.code}").content.decode()
    assert [one for one in words if one not in page] == []


def test_wizard_without_place_is_the_nations(client, db):
    page = client.get("/votes/who-decides/?matter=hire_company&place=x").content.decode()
    assert ("data-city-empty" in page, re.findall(r'data-gate="(\w+)"', page)) == (False, ["general"])


@pytest.mark.parametrize(
    ("who", "matter", "target"),
    [
        ("worker", "hire_company", "/votes/new/?place={}&amp;matter=hire_company"),
        ("worker", "residents_matter", "/meetings/"),
        ("resident", "hire_company", None),
        ("owners_committee", "hire_company", None),
    ],
)
def test_wizard_leads_on_whoever_may(signed_in, we, who, matter, target):
    page = signed_in(getattr(we, who)).get(f"/votes/who-decides/?place={we.compound.code}&matter={matter}")
    found = re.findall(r'href="([^"]+)" data-next', page.content.decode())
    assert found == ([target.format(we.compound.code)] if target else [])


def test_new_vote_begins_once_and_goes_on_to_its_motion(signed_in, we):
    client = signed_in(we.worker)
    path = f"/votes/new/?place={we.compound.code}&matter=hire_company"
    key = re.search(r'name="key" value="([^"]+)"', client.get(path).content.decode())[1]
    facts = BODY | {"party": we.owners_party.pk, "key": key}
    answers = [client.post(path, facts).url for _twice in range(2)]
    row = Vote.objects.get()
    assert answers == [f"/votes/{row.pk}/put/?matter=hire_company"] * 2
    form = client.get(answers[0]).content.decode()
    assert '<option value="hire_company" selected>' in form
    motion = {"matter": "hire_company", "title": "是否同意选聘安居物业", "text": ""}
    assert [client.post(f"/votes/{row.pk}/put/", motion).url for _twice in range(2)] == [
        f"/votes/{row.pk}/"
    ] * 2
    assert [(one.number, one.gate) for one in row.motions.all()] == [(1, "general")]


def test_new_vote_asks_for_the_compound_first(signed_in, we, they):
    client = signed_in(we.worker)
    page = client.get("/votes/new/").content.decode()
    assert re.findall(r"\?place=(\d+)", page) == [we.compound.code, we.old_compound.code]
    places = [we.building.code, they.compound.code, "x"]
    assert [client.get(f"/votes/new/?place={one}").status_code for one in places] == [404, 404, 404]
    assert signed_in(we.liaison).get(f"/votes/new/?place={we.compound.code}").status_code == 403
    assert signed_in(we.resident).get("/votes/new/").status_code == 403


def test_edit_sets_whole_days(signed_in, we, put):
    row = put("draft", opens_at=None, closes_at=None)
    client, today = signed_in(we.worker), timezone.localdate()
    days = {"first_day": today + timedelta(days=20), "last_day": today + timedelta(days=30)}
    answer = client.post(f"/votes/{row.pk}/edit/", BODY | days | {"party": we.owners_party.pk})
    row.refresh_from_db()
    opens, closes = timezone.localtime(row.opens_at), timezone.localtime(row.closes_at)
    assert (answer.status_code, opens.date(), closes.date()) == (
        302,
        days["first_day"],
        today + timedelta(days=31),
    )
    assert {(one.hour, one.minute) for one in (opens, closes)} == {(0, 0)}
    half = client.post(
        f"/votes/{row.pk}/edit/", BODY | {"first_day": today, "last_day": "", "party": we.owners_party.pk}
    )
    assert (half.status_code, 'id="id_last_day_error"' in half.content.decode()) == (200, True)


def test_freeze_leads_to_households_without_area(signed_in, we, put):
    row = put("draft", frozen=False)
    bare = Household.objects.create(place=we.doorway, room="1002")
    client = signed_in(we.worker)
    page = client.get(f"/votes/{row.pk}/freeze/").content.decode()
    assert dict(re.findall(r'data-gap="(\w+)">(\d+)', page)) == {"households": "5", "area": "1", "owner": "5"}
    assert f'href="/households/{bare.pk}/"' in page
    assert client.post(f"/votes/{row.pk}/freeze/", {"developer": ""}).status_code == 200
    Household.objects.filter(pk=bare.pk).update(area=80)
    answers = [client.post(f"/votes/{row.pk}/freeze/", {"developer": ""}).status_code for _twice in range(2)]
    assert (answers, row.units.count()) == ([302, 302], 5)
    thawed = [
        client.post(f"/votes/{row.pk}/thaw/", {"reason": "名册有误"}).status_code for _twice in range(2)
    ]
    assert (thawed, row.units.count()) == ([302, 302], 0)


def test_unite_shows_namesakes_masked(signed_in, we):
    households = [Household.objects.create(place=we.doorway, room=f"{n}", area=90) for n in (301, 302, 303)]
    for one, name in zip(households, ["田友好", "田友好", "石大山"], strict=True):
        Occupant.objects.create(household=one, name=name, relation=Membership.Relation.OWNER)
    row = make_vote(place=we.compound, by=we.worker, status="draft", frozen=False)
    client = signed_in(we.worker)
    client.post(f"/votes/{row.pk}/freeze/", {"developer": ""})
    page = client.get(f"/votes/{row.pk}/unite/").content.decode()
    assert (page.count("data-namesake"), "田某某" in page, "田友好" in page) == (1, True, False)
    twins = sorted(row.units.filter(household__in=households[:2]).values_list("number", flat=True))
    facts = {"units": f"{twins[0]}，{twins[1]}", "reason": "看过两本房产证", "developer": ""}
    before = row.electors.count()
    assert [client.post(f"/votes/{row.pk}/unite/", facts).status_code for _twice in range(2)] == [302, 302]
    assert row.electors.count() == before - 1
    wrong = client.post(f"/votes/{row.pk}/unite/", facts | {"units": "一"})
    assert (wrong.status_code, 'id="id_units_error"' in wrong.content.decode()) == (200, True)


def test_drop_twice_takes_one_motion_out(signed_in, we, put):
    row = put("draft", frozen=False, matters=("hire_company", "use_funds", "statute"))
    client, first = signed_in(we.worker), row.motions.get(number=1)
    answers = [client.post(f"/votes/{row.pk}/drop/", {"motion": first.pk}).status_code for _twice in range(2)]
    assert (answers, list(row.motions.values_list("number", "matter"))) == (
        [302, 200],
        [(1, "use_funds"), (2, "statute")],
    )


def test_announce_shows_what_will_be_public_and_is_done_once(signed_in, we, put):
    opens = timezone.now() + timedelta(days=20)
    row = put("draft", opens_at=opens, closes_at=opens + timedelta(days=10))
    client = signed_in(we.worker)
    page = client.get(f"/votes/{row.pk}/announce/").content.decode()
    assert (row.motions.get().title in page, row.party.name in page) == (True, True)
    assert client.post(f"/votes/{row.pk}/announce/", {}).status_code == 200
    assert [client.post(f"/votes/{row.pk}/announce/", {"sure": "on"}).status_code for _twice in range(2)] == [
        302,
        302,
    ]
    row.refresh_from_db()
    assert row.status == "announced"
    late = client.get(f"/votes/{row.pk}/edit/")
    assert (late.status_code, 'data-conflict="announced"' in late.content.decode()) == (409, True)


def test_cancel_tells_everybody_why(signed_in, we, put, client):
    row = put()
    worker = signed_in(we.worker)
    assert worker.post(f"/votes/{row.pk}/cancel/", {"reason": "资料有误"}).status_code == 302
    client.logout()
    assert "资料有误" in client.get(f"/votes/{row.pk}/").content.decode()


def test_count_shows_first_what_will_be_published(signed_in, we, put):
    row = put(closed=True, choices=("for", "for", "against"))
    client = signed_in(we.worker)
    page = client.get(f"/votes/{row.pk}/count/").content.decode()
    assert re.findall(r'data-outcome="(\w+)"', page) == ["passed"]
    assert [client.post(f"/votes/{row.pk}/count/", {"sure": "on"}).status_code for _twice in range(2)] == [
        302,
        302,
    ]
    assert (Vote.objects.get().status, row.results.count()) == ("counted", 1)


def test_count_waits_for_papers(signed_in, we, put):
    row = put(closed=True)
    row.units.filter(number=1).update(paper="returned", returned_at=row.opens_at)
    client = signed_in(we.worker)
    assert 'data-waiting="1"' in client.get(f"/votes/{row.pk}/count/").content.decode()
    assert client.post(f"/votes/{row.pk}/count/", {"sure": "on"}).status_code == 200
    assert Vote.objects.get().status == "announced"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("resident", 404),
        ("property_staff", 404),
        ("liaison", 403),
        ("owners_committee", 403),
        ("officer", 200),
    ],
)
def test_verbs_are_for_who_keeps_votes(signed_in, we, put, who, code):
    row = put("draft")
    assert signed_in(getattr(we, who)).get(f"/votes/{row.pk}/cancel/").status_code == code


def test_foreign_vote_looks_like_none(signed_in, they, put):
    row, client = put("draft"), signed_in(they.worker)
    paths = ["", "edit/", "announce/", "roll/", "print/", "amend/", "result/"]
    assert {client.get(f"/votes/{pk}/{path}").status_code for path in paths for pk in (row.pk, 0)} == {404}
    assert client.get(f"/votes/{row.pk}/dance/").status_code == 404
