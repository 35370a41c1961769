"""The page: what it says, to whom, where it leads, and that it asks the same few questions however much there is."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.office.hotspots import looking
from beihu.office.hotspots.models import Hotspot, Look
from beihu.office.tallies.folding import fold
from beihu.sheets.reading import read_sheet
from buildings.places.panels import counts
from buildings.posts.models import Post
from tests import cast
from tests.make import make_meeting
from tests.make_hotspots import make_filed, make_hotspot
from tripartite.issues.models import Issue
from tripartite.issues.states import Status
from tripartite.meetings.models import AgendaItem

pytestmark = pytest.mark.django_db
LEVELS = ("street", "community", "compound", "building")


def page(place) -> str:
    return reverse("hotspots", args=[place.code])


def shown(client, place) -> list[Hotspot]:
    return [row.hotspot for row in client.get(page(place)).context["rows"]]


@pytest.mark.parametrize("level", LEVELS)
def test_page_shows_what_is_hot_below_the_surest_first(client, we, next_door, level) -> None:
    less = make_hotspot(place=we.building, q=0.04)
    surer = make_hotspot(place=we.building, category="gas", q=0.0001)
    make_hotspot(place=we.building, category="lift", ended_on=timezone.localdate())
    make_hotspot(place=next_door.building)
    client.force_login(we.officer)
    assert shown(client, getattr(we, level)) == [surer, less]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("resident", 404),
        ("leader", 404),
        ("worker", 200),
        ("liaison", 200),
        ("property_staff", 200),
        ("officer", 200),
    ],
)
def test_page_is_for_those_who_read_the_inbox_there(client, we, who, status) -> None:
    client.force_login(we.people[who])
    assert client.get(page(we.compound)).status_code == status
    assert client.get(reverse("hotspots", args=["420103099"])).status_code == 404


def test_page_of_a_building_is_closed_to_its_group_leader(client, we) -> None:
    client.force_login(we.leader)
    assert client.get(page(we.building)).status_code == 403


def test_other_streets_are_not_there(client, we, next_door) -> None:
    hot = make_hotspot(place=we.building)
    client.force_login(next_door.officer)
    assert client.get(page(we.street)).status_code == 404
    assert client.post(reverse("hotspot_table", args=[hot.pk])).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("property_staff", 403), ("owners_committee", 403), ("leader", 404), ("resident", 404)],
)
def test_button_is_for_those_who_call_meetings(client, we, who, status) -> None:
    hot = make_hotspot(place=we.building)
    client.force_login(we.people[who])
    assert client.post(reverse("hotspot_table", args=[hot.pk])).status_code == status
    assert AgendaItem.objects.count() == 0


def test_figures_lead_to_the_very_issues_behind_them(client, year) -> None:
    """The number on the page is the number of rows in the inbox it links to."""
    make_filed(year.doorway, 0, 2)  # today's, and those before the window, are in neither
    make_filed(year.doorway, 29)
    first = Issue.objects.filter(place=year.doorway).earliest("pk")
    make_filed(year.doorway, 2, status=Status.MERGED, merged_into=first)
    fold()
    looking.look(year.street.code, timezone.localdate())
    client.force_login(year.worker)
    (row,) = client.get(page(year.community)).context["rows"]
    answer = client.get(row.url)
    assert (answer.context["count"], row.hotspot.recent) == ("6", 6)
    assert answer.context["state_label"] != ""
    assert urlsplit(row.url).path == reverse("issue_list")


def test_whoever_sees_only_some_issues_is_not_led_to_them(client, we) -> None:
    make_hotspot(place=we.building)
    client.force_login(we.property_staff)
    (row,) = client.get(page(we.compound)).context["rows"]
    assert (row.url, row.may_table) == ("", False)
    client.force_login(we.liaison)
    (row,) = client.get(page(we.compound)).context["rows"]
    assert (bool(row.url), row.may_table) == (True, True)


def test_press_puts_it_on_the_agenda_and_comes_back(client, we) -> None:
    hot = make_hotspot(place=we.building)
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status="draft", title="十二月联席会")
    client.force_login(we.officer)
    answer = client.post(reverse("hotspot_table", args=[hot.pk]), {"at": we.street.code}, follow=True)
    assert answer.redirect_chain == [(page(we.street), 302)]
    (row,) = answer.context["rows"]
    assert (row.hotspot.item.meeting, row.hotspot.is_tabled) == (meeting, True)
    assert ("十二月联席会" in answer.content.decode(), reverse("hotspot_table", args=[hot.pk]) in answer.content.decode()) == (
        True, False
    )  # fmt: skip
    client.post(reverse("hotspot_table", args=[hot.pk]))
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize("at", ["420103011", "//evil.example", "x", ""])
def test_press_comes_back_to_our_own_pages_only(client, we, at) -> None:
    hot = make_hotspot(place=we.building)
    make_meeting(place=we.compound, organiser=we.liaison)
    client.force_login(we.officer)
    answer = client.post(reverse("hotspot_table", args=[hot.pk]), {"at": at})
    assert answer["Location"] == page(we.compound)


def test_press_without_a_meeting_leads_to_drafting_one(client, we) -> None:
    hot = make_hotspot(place=we.building)
    client.force_login(we.liaison)
    answer = client.post(reverse("hotspot_table", args=[hot.pk]))
    assert answer["Location"] == f"{reverse('meeting_new')}?place={we.compound.code}"
    assert client.get(answer["Location"]).context["place"] == we.compound


def test_press_on_what_has_cooled_down_says_so(client, we) -> None:
    hot = make_hotspot(place=we.building, ended_on=timezone.localdate())
    make_meeting(place=we.compound, organiser=we.liaison)
    client.force_login(we.liaison)
    answer = client.post(reverse("hotspot_table", args=[hot.pk]), follow=True)
    assert ([one.level_tag for one in answer.context["messages"]], AgendaItem.objects.count()) == (
        ["bad"],
        0,
    )


def test_drafts_are_named_to_those_who_call_them_only(client, we) -> None:
    hot = make_hotspot(place=we.building)
    make_meeting(place=we.compound, organiser=we.liaison, status="draft", title="还没发出的会")
    client.force_login(we.liaison)
    client.post(reverse("hotspot_table", args=[hot.pk]))
    assert "还没发出的会" in client.get(page(we.compound)).content.decode()
    client.force_login(we.property_staff)
    assert "还没发出的会" not in client.get(page(we.compound)).content.decode()


def test_page_says_why_there_is_nothing(client, we) -> None:
    client.force_login(we.officer)
    assert client.get(page(we.street)).context["look"] is None
    Look.objects.create(street=we.street.code, looked_on=timezone.localdate(), days_before=70, pairs=9)
    answer = client.get(page(we.compound))
    assert ("data-too-early" in answer.content.decode(), answer.context["look"].days_missing) == (True, 14)
    Look.objects.update(days_before=364)
    text = client.get(page(we.compound)).content.decode()
    assert ("data-too-early" in text, "data-look" in text) == (False, True)


def test_page_carries_no_person(client, year) -> None:
    fold()
    looking.look(year.street.code, timezone.localdate())
    client.force_login(year.officer)
    text = client.get(page(year.street)).content.decode()
    people = [one.name for one in year.people.values() if one != year.officer]
    assert [name for name in people if name in text] == []


@pytest.mark.parametrize("n", [1, 3])
def test_page_asks_the_same_few_questions(client, we, n, django_assert_num_queries) -> None:
    meeting = make_meeting(place=we.compound, organiser=we.liaison)
    for number in range(n):
        place = cast.place(f"{we.compound.code}01{number}", f"1{number}栋")
        make_hotspot(place=place)
        item = AgendaItem.objects.create(meeting=meeting, position=number + 1, title="水")
        make_hotspot(place=place, category="gas", item=item)
    Look.objects.create(street=we.street.code, looked_on=timezone.localdate(), days_before=364, pairs=9)
    client.force_login(we.worker)
    client.get(page(we.community))
    with django_assert_num_queries(8):
        assert len(client.get(page(we.community)).context["rows"]) == 2 * n


def test_page_of_a_district_is_the_operators(client, we) -> None:
    make_hotspot(place=we.building)
    client.force_login(User.objects.create_superuser("root"))
    answer = client.get(reverse("hotspots", args=["420103"]))
    assert (len(answer.context["rows"]), answer.context["look"]) == (1, None)


def test_a_long_page_says_that_there_is_more(client, we, monkeypatch) -> None:
    from beihu.office.hotspots import queries

    monkeypatch.setattr(queries, "MOST", 1)
    make_hotspot(place=we.building)
    client.force_login(we.officer)
    assert client.get(page(we.street)).context["more"] is False
    make_hotspot(place=we.building, category="gas")
    answer = client.get(page(we.street))
    assert (len(answer.context["rows"]), answer.context["more"]) == (1, True)


def test_places_count_their_hotspots_for_staff(we) -> None:
    make_hotspot(place=we.building)
    make_hotspot(place=we.building, category="gas")
    make_hotspot(place=we.building, category="lift", ended_on=timezone.localdate() + timedelta(days=1))
    count = next(one for one in counts(we.compound.code, we.liaison) if one.url == page(we.compound))
    assert count.number == 2
    assert [one.url for one in counts(we.building.code, we.leader) if one.url == page(we.building)] == []


def test_the_board_leads_here_whoever_reads_the_inbox(client, we) -> None:
    client.force_login(we.worker)
    assert page(we.community) in client.get(reverse("dashboard", args=[we.community.code])).content.decode()
    district = User.objects.create_user("district", phone="+8613900007001")
    Post.objects.create(user=district, role="district_officer", place=we.street.parent, since=cast.LONG_AGO)
    client.force_login(district)
    text = client.get(reverse("dashboard", args=[we.street.code])).content.decode()
    assert (page(we.street) in text, client.get(page(we.street)).status_code) == (False, 404)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_taken_away_as_a_table(client, we, kind, tmp_path) -> None:
    def table(path: str) -> list[list[str]]:
        file = tmp_path / f"a.{kind}"
        file.write_bytes(b"".join(client.get(path)))
        return [[str(cell) for cell in cells] for _line, cells in read_sheet(file)]

    make_hotspot(place=we.building, q=0.03)
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status="draft", title="还没发出的会")
    hot = make_hotspot(place=we.building, category="gas")
    client.force_login(we.liaison)
    client.post(reverse("hotspot_table", args=[hot.pk]))
    path = reverse("hotspot_export", args=[we.compound.code, kind])
    rows = table(path)
    assert [len(rows), rows[1][1], rows[1][3:6], rows[1][-1]] == [3, "1栋", ["7", "4", "364"], meeting.title]
    entry = AuditEntry.objects.get(verb="hotspot.export")
    assert (entry.actor, entry.place_id, entry.detail) == (we.liaison, we.compound.code, {"rows": 2})
    client.force_login(we.property_staff)
    assert meeting.title not in [row[-1] for row in table(path)]
