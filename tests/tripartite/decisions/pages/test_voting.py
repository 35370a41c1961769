"""At the doors, at the typing desk, on an owner's screen; and the meter. Nobody reads anybody's choice."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.utils import timezone

from beihu.audit.models import AuditEntry
from tests.make_votes import make_paper
from tripartite.decisions import actions
from tripartite.decisions.measure import marks, shares
from tripartite.decisions.models import Ballot, Click, Unit
from tripartite.decisions.tallies import Meter, Part, meter

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


# -- at the doors ----------------------------------------------------------------------------------------------


def test_doors_list_the_doorways_one_serves(signed_in, we, put):
    row = put(units=3)
    page = text(signed_in(we.leader).get(f"/votes/{row.pk}/doors/"))
    assert re.findall(r'data-door="(\d+)"', page) == [we.doorway.code]
    assert signed_in(we.resident).get(f"/votes/{row.pk}/doors/").status_code == 404


def test_one_press_notes_several_flats(signed_in, we, put):
    row = put(units=3)
    path = f"/votes/{row.pk}/doors/{we.doorway.code}/"
    answer = signed_in(we.leader).post(path, {"units": ["1", "2"], "outcome": "delivered"})
    assert (answer.status_code, answer.url) == (302, path)
    assert list(row.units.values_list("paper", flat=True)) == ["delivered", "delivered", ""]
    signed_in(we.leader).post(path, {"units": ["2"], "outcome": "returned"})
    assert row.units.get(number=2).returned_at is not None


def test_nothing_ticked_is_told_and_stores_nothing(signed_in, we, put):
    row = put(units=3)
    answer = signed_in(we.worker).post(f"/votes/{row.pk}/doors/{we.doorway.code}/", {"outcome": "delivered"})
    assert (answer.status_code, row.units.exclude(paper="").count()) == (200, 0)
    assert 'role="alert"' in text(answer)


def test_a_leader_elsewhere_finds_no_such_door(signed_in, we, they, put):
    row = put(units=3)
    for person, code in ((they.leader, we.doorway.code), (we.leader, we.other_doorway.code)):
        assert signed_in(person).get(f"/votes/{row.pk}/doors/{code}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_door_asks_the_same_number_of_queries(signed_in, we, put, django_assert_num_queries, number):
    row = put(units=number)
    client = signed_in(we.worker)
    client.get("/about/")
    with django_assert_num_queries(10):
        client.get(f"/votes/{row.pk}/doors/{we.doorway.code}/")


# -- typing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def back(we, put):
    """A vote whose three papers came back."""
    row = put(units=3)
    actions.take_back(row, by=we.worker, units=[1, 2, 3])
    return row


def test_typing_goes_on_to_the_next_paper(signed_in, we, back):
    client = signed_in(we.worker)
    answer = client.post(f"/votes/{back.pk}/typing/1/", {"m1": "for"})
    assert answer.url == f"/votes/{back.pk}/typing/2/"
    for number in (2, 3):
        answer = client.post(f"/votes/{back.pk}/typing/{number}/", {"m1": "for"})
    assert answer.url == f"/votes/{back.pk}/typing/"
    assert Ballot.objects.count() == 0


def test_second_typist_does_not_see_the_first(signed_in, we, back):
    signed_in(we.worker).post(f"/votes/{back.pk}/typing/1/", {"m1": "against"})
    page = text(signed_in(we.liaison).get(f"/votes/{back.pk}/typing/1/"))
    assert re.findall(r'name="m1"[^>]*checked', page) == []
    signed_in(we.liaison).post(f"/votes/{back.pk}/typing/1/", {"m1": "against"})
    assert list(Ballot.objects.values_list("choice", flat=True)) == ["against"]


def test_same_person_twice_is_told(signed_in, we, back):
    client = signed_in(we.worker)
    client.post(f"/votes/{back.pk}/typing/1/", {"m1": "against"})
    answer = client.post(f"/votes/{back.pk}/typing/1/", {"m1": "for"})
    assert (answer.status_code, Ballot.objects.count()) == (409, 0)


def test_typed_differently_is_settled_side_by_side(signed_in, we, back):
    signed_in(we.worker).post(f"/votes/{back.pk}/typing/1/", {"m1": "against"})
    signed_in(we.liaison).post(f"/votes/{back.pk}/typing/1/", {"m1": "for"})
    client = signed_in(we.officer)
    assert re.findall(r'data-differs="(\d+)"', text(client.get(f"/votes/{back.pk}/typing/"))) == ["1"]
    path = f"/votes/{back.pk}/differing/1/"
    assert re.findall(r"<td>([^<]+)</td>", text(client.get(path))) == ["反对", "同意"]
    assert client.post(path, {"m1": "for", "reason": ""}).status_code == 200
    assert client.post(path, {"m1": "for", "reason": "勾在同意"}).status_code == 302
    assert Ballot.objects.get().choice == "for"
    assert client.get(path).status_code == 409


@pytest.mark.parametrize("number", [1, 3])
def test_typing_asks_the_same_number_of_queries(signed_in, we, put, django_assert_num_queries, number):
    row = put(units=number)
    actions.take_back(row, by=we.worker, units=range(1, number + 1))
    client = signed_in(we.worker)
    client.get("/about/")
    with django_assert_num_queries(12):
        client.get(f"/votes/{row.pk}/typing/")


def test_papers_that_are_not_there_are_404(signed_in, we, back):
    for path in ("typing/99/", "differing/99/", f"typing/{2**40}/"):
        assert signed_in(we.worker).get(f"/votes/{back.pk}/{path}").status_code == 404


# -- on screen -------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(we, put):
    """A vote in the city's system, in which the resident owns the first unit."""
    return put(units=[we.household], screen="system")


