"""What the pages show, to whom, and what they cost."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from beihu.audit.models import AuditEntry
from forums.bulletins import actions
from forums.bulletins.models import Bulletin
from tests.forums.bulletins.test_publishing import change

pytestmark = pytest.mark.django_db


def get(client, name: str, *args, **query):
    return client.get(reverse(name, args=args), query)


def text(answer) -> str:
    return answer.content.decode()


def form_of(row: Bulletin, **over) -> dict[str, object]:
    """The form of the draft as a browser would send it."""
    row.refresh_from_db()
    items = {f"text_{item.pk}": item.text for item in row.items.all()}
    kept = {f"keep_{item.pk}": "on" for item in row.items.filter(is_kept=True)}
    first = {
        "seen": row.revision,
        "title": row.title,
        "greeting": row.greeting,
        "own_section": "other",
        "do": "save",
    }
    return first | items | kept | over


# -- everybody


def test_draft_is_not_there_for_others_and_leads_editors_to_its_form(we, they, client, bulletin):
    row = bulletin()
    for person in (None, we.resident, we.liaison, they.worker):
        if person:
            client.force_login(person)
        for name in ("bulletin", "bulletin_print"):
            assert get(client, name, row.pk).status_code == 404
        assert get(client, "bulletin_version", row.pk, 1).status_code == 404
    client.force_login(we.worker)
    assert get(client, "bulletin", row.pk).url == f"/bulletins/{row.pk}/edit/"


def test_page_shows_the_version_and_no_name_of_who_made_it(we, client, bulletin):
    row = bulletin(greeting="<b>各位</b>")
    actions.publish(row, by=we.worker)
    shown = text(get(client, "bulletin", row.pk))
    assert "事情1" in shown
    assert "&lt;b&gt;各位&lt;/b&gt;" in shown
    assert "张社工" not in shown


def test_correction_is_shown_and_the_earlier_version_says_what_it_is(we, client, bulletin):
    row = bulletin()
    actions.publish(row, by=we.worker)
    change(row, we.worker, "改对了")
    assert "改对了" not in text(get(client, "bulletin", row.pk))
    actions.correct(row, by=we.worker, correction="数字写错了")
    now, before = text(get(client, "bulletin", row.pk)), text(get(client, "bulletin_version", row.pk, 1))
    assert ("改对了" in now, "数字写错了" in now, "事情1" in now) == (True, True, False)
    assert ("事情1" in before, "看更正后的版本" in before) == (True, True)
    assert get(client, "bulletin_version", row.pk, 2).url == f"/bulletins/{row.pk}/"
    assert get(client, "bulletin_version", row.pk, 3).status_code == 404


def test_withdrawn_one_says_why_and_shows_nothing_else(we, client, bulletin):
    row = bulletin()
    actions.publish(row, by=we.worker)
    actions.withdraw(row, by=we.worker, reason="会议日期写错")
    shown = text(get(client, "bulletin", row.pk))
    assert ("会议日期写错" in shown, "事情1" in shown) == (True, False)
    assert get(client, "bulletin_print", row.pk).status_code == 404
    assert get(client, "bulletin_version", row.pk, 1).status_code == 404


def test_archive_shows_a_year_and_no_draft(we, client, bulletin):
    for day in (date(2025, 12, 16), date(2026, 1, 1), date(2026, 1, 16)):
        bulletin("published", day=day)
    bulletin()
    shown = text(get(client, "bulletin_archive", we.community.code))
    assert shown.count("data-bulletin=") == 2
    assert text(get(client, "bulletin_archive", we.community.code, year="2025")).count("data-bulletin=") == 1
    for nonsense in ("9999", "x", "٢٠٢٥", "-1", "20250"):
        assert get(client, "bulletin_archive", we.community.code, year=nonsense).status_code == 200
    assert get(client, "bulletin_archive", we.compound.code).status_code == 404


@pytest.mark.parametrize(
    ("name", "queries"), [("bulletin_archive", 3), ("bulletins", 1), ("bulletin_feed", 2)]
)
def test_lists_cost_the_same_for_one_and_three(
    we, client, bulletin, django_assert_num_queries, name, queries
):
    args = [] if name == "bulletins" else [we.community.code]
    for number in (1, 3):
        while Bulletin.objects.count() < number:
            bulletin("published", day=date(2026, Bulletin.objects.count() + 1, 1))
        with django_assert_num_queries(queries):
            assert get(client, name, *args).status_code == 200


def test_page_costs_the_same_for_one_and_thirty_lines(we, client, bulletin, django_assert_num_queries):
    for lines, day in ((1, date(2026, 1, 1)), (30, date(2026, 2, 1))):
        row = bulletin("published", lines=lines, day=day)
        with django_assert_num_queries(2):
            get(client, "bulletin", row.pk)
        with django_assert_num_queries(3):
            get(client, "bulletin_print", row.pk)


def test_feed_is_atom_with_the_words_of_the_latest_version(we, client, bulletin):
    from xml.etree import ElementTree

    row = bulletin("published")
    answer = get(client, "bulletin_feed", we.community.code)
    assert answer["Content-Type"].startswith("application/atom+xml")
    space = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(answer.content).findall(f"{space}entry")
    assert [one.find(f"{space}title").text for one in entries] == ["正街社区半月谈 2026年第21期"]
    assert "事情1" in entries[0].find(f"{space}summary").text
    assert entries[0].find(f"{space}link").get("href").endswith(f"/bulletins/{row.pk}/")


def test_front_shows_the_newest_of_each_and_drafts_only_to_editors(we, they, client, bulletin):
    old, new = bulletin("published", day=date(2026, 1, 1)), bulletin("published", day=date(2026, 2, 1))
    draft = bulletin()
    shown = text(get(client, "bulletins"))
    assert (f"/bulletins/{new.pk}/" in shown, f"/bulletins/{old.pk}/" in shown, "data-waiting" in shown) == (
        True,
        False,
        False,
    )
    client.force_login(they.worker)
    assert "data-waiting" not in text(get(client, "bulletins"))
    client.force_login(we.worker)
    assert f'data-waiting="{draft.pk}"' in text(get(client, "bulletins"))


def test_place_page_leads_to_the_newest(we, client, bulletin):
    row = bulletin("published")
    assert row.get_absolute_url() in text(client.get(we.community.get_absolute_url()))
    for place in (we.compound, we.building):
        assert f"/places/{we.community.code}/bulletins/" in text(client.get(place.get_absolute_url()))
    Bulletin.objects.filter(pk=row.pk).update(
        status="withdrawn", withdrawn_at=timezone.now(), withdraw_reason="x"
    )
    assert row.get_absolute_url() not in text(client.get(we.community.get_absolute_url()))


# -- who edits


def test_pages_of_editing_are_for_editors_of_the_place(we, they, client, bulletin):
    row = bulletin()
    for person, status in (
        (we.worker, 200),
        (we.officer, 200),
        (we.liaison, 404),
        (we.resident, 404),
        (they.worker, 404),
    ):
        client.force_login(person)
        assert get(client, "bulletin_edit", row.pk).status_code == status
        assert get(client, "bulletin_preview", row.pk).status_code == status
        assert get(client, "bulletin_verb", row.pk, "publish").status_code == status
        assert client.post(reverse("bulletin_edit", args=[row.pk]), form_of(row, title="x")).status_code in (
            302,
            404,
        )
    assert Bulletin.objects.get().revision == 2


def test_form_saves_moves_adds_and_leads_on(we, client, bulletin):
    row = bulletin(lines=0)
    for number in (1, 2):
        row.items.create(section="issues", position=number, text=f"第{number}件", source=f"issue:{number}")
    first, second = row.items.order_by("position")
    here = reverse("bulletin_edit", args=[row.pk])
    client.force_login(we.worker)
    answer = client.post(here, form_of(row, do=f"up:{second.pk}", title="新标题"))
    assert answer.url == here
    assert list(row.items.order_by("position").values_list("text", flat=True)) == ["第2件", "第1件"]
    own = {"own_section": "thanks", "own_text": "感谢志愿服务队", "own_url": "/about/"}
    assert client.post(here, form_of(row, do="preview", **own)).url == f"/bulletins/{row.pk}/preview/"
    unticked = form_of(row)
    del unticked[f"keep_{first.pk}"]
    client.post(here, unticked)
    row.refresh_from_db()
    kept = row.items.filter(is_kept=True).order_by("position")
    assert (row.title, list(kept.values_list("text", flat=True))) == ("新标题", ["第2件", "感谢志愿服务队"])


def test_form_of_somebody_too_late_keeps_the_words(we, client, bulletin):
    row = bulletin()
    late = form_of(row, greeting="辛苦写的")
    actions.edit(row, by=we.officer, seen=0, title="先到")
    client.force_login(we.worker)
    answer = client.post(reverse("bulletin_edit", args=[row.pk]), late)
    assert (answer.status_code, "辛苦写的" in text(answer)) == (409, True)


def test_form_takes_no_other_fields(we, client, bulletin):
    row, foreign = bulletin(), bulletin(day=date(2026, 1, 1)).items.first()
    client.force_login(we.worker)
    extra = {
        "status": "published",
        "place": "x",
        "version": "9",
        f"text_{foreign.pk}": "偷改",
        "do": f"drop:{foreign.pk}",
    }
    client.post(reverse("bulletin_edit", args=[row.pk]), form_of(row, **extra))
    row.refresh_from_db()
    foreign.refresh_from_db()
    assert (row.status, row.version, row.place_id, foreign.text) == ("draft", 0, we.community.code, "事情1")


@pytest.mark.parametrize(
    "over",
    [
        {"title": "x" * 81},
        {"greeting": "x" * 601},
        {"own_text": "x" * 1_000_000},
        {"title": "\0"},
        {"seen": ""},
        {"own_url": "javascript:1", "own_text": "x"},
    ],
)
def test_form_with_wrong_words_saves_nothing(we, client, bulletin, over):
    row = bulletin()
    client.force_login(we.worker)
    answer = client.post(reverse("bulletin_edit", args=[row.pk]), form_of(row, **over))
    row.refresh_from_db()
    assert (answer.status_code, row.revision) == (200, 0)


def test_hidden_words_are_told_to_the_editor(we, client, bulletin):
    row = bulletin()
    client.force_login(we.worker)
    answer = client.post(
        reverse("bulletin_edit", args=[row.pk]), form_of(row, greeting="找王居民"), follow=True
    )
    assert "已隐去电话、门牌或居民姓名" in text(answer)


def test_publish_asks_first_and_then_shows_what_everybody_reads(we, client, bulletin):
    row = bulletin()
    verb = reverse("bulletin_verb", args=[row.pk, "publish"])
    client.force_login(we.worker)
    assert "1位居民收到站内通知" in text(client.get(verb))
    assert client.post(verb).url == f"/bulletins/{row.pk}/"
    assert client.post(verb).status_code == 409
    assert client.get(verb).status_code == 409
    assert AuditEntry.objects.filter(verb="bulletin.publish").count() == 1


def test_preview_shows_names_hidden_as_they_will_be(we, client, bulletin):
    row = bulletin(lines=1)
    row.items.update(text="感谢王居民")
    client.force_login(we.worker)
    shown = text(get(client, "bulletin_preview", row.pk))
    assert ("感谢王某某" in shown, "感谢王居民" in shown) == (True, False)


def test_unknown_verb_is_404(we, client, bulletin):
    client.force_login(we.worker)
    for verb in ("dance", "edit-me", "draft"):
        assert get(client, "bulletin_verb", bulletin().pk if verb == "dance" else 0, verb).status_code == 404
