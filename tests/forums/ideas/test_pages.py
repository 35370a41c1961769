"""What the pages show to whom: the column, one idea, posting, verbs, staff's list, reports, tables to take away."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.ideas import actions, queries
from forums.ideas.models import Argument, Idea, Report
from tests.make import make_meeting

pytestmark = pytest.mark.django_db


def column(client, place, **query) -> list[int]:
    """The ideas of the column, in order."""
    page = client.get(reverse("public_ideas", args=[place.code]), query)
    return [row.pk for row, _mine, _may in page.context["cards"]]


def at(path: str, **query) -> str:
    return f"{path}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else path


# -- the column ---------------------------------------------------------------------------------------------


def test_column_is_sorted_in_three_ways(we, put, client):
    now = timezone.now()
    old = put(supports=5, posted_at=now - timedelta(days=3))
    new = put(supports=1, posted_at=now)
    done = put("answered", supports=3, posted_at=now - timedelta(days=9), answered_at=now - timedelta(days=2))
    just = put("adopted", supports=0, posted_at=now - timedelta(days=12), answered_at=now)
    assert column(client, we.compound) == [new.pk, old.pk, done.pk, just.pk]
    assert column(client, we.compound, sort="supported") == [old.pk, done.pk, new.pk, just.pk]
    assert column(client, we.compound, sort="answered") == [just.pk, done.pk]
    assert column(client, we.compound, sort="nonsense") == [new.pk, old.pk, done.pk, just.pk]


def test_column_shows_what_is_not_hidden_merged_or_taken_back(we, put, client):
    rows = [put(state) for state in ("open", "hidden", "merged", "withdrawn")]
    shown = {rows[0].pk, rows[2].merged_into_id}
    assert set(column(client, we.compound)) == shown


def test_column_of_a_compound_has_those_of_its_community_and_of_no_other_compound(we, put, client):
    ours, all_of_us, theirs = put(), put(place=we.community), put(place=we.old_compound)
    assert set(column(client, we.compound)) == {ours.pk, all_of_us.pk}
    assert set(column(client, we.community)) == {ours.pk, all_of_us.pk, theirs.pk}


@pytest.mark.parametrize("words", ["长椅", "椅", "歇脚 长椅", "几张长椅"])
def test_column_is_searched(we, put, client, words):
    row = put()
    put(title="路灯", text="晚上太暗")
    assert column(client, we.compound, q=words) == [row.pk]


@pytest.mark.parametrize("sort", ["new", "supported", "answered"])
def test_column_is_paged_without_gaps(we, put, client, monkeypatch, sort):
    monkeypatch.setattr(queries.page, "__kwdefaults__", {**queries.page.__kwdefaults__, "size": 2})
    moment = timezone.now()
    rows = [put("answered", supports=n // 2, posted_at=moment, answered_at=moment) for n in range(5)]
    seen, path = [], at(reverse("public_ideas", args=[we.compound.code]), sort=sort)
    for _n in range(3):
        page = client.get(path)
        seen += [row.pk for row, _mine, _may in page.context["cards"]]
        path = reverse("public_ideas", args=[we.compound.code]) + page.context["following"]
    assert (sorted(seen), page.context["following"]) == (sorted(row.pk for row in rows), "")


def test_column_of_a_doorway_or_nowhere_is_not_there(we, client):
    for code in (we.doorway.code, we.building.code, we.street.code, "42010301099", "abc"):
        assert client.get(reverse("public_ideas", args=[code])).status_code == 404


def test_column_costs_the_same_for_one_and_for_three(
    we, put, resident_of, signed_in, django_assert_num_queries
):
    fan = resident_of(1)
    browser = signed_in(fan)
    path = reverse("public_ideas", args=[we.compound.code])
    for number in (1, 2):
        for _n in range(number):
            actions.argue(put(), by=fan, key=uuid4(), side="for", text="好")
        with django_assert_num_queries(9):
            browser.get(path)


def test_place_page_shows_the_newest_and_the_way_to_all(we, put, client):
    rows = [put(posted_at=timezone.now() - timedelta(days=n)) for n in range(4)]
    page = client.get(we.compound.get_absolute_url()).content.decode()
    assert [f'data-idea="{row.pk}"' in page for row in rows] == [True, True, True, False]
    assert reverse("public_ideas", args=[we.compound.code]) in page


# -- one idea -----------------------------------------------------------------------------------------------


def test_nobody_learns_who_it_was(we, they, put, resident_of, client):
    row, arguer = put(text="我是王居民，13912345678，住1栋1单元8808。"), resident_of(1)
    actions.argue(row, by=arguer, key=uuid4(), side="for", text="打我电话13912345678")
    for person in (None, resident_of(2), they.resident, they.worker, we.owners_committee):
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(row.get_absolute_url()).content.decode()
        assert [one for one in ("13912345678", "8808", arguer.name, "王某某") if one in page] == []


def test_staff_see_a_masked_name(we, put, signed_in):
    page = signed_in(we.worker).get(put().get_absolute_url()).content.decode()
    assert ("王某某" in page, "王居民" in page) == (True, False)


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_what_is_not_shown_looks_like_what_is_not_there(we, put, resident_of, client, state):
    path = put(state).get_absolute_url()
    for person, status in ((None, 404), (resident_of(1), 404), (we.resident, 200), (we.worker, 200)):
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(path).status_code == status


def test_merged_address_leads_on(we, put, client, signed_in):
    row = put("merged")
    answer = client.get(row.get_absolute_url())
    assert (answer.status_code, answer.url) == (302, row.merged_into.get_absolute_url())
    assert f'data-merged="{row.pk}"' in client.get(answer.url).content.decode()
    assert signed_in(we.worker).get(at(row.get_absolute_url(), stay="1")).status_code == 200


def test_support_is_one_tap_and_leads_back(we, put, resident_of, signed_in):
    row, browser = put(), signed_in(resident_of(1))
    path, home = reverse("idea_support", args=[row.pk]), reverse("public_ideas", args=[we.compound.code])
    assert browser.post(path, {"next": home}).url == home
    assert browser.post(path, {"next": "//evil.example/"}).url == row.get_absolute_url()
    assert Idea.objects.get().supports == 1
    browser.post(path, {"stop": "yes"})
    assert Idea.objects.get().supports == 0


def test_support_by_who_does_not_live_there_is_forbidden(we, they, put, signed_in):
    row = put()
    for person in (they.resident, we.worker):
        assert signed_in(person).post(reverse("idea_support", args=[row.pk])).status_code == 403
    assert Idea.objects.get().supports == 0


def test_page_of_an_idea_costs_the_same_for_one_and_for_three(
    we, put, resident_of, signed_in, django_assert_num_queries
):
    row, browser = put(), signed_in(we.worker)
    for number in (1, 2):
        for n in range(number):
            actions.argue(row, by=resident_of(n + 10 * number), key=uuid4(), side="for", text="好")
            put("merged", merged_into=row)
        with django_assert_num_queries(13):
            browser.get(row.get_absolute_url())


def test_hidden_argument_is_read_by_staff_and_by_who_wrote_it(we, put, resident_of, client):
    row, arguer = put(), resident_of(1)
    argument = actions.argue(row, by=arguer, key=uuid4(), side="against", text="老王占地方")
    actions.hide_argument(argument, by=we.worker, reason="针对个人")
    for person, seen in ((None, False), (resident_of(2), False), (arguer, True), (we.worker, True)):
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(row.get_absolute_url()).content.decode()
        assert ("老王占地方" in page, "针对个人" in page) == (seen, seen)


# -- posting ------------------------------------------------------------------------------------------------


def test_posting_shows_what_neighbours_will_see_before_it_is_posted(we, signed_in):
    browser, path = signed_in(we.resident), at(reverse("idea_new"), place=we.compound.code)
    words = {"key": str(uuid4()), "title": "装长椅", "text": "找13912345678"}
    page = browser.post(path, words)
    assert (page.context["shown"], Idea.objects.count()) == ({"title": "装长椅", "text": "找139****5678"}, 0)
    assert browser.post(path, words | {"change": "yes"}).context["form"]["title"].value() == "装长椅"
    for _n in range(2):
        answer = browser.post(path, words | {"sure": "yes"})
    assert (answer.url, Idea.objects.count()) == (Idea.objects.get().get_absolute_url(), 1)


def test_posting_shows_who_had_the_same_idea(we, put, signed_in):
    row = put(author=None)
    put(title="路灯", text="晚上太暗", author=None)
    words = {"key": str(uuid4()), "title": "大树下放长椅", "text": "老人买菜回来没有地方歇脚"}
    page = signed_in(we.resident).post(at(reverse("idea_new"), place=we.compound.code), words)
    assert page.context["alike"] == [row]


def test_posting_elsewhere_asks_where_one_lives(we, they, signed_in):
    browser = signed_in(we.resident)
    for code in (they.compound.code, we.old_compound.code, "x", ""):
        page = browser.get(at(reverse("idea_new"), place=code))
        assert page.context["homes"] == [we.compound, we.community]
    assert signed_in(we.worker).get(reverse("idea_new")).context["homes"] == []


def test_words_typed_after_the_session_has_run_out_are_kept(we, client):
    path = at(reverse("idea_new"), place=we.compound.code)
    client.post(path, {"key": str(uuid4()), "title": "装长椅", "text": "好"})
    client.force_login(we.resident)
    assert client.get(path).context["form"]["title"].value() == "装长椅"


# -- verbs --------------------------------------------------------------------------------------------------


def test_adopt_asks_which_way_first(we, put, signed_in):
    browser, path = signed_in(we.liaison), reverse("idea_verb", args=[put().pk, "adopt"])
    assert [way for way, *_rest in browser.get(path).context["ways"]] == ["agenda", "commitment", "project"]
    asked = {
        way: set(browser.get(at(path, way=way)).context["form"].fields)
        for way in ("agenda", "commitment", "project")
    }
    assert asked == {
        "agenda": {"seen", "way", "meeting", "reply"},
        "commitment": {"seen", "way", "debtor", "text", "due_on", "key", "reply"},
        "project": {"seen", "way", "text", "reply"},
    }


def test_adopt_offers_only_meetings_this_person_prepares(we, they, put, signed_in):
    mine = make_meeting(place=we.compound, organiser=we.liaison)
    make_meeting(place=we.community, organiser=we.worker)
    make_meeting(place=they.compound, organiser=they.liaison)
    page = signed_in(we.liaison).get(at(reverse("idea_verb", args=[put().pk, "adopt"]), way="agenda"))
    assert list(page.context["form"].fields["meeting"].queryset) == [mine]


def test_adopt_as_a_commitment_by_form_twice_is_once(we, put, signed_in):
    row, browser = put(), signed_in(we.liaison)
    path = at(reverse("idea_verb", args=[row.pk, "adopt"]), way="commitment")
    first = browser.get(path).context["form"]
    sent = {"seen": first.initial["seen"], "way": "commitment", "key": first.initial["key"], "debtor": we.company.pk,
            "text": "装长椅", "due_on": (timezone.localdate() + timedelta(days=9)).isoformat(), "reply": "好"}  # fmt: skip
    assert [browser.post(path, sent).status_code for _n in range(2)] == [302, 302]
    assert row.adoptions.count() == 1


def test_verb_that_comes_too_late_is_told_so_and_keeps_the_words(we, put, signed_in):
    row, browser = put(), signed_in(we.worker)
    path = reverse("idea_verb", args=[row.pk, "answer"])
    seen = browser.get(path).context["form"].initial["seen"]
    actions.decline(row, by=we.liaison, reply="没有地方")
    page = browser.post(path, {"seen": seen, "reply": "下半年办"})
    assert (page.status_code, "下半年办" in page.content.decode()) == (409, True)


def test_merge_by_number(we, put, signed_in):
    row, into = put(), put(title="别的", text="完全不同")
    browser, path = signed_in(we.worker), reverse("idea_verb", args=[row.pk, "merge"])
    for wrong in ("", str(row.pk), "99999", "x", "9" * 30):
        assert browser.post(path, {"number": wrong}).status_code == 200
    browser.post(path, {"number": str(into.pk)})
    row.refresh_from_db()
    assert (row.status, row.merged_into) == ("merged", into)


def test_report_reaches_the_page_of_reports_and_is_decided_there(we, put, resident_of, signed_in):
    row, somebody = put(), resident_of(1)
    argument = actions.argue(row, by=somebody, key=uuid4(), side="for", text="好")
    browser = signed_in(resident_of(2))
    browser.post(reverse("idea_verb", args=[row.pk, "report"]), {"reason": "false"})
    browser.post(
        reverse("argument_verb", args=[row.pk, argument.pk, "report"]), {"reason": "insult", "note": "骂人"}
    )
    browser = signed_in(we.worker)
    found = browser.get(reverse("idea_reports")).context["found"]
    assert [(one.argument, [report.reason for report in one.reports]) for one in found] == [
        (None, ["false"]), (argument, ["insult"]),
    ]  # fmt: skip
    browser.post(reverse("argument_verb", args=[row.pk, argument.pk, "hide"]), {"reason": "骂人"})
    browser.post(reverse("idea_verb", args=[row.pk, "keep"]), {"note": ""})
    assert browser.get(reverse("idea_reports")).context["found"] == []
    assert [one.outcome for one in Report.objects.order_by("pk")] == ["kept", "hidden"]


def test_argument_of_another_idea_is_not_there(we, put, resident_of, signed_in):
    row, somebody = put(), resident_of(1)
    argument = actions.argue(put(), by=somebody, key=uuid4(), side="for", text="好")
    for verb in ("report", "hide", "take-back", "dance"):
        path = reverse("argument_verb", args=[row.pk, argument.pk, verb])
        assert signed_in(we.worker).get(path).status_code == 404


def test_argument_is_taken_back_by_who_wrote_it_alone(we, put, resident_of, signed_in):
    row, somebody = put(), resident_of(1)
    argument = actions.argue(row, by=somebody, key=uuid4(), side="for", text="好")
    path = reverse("argument_verb", args=[row.pk, argument.pk, "take-back"])
    assert [signed_in(one).post(path).status_code for one in (we.worker, resident_of(2), somebody)] == [
        403,
        403,
        302,
    ]
    assert Argument.objects.get().withdrawn_at is not None


# -- staff ----------------------------------------------------------------------------------------------------


def listed(client, **query) -> list[int]:
    return [row.pk for row in client.get(reverse("idea_list"), query).context["rows"]]


def test_list_has_what_waits_in_the_order_of_its_days(we, they, put, signed_in):
    now = timezone.now()
    later, late = put(answer_due=now + timedelta(days=5)), put(answer_due=now - timedelta(days=1))
    done, hidden = put("answered"), put("hidden")
    put(place=they.compound)
    browser = signed_in(we.worker)
    assert listed(browser) == [late.pk, later.pk]
    assert listed(browser, overdue="on") == [late.pk]
    assert listed(browser, pile="answered") == [done.pk]
    assert listed(browser, pile="hidden") == [hidden.pk]
    assert listed(browser, pile="nonsense", place="x") == [late.pk, later.pk]


def test_list_is_for_staff(we, signed_in):
    for name in ("idea_list", "idea_reports"):
        assert [signed_in(one).get(reverse(name)).status_code for one in (we.resident, we.leader)] == [
            403,
            403,
        ]
    assert signed_in(we.liaison).get(reverse("idea_reports")).status_code == 403


def test_list_costs_the_same_for_one_and_for_three(we, put, signed_in, django_assert_num_queries):
    browser = signed_in(we.worker)
    for number in (1, 2):
        for _n in range(number):
            put()
        with django_assert_num_queries(7):
            browser.get(reverse("idea_list"))


def test_table_to_take_away_has_no_person_in_it(we, put, signed_in):
    put(text="找13912345678")
    answer = signed_in(we.worker).get(reverse("idea_export", args=["csv"]))
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert (len(rows), rows[1][4], "王居民" in str(rows)) == (2, "找139****5678", False)
    assert signed_in(we.worker).get(reverse("idea_export", args=["pdf"])).status_code == 404