def test_owner_chooses_looks_once_more_and_sends(signed_in, we, mine):
    client, path = signed_in(we.resident), f"/votes/{mine.pk}/cast/"
    assert 'data-face="asked"' in text(client.get(path))
    checked = text(client.post(path, {"m1": "for"}))
    assert ('data-face="checked"' in checked, Ballot.objects.count()) == (True, 0)
    assert 'data-face="asked"' in text(client.post(path, {"m1": "for", "back": "1"}))
    assert client.post(path, {"m1": "for", "sure": "1"}).url == f"{path}?done=1"
    assert (Ballot.objects.get().choice, 'data-face="done"' in text(client.get(path))) == ("for", True)


def test_second_click_is_told_that_the_first_counts(signed_in, we, mine):
    client, path = signed_in(we.resident), f"/votes/{mine.pk}/cast/"
    client.post(path, {"m1": "for", "sure": "1"})
    answer = client.post(path, {"m1": "against", "sure": "1"})
    assert (answer.status_code, Ballot.objects.get().choice) == (409, "for")
    assert "反对" not in re.sub(r"<header.*?</header>", "", text(answer), flags=re.S)


def test_nothing_chosen_is_told(signed_in, we, mine):
    answer = signed_in(we.resident).post(f"/votes/{mine.pk}/cast/", {"sure": "1"})
    assert ('role="alert"' in text(answer), Ballot.objects.count()) == (True, 0)


def test_straw_poll_says_so_and_may_be_changed(signed_in, we, put):
    row = put(units=[we.household], screen="straw")
    client, path = signed_in(we.resident), f"/votes/{row.pk}/cast/"
    page = text(client.get(path))
    assert ("意向征集" in page, 'data-face="asked"' in page) == (True, True)
    client.post(path, {"m1": "for", "sure": "1"})
    assert 'data-face="done"' in text(client.get(f"{path}?done=1"))
    client.post(path, {"m1": "against", "sure": "1"})
    assert (Ballot.objects.count(), list(Click.objects.values_list("choice", flat=True))) == (0, ["against"])


def test_before_and_after_the_window_it_says_when(signed_in, we, mine):
    client, path = signed_in(we.resident), f"/votes/{mine.pk}/cast/"
    for moment in (mine.opens_at - timedelta(seconds=1), mine.closes_at):
        with time_machine.travel(moment, tick=False):
            client.force_login(we.resident)
            assert 'data-face="closed"' in text(client.get(path))
            assert client.post(path, {"m1": "for", "sure": "1"}).status_code == 409
    assert Ballot.objects.count() == 0


def test_who_is_no_owner_here_does_not_vote(signed_in, we, they, mine):
    for person in (we.worker, we.leader, they.resident):
        assert signed_in(person).get(f"/votes/{mine.pk}/cast/").status_code == 403


def test_words_typed_after_the_session_ended_are_kept(client, we, mine):
    path = f"/votes/{mine.pk}/cast/"
    assert client.post(path, {"m1": "against"}).url.startswith("/sign-in/")
    client.force_login(we.resident)
    session = client.session
    assert session.get("kept_words") is None or session["kept_words"]["path"] == path


