"""Pages of the door, the books and the thanks: what they show, to whom, and at what cost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beihu.accounts import personal
from buildings.volunteers import certificates, crediting, door, presence
from buildings.volunteers.ledger import Hours
from buildings.volunteers.models import Activity, SignUp, TeamMember
from buildings.volunteers.thanked import ActivityLink, Certificate, Thanks
from tests.buildings.volunteers.hands import (  # fmt: skip
    WAITING,
    ledger,
    make_activity,
    make_done,
    make_member,
    make_seat,
    make_several,
    make_team,
    make_volunteer,
)
from tests.make import make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(we):
    return make_team(we)


@pytest.fixture
def activity(team):
    return make_activity(team, timezone.now().replace(microsecond=0) + timedelta(minutes=10))


@pytest.fixture
def done(we, team):
    return make_done(team, we.resident)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def there() -> int:
    return SignUp.objects.filter(came_at__isnull=False).count()


def here(activity: Activity, code: str = "") -> str:
    return reverse("activity_here", args=[activity.pk, code or door.paper_code(activity)])


# -- the door ----------------------------------------------------------------------------------------------------


def test_here_get_shows_and_post_marks(we, activity):
    make_seat(activity, we.resident)
    client = signed_in(we.resident)
    for _look in range(2):
        assert b'value="in"' in client.get(here(activity)).content
    assert there() == 0
    for _tap in range(2):  # a double click
        assert client.post(here(activity), {"do": "in"}).status_code == 302
    mine = SignUp.objects.get()
    assert (mine.left_at, b'data-came="in"' in client.get(here(activity)).content) == (None, True)
    client.post(here(activity), {"do": "out"})
    page = client.get(here(activity)).content
    assert (b'data-came="out"' in page, b'value="back"' in page) == (True, True)
    client.post(here(activity), {"do": "back"})
    assert SignUp.objects.get().left_at is None


def test_here_with_another_code_or_without_a_seat_is_404(we, they, activity):
    make_seat(activity, we.worker, WAITING)
    assert signed_in(we.resident).get(here(activity, "0" * 12)).status_code == 404
    for person in (we.resident, we.worker, they.resident):
        assert signed_in(person).post(here(activity), {"do": "in"}).status_code == 404
    gone = signed_in(we.resident).get(reverse("activity_here", args=[0, "0" * 12]))
    assert gone.status_code == 404
    assert there() == 0


def test_here_too_early_says_from_when(we, team):
    later = make_activity(team)
    make_seat(later, we.resident)
    client = signed_in(we.resident)
    assert client.get(here(later)).status_code == 200
    assert client.post(here(later), {"do": "in"}).status_code == 409
    assert client.post(here(later), {"do": "\x00"}).status_code == 409


def test_door_is_for_the_books_and_helpers(we, they, activity):
    seat = make_seat(activity, we.resident)
    address = reverse("activity_door", args=[activity.pk])
    helper = make_volunteer()
    for person in (we.resident, helper, they.worker):
        assert signed_in(person).get(address).status_code == 404
    presence.name_helper(activity, helper, by=we.leader)
    client = signed_in(helper)
    assert client.post(address, {"mark": f"{seat.pk}:came"}).status_code == 302
    assert (there(), "王居民" in client.get(address).content.decode()) == (1, True)
    assert [client.post(address, {"mark": mark}).status_code for mark in ("", "x:came", f"{seat.pk}:?")] == [
        409
    ] * 3
    for name in ("activity_hours", "activity_entry", "activity_helpers"):
        assert client.get(reverse(name, args=[activity.pk])).status_code == 404


def test_sheet_and_screen_carry_different_codes(we, activity):
    make_seat(activity, we.resident)
    client = signed_in(we.leader)
    sheet = client.get(reverse("activity_sheet", args=[activity.pk])).content.decode()
    screen = client.get(reverse("activity_code", args=[activity.pk])).content.decode()
    part = client.get(
        reverse("activity_code", args=[activity.pk]), headers={"HX-Target": "code"}
    ).content.decode()
    assert ("王居民" in sheet, here(activity) in sheet, here(activity) in screen) == (True, True, False)
    assert (here(activity, door.screen_code(activity)) in part, "<html" in part) == (True, False)


@pytest.mark.parametrize("name", ["activity_door", "activity_sheet", "activity_entry", "activity_hours"])
def test_lists_cost_the_same_for_one_and_three(we, team, name, django_assert_num_queries):
    client, costs = signed_in(we.leader), []
    for number in (1, 3):
        row = make_done(team, *[make_volunteer(number * 10 + n) for n in range(number)])
        crediting.credit(row, by=we.leader)
        late = make_seat(row, make_volunteer(number * 10 + 9), came=row.starts_at)
        with django_assert_num_queries({"activity_door": 8, "activity_sheet": 8, "activity_entry": 7, "activity_hours": 7}[name]):  # fmt: skip
            page = client.get(reverse(name, args=[row.pk]))
        costs.append((page.status_code, late.pk is not None))
    assert costs == [(200, True)] * 2


def test_helpers_by_phone_and_a_new_code(we, activity):
    client, address = signed_in(we.leader), reverse("activity_helpers", args=[activity.pk])
    helper = make_volunteer(7)
    assert client.post(address, {"do": "add", "phone": "13900000007"}).status_code == 302
    assert activity.door_helpers.get().user == helper
    assert client.post(address, {"do": "add", "phone": "13900000099"}).status_code == 200
    code = door.paper_code(activity)
    client.post(address, {"do": "renew"})
    assert door.opens(activity, code) is False
    client.post(address, {"do": f"drop:{activity.door_helpers.get().pk}"})
    assert activity.door_helpers.count() == 0


# -- the books ---------------------------------------------------------------------------------------------------


def test_sheet_is_entered_credited_and_corrected(we, team):
    row = make_done(team)
    one, two = make_seat(row, we.resident), make_seat(row, make_volunteer())
    client = signed_in(we.leader)
    entry, hours = (reverse(name, args=[row.pk]) for name in ("activity_entry", "activity_hours"))
    fields = {f"came_{one.pk}": "on", f"minutes_{one.pk}": "130", f"reason_{one.pk}": ""}
    assert client.post(entry, fields).status_code == 200  # more than it lasted, without a reason
    fields |= {f"reason_{one.pk}": "收拾工具", f"came_{two.pk}": "on"}
    assert client.post(entry, fields).status_code == 302
    assert client.post(hours).status_code == 302
    assert ledger(row) == [("王居民", 130, 1), ("钱志愿", 120, 1)]
    line = Hours.objects.get(user=we.resident)
    correct = reverse("hours_correct", args=[line.pk])
    assert client.post(correct, {"minutes": "100", "reason": "算错了"}).status_code == 302
    assert client.post(correct, {"minutes": "90", "reason": "再来"}).status_code == 409
    assert client.get(correct).status_code == 409
    newest = Hours.objects.latest("pk")
    client.post(reverse("hours_correct", args=[newest.pk]), {"minutes": "0", "reason": "没有来"})
    assert [minutes for _name, minutes, _round in ledger(row)] == [130, 120, -130, 100, -100]


def test_books_are_closed_to_others(we, they, done):
    crediting.credit(done, by=we.leader)
    line = Hours.objects.get()
    addresses = [reverse(name, args=[done.pk]) for name in ("activity_entry", "activity_hours")]
    for person in (we.resident, we.property_staff, they.worker, they.officer):
        client = signed_in(person)
        assert [client.post(one).status_code for one in addresses] == [404] * 2
        assert (
            client.post(
                reverse("hours_correct", args=[line.pk]), {"minutes": "1", "reason": "不对"}
            ).status_code
            == 404
        )
    assert len(ledger(done)) == 1


def test_credit_before_it_is_done_is_409(we, activity):
    assert signed_in(we.leader).post(reverse("activity_hours", args=[activity.pk])).status_code == 409


def test_thanks_count_households_and_solved_issues_and_name_none(we, team, done):
    solved = make_issue(place=we.doorway, author=we.leader, status="solved")
    waiting = make_issue(place=we.doorway, author=we.leader)
    for number in (solved.pk, waiting.pk):
        ActivityLink.objects.create(activity=done, kind="issue", number=number, by=we.leader)
    Activity.objects.filter(pk=done.pk).update(helped=3)
    Thanks.objects.create(team=team, activity=done, text="谢谢你们，电话13812345678", by=we.worker)
    Thanks.objects.create(team=team, text="不见了", hidden_at=timezone.now(), hidden_reason="有名字")
    for name, pk in (("activity_thanks", done.pk), ("team_thanks", team.pk)):
        page = Client().get(reverse(name, args=[pk]))
        gave, text = page.context["thanks"], page.content.decode()
        assert (gave.issues, gave.households, gave.activities) == (1, 3, 1)
        assert ("谢谢你们" in text, "13812345678" in text, "不见了" in text, solved.reference in text) == (
            True,
            False,
            False,
            False,
        )


# -- the volunteer -----------------------------------------------------------------------------------------------


def test_my_hours_show_lines_sums_and_nothing_of_others(we, team, done, django_assert_num_queries):
    other = make_volunteer()
    make_seat(done, other, came=done.starts_at)
    crediting.credit(done, by=we.leader)
    client = signed_in(we.resident)
    page = client.get(reverse("my_hours"))
    assert (page.context["sum"], len(page.context["lines"]), "钱志愿" in page.content.decode()) == (
        "2",
        1,
        False,
    )
    for number in (1, 3):
        for _more in range(number):
            crediting.credit(make_done(team, we.resident), by=we.leader)
        with django_assert_num_queries(10):
            client.get(reverse("my_hours"))


def test_my_hours_go_on_by_keyset(we, team):
    rows = [make_done(team, we.resident) for _n in range(27)]
    for row in rows:
        crediting.credit(row, by=we.leader)
    client = signed_in(we.resident)
    first = client.get(reverse("my_hours"))
    second = client.get(reverse("my_hours") + first.context["following"])
    assert (len(first.context["lines"]), len(second.context["lines"]), second.context["following"]) == (
        25,
        2,
        "",
    )
    assert client.get(reverse("my_hours") + "?after=x").status_code == 200


def test_name_is_shown_only_by_choice(we, done):
    crediting.credit(done, by=we.leader)
    make_member(done.team, we.resident)
    client, thanks = signed_in(we.resident), reverse("team_thanks", args=[done.team_id])
    assert "王居民" not in Client().get(thanks).content.decode()
    client.post(reverse("my_name"), {"team": done.team_id, "shown": "on"})
    assert "王居民" in Client().get(thanks).content.decode()
    client.post(reverse("my_name"), {"team": done.team_id})
    assert "王居民" not in Client().get(thanks).content.decode()
    signed_in(we.worker).post(reverse("my_name"), {"team": done.team_id, "shown": "on"})
    assert TeamMember.objects.filter(is_public=True).count() == 0
    assert client.post(reverse("my_name"), {"team": "\x00"}).status_code == 404


def test_thanks_of_an_activity_only_when_it_is_done(we, activity, done):
    addresses = [reverse("activity_thanks", args=[row.pk]) for row in (activity, done)]
    assert [Client().get(address).status_code for address in addresses] == [404, 200]


def test_thanks_cost_the_same_for_one_and_three(we, team, django_assert_num_queries):
    for number in (1, 3):
        people = [make_volunteer(number * 10 + n) for n in range(number)]
        crediting.credit(make_done(team, *people), by=we.leader)
        for person in people:
            make_member(team, person)
            certificates.name_me(team, by=person, shown=True)
        with django_assert_num_queries(6):
            Client().get(reverse("team_thanks", args=[team.pk]))


def test_team_hours_are_sums_of_teams(we, they, done, django_assert_num_queries):
    crediting.credit(done, by=we.leader)
    make_several(done.team)
    make_team(we, "没有时数的队")
    theirs = make_team(they, "隔壁队", they.leader)
    make_several(theirs)
    next_door = make_done(theirs, they.resident, they.worker)
    crediting.credit(next_door, by=they.leader)
    address = reverse("team_hours")
    with django_assert_num_queries(2):
        page = Client().get(address + "?by=week")
    names = [row.team.name for row, _width in page.context["rows"]]
    wanted = ["隔壁队", "爱心妈妈"]
    assert names in (wanted, [])  # on a Monday yesterday was last week
    both = [*names, *[row.team.name for row, _w in Client().get(address + "?by=week&back=1").context["rows"]]]
    assert both == wanted
    text = page.content.decode()
    assert ("王居民" in text, "没有时数的队" in text) == (False, False)
    ours = Client().get(address + f"?by=week&back=0&place={we.community.code}").context["rows"]
    assert {row.team.name for row, _width in ours} <= {"爱心妈妈"}
    assert [Client().get(address + query).status_code for query in ("?back=-1", "?back=99999", "?place=%00", "?by=x")] == [200] * 4  # fmt: skip


# -- certificates ------------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(we, done) -> Certificate:
    crediting.credit(done, by=we.leader)
    signed_in(we.resident).post(
        reverse("my_hours"), {"team": "", "since": "", "until": "", "shows_hours": "on"}
    )
    return Certificate.objects.get()


def check(number: str) -> str:
    return Client().get(reverse("certificate_check"), {"number": number}).content.decode()


def test_certificate_prints_and_is_checked_as_its_owner_allows(we, certificate):
    client = signed_in(we.resident)
    page = client.get(certificate.get_absolute_url()).content.decode()
    assert ("王居民" in page, certificate.number in page) == (True, True)
    seen = check(certificate.number.lower().replace("-", " "))
    assert ('data-answer="yes"' in seen, "王居民" in seen, "爱心妈妈" in seen, "小时" in seen) == (
        True,
        False,
        False,
        True,
    )
    client.post(certificate.get_absolute_url(), {"shows_name": "on"})
    seen = check(certificate.number)
    assert ("王居民" in seen, "2 小时" in seen) == (True, False)
    client.post(certificate.get_absolute_url(), {"do": "withdraw"})
    seen = check(certificate.number)
    assert ('data-answer="withdrawn"' in seen, "王居民" in seen) == (True, False)


def test_certificate_of_somebody_else_is_404(we, they, certificate):
    for person in (we.worker, we.leader, they.resident):
        assert signed_in(person).get(certificate.get_absolute_url()).status_code == 404
        assert signed_in(person).post(certificate.get_absolute_url(), {"do": "withdraw"}).status_code == 404
    certificate.refresh_from_db()
    assert certificate.is_valid


def test_check_of_wrong_numbers_is_no(certificate):
    for number in ("AAAA-AAAA-AAAA", "x", "\x00", "一二三四", "=1+1", "9" * 39):
        assert 'data-answer="no"' in check(number) or 'role="alert"' in check(number)
    assert Client().get(reverse("certificate_check")).status_code == 200


def test_certificate_without_hours_is_refused_in_words(we, done):
    client = signed_in(we.resident)
    assert client.post(reverse("my_hours"), {"team": ""}).status_code == 200
    crediting.credit(done, by=we.leader)
    client.post(reverse("my_hours"), {"since": "2001-01-01", "until": "2001-02-01"})
    client.post(reverse("my_hours"), {"since": "2001-03-01", "until": "2001-02-01"})
    foreign = make_team(we, "别的队")
    client.post(reverse("my_hours"), {"team": foreign.pk})
    assert Certificate.objects.count() == 0


def test_certificate_stays_the_same_until_hours_change(we, team, certificate):
    again = certificates.issue(by=we.resident, shows_name=True)
    assert (again.pk, again.shows_name) == (certificate.pk, True)
    crediting.credit(make_done(team, we.resident), by=we.leader)
    newer = certificates.issue(by=we.resident)
    assert (newer.pk == certificate.pk, newer.minutes, newer.times) == (False, 240, 2)


# -- personal data -----------------------------------------------------------------------------------------------


def test_export_and_erasure(we, team, certificate):
    presence.name_helper(Activity.objects.get(), we.resident, by=we.leader)
    Hours.objects.update(reason="身体不好")
    found = personal.export(we.resident)["volunteer_hours"]
    assert [row["minutes"] for row in found["hours"]] == [120]
    assert ([row["number"] for row in found["certificates"]], len(found)) == ([certificate.number], 2)
    personal.SHARES["volunteer_hours"].erase(we.resident)
    certificate.refresh_from_db()
    assert (Hours.objects.get().minutes, Hours.objects.get().reason, certificate.is_valid) == (
        120,
        "***",
        False,
    )