# -- the meter, the table, the picture -------------------------------------------------------------------------


def test_meter_is_everybodys_and_its_buildings_are_staffs(client, signed_in, we, put):
    row = put(units=3)
    make_paper(row.units.get(number=1), "for")
    path = f"/votes/{row.pk}/meter/"
    page = text(client.get(path))
    assert re.findall(r'data-share="(\w+)"', page) == ["took_owners", "took_area"]
    assert ("1 / 3" in page, 'data-needed="1"' in page, "data-part" in page) == (True, True, False)
    for person in (we.worker, we.leader):
        assert re.findall(r'data-part="(\d+)"', text(signed_in(person).get(path))) == [we.building.code]
    assert re.findall(r"/export/", text(signed_in(we.leader).get(path))) == []


def test_meter_reloads_itself_while_the_vote_is_open(client, put):
    for closed, wanted in ((False, 1), (True, 0)):
        page = text(client.get(f"/votes/{put(units=1, closed=closed).pk}/meter/"))
        assert page.count('hx-trigger="every 30s"') == wanted


def test_meter_says_in_which_buildings_those_are_who_are_needed():
    def part(code: str, units: int, voted: int) -> Part:
        return Part(code, f"{code}栋", units, voted, 0, 0, 0, 0)

    parts = [part("1", 10, 8), part("2", 20, 3), part("3", 12, 7), part("4", 5, 5)]
    names = {n: [one.code for one in Meter(None, n, 0, parts).where] for n in (None, 0, 1, 17, 18, 22, 99)}
    assert names == {
        None: [],
        0: [],
        1: ["2"],
        17: ["2"],
        18: ["2", "3"],
        22: ["2", "3"],
        99: ["2", "3", "1"],
    }


def test_meter_is_of_the_motion_furthest_from_its_quorum(put):
    row = put(units=3, matters=("hire_company", "use_funds"), choices=["for"])
    unit, motion = row.units.get(number=2), row.motions.get(number=1)
    Unit.objects.filter(pk=unit.pk).update(paper="returned", returned_at=row.opens_at + timedelta(hours=1))
    Ballot.objects.create(
        motion=motion,
        unit=unit,
        choice="for",
        channel="paper",
        cast_at=row.opens_at + timedelta(hours=1),
        by=row.made_by,
    )
    found = meter(row)
    assert (found.tally.took_owners, found.tally.took_area, found.silent) == (1, 10000, 1)
    assert [(one.name, one.units, one.voted) for one in found.parts] == [("1栋", 3, 2)]


@pytest.mark.parametrize("status", ["draft", "announced"])
def test_meter_without_any_ballot(put, status):
    found = meter(put(status, units=3, matters=() if status == "draft" else ("hire_company",)))
    assert (found.tally.took_owners, found.tally.took_area, found.silent, found.needed) == (0, 0, 3, 2)


def test_meter_before_opening_and_of_a_draft_is_404(client, signed_in, we, put):
    later = put(opens_at=timezone.now() + timedelta(days=1))
    for row in (later, put("draft"), put("cancelled")):
        assert client.get(f"/votes/{row.pk}/meter/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_meter_asks_the_same_number_of_queries(signed_in, we, put, django_assert_num_queries, number):
    row = put(units=number, choices=["for"])
    client = signed_in(we.worker)
    client.get("/about/")
    with django_assert_num_queries(8):
        client.get(f"/votes/{row.pk}/meter/")


def test_export_masks_owners_says_who_voted_and_never_how(signed_in, we, put):
    row = put(units=3, choices=["against"])
    answer = signed_in(we.worker).get(f"/votes/{row.pk}/export/csv/")
    rows = list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [line[-1] for line in rows[1:]] == ["是", "否", "否"]
    assert [line[2] for line in rows[1:]] == ["钱某某", "孙某某", "李某某"]
    assert "反对" not in str(rows)
    assert AuditEntry.objects.filter(verb="vote.export").count() == 1
    assert signed_in(we.worker).get(f"/votes/{row.pk}/export/pdf/").status_code == 404


def test_picture_marks_what_became_of_each_paper(we, put):
    row = put(units=3, choices=["for"])
    row.units.filter(number=2).update(paper=Unit.Paper.REFUSED)
    found = marks(we.building.code, we.worker)
    assert [found[one.household_id].key for one in row.units.order_by("number")] == [
        "voted",
        "refused",
        "waiting",
    ]
    assert shares(we.compound.code, 18, we.worker) == {we.building.code: (1, 3)}
