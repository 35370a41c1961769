"""The pages of this room: who sees which, what stands on them, and what they cost."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.make import make_evidence, make_issue, make_meeting
from tripartite.commitments import actions
from tripartite.commitments.models import Commitment
from tripartite.commitments.states import DEEDS, MACHINE, Status
from tripartite.meetings.minutes import Resolution

pytestmark = pytest.mark.django_db


def words(page) -> str:
    return page.content.decode().split("<main")[1].split("</main")[0]


def verb(row: Commitment, name: str) -> str:
    return reverse("commitment_verb", args=[row.pk, name])


def new(**query) -> str:
    return reverse("commitment_new", query=query or None)


def board(place, **query) -> str:
    return reverse("public_commitments", args=[place.code], query=query or None)


# -- who sees which page ------------------------------------------------------------------------------------------

# Every page × every role, by hand: 200 sees it, 302 is asked to sign in, 403 may not, 404 learns nothing.
EXPECTED = """
page             | visitor resident leader worker liaison property owners management officer foreigner
board            | 200     200      200    200    200     200      200    200        200     200
report           | 200     200      200    200    200     200      200    200        200     200
public chain     | 200     200      200    200    200     200      200    200        200     200
list             | 302     200      200    200    200     200      200    200        200     200
commitment       | 302     200      404    200    200     200      404    404        200     404
commitment chain | 302     200      404    200    200     200      404    404        200     404
issue chain      | 302     200      404    200    200     200      404    404        200     404
export           | 302     403      403    200    200     200      200    200        200     200
desk             | 302     403      403    200    200     403      403    403        200     200
where            | 302     403      403    200    200     200      200    200        200     200
new              | 302     404      404    200    200     200      200    403        200     403
withdraw         | 302     403      404    200    200     403      404    404        200     404
report progress  | 302     403      404    403    403     200      404    404        403     404
"""
HEAD, *LINES = (line.split("|") for line in EXPECTED.strip().splitlines())
ROLES = HEAD[1].split()
TABLE = {name.strip(): dict(zip(ROLES, map(int, row.split()), strict=True)) for name, row in LINES}


@pytest.mark.parametrize("name", TABLE)
def test_page_opens_to_exactly_whom_it_should(client, we, they, owe, name):
    issue = make_issue(
        place=we.doorway,
        author=we.resident,
        party=we.company,
        status="in_progress",
        wants_public=True,
        published_at=timezone.now(),
    )
    row = owe(issue=issue)
    address = {
        "board": board(we.compound),
        "report": reverse("party_promises", args=[we.company.pk]),
        "public chain": reverse("public_chain", args=[issue.pk]),
        "commitment": row.get_absolute_url(),
        "commitment chain": reverse("commitment_chain", args=[row.pk]),
        "list": reverse("commitment_list"),
        "export": reverse("commitment_export", args=["csv"]),
        "desk": reverse("desk"),
        "issue chain": reverse("issue_chain", args=[issue.pk]),
        "where": reverse("commitment_new"),
        "new": new(place=we.compound.code),
        "withdraw": verb(row, "withdraw"),
        "report progress": verb(row, "report"),
    }[name]
    people = {"foreigner": they.worker, "property": we.property_staff, "owners": we.owners_committee,
              "management": we.management_committee} | we.people  # fmt: skip
    found = {}
    for role in ROLES:
        client.logout()
        if role != "visitor":
            client.force_login(people[role])
        found[role] = client.get(address).status_code
    assert found == TABLE[name]


def test_foreign_commitment_answers_like_none(client, they, owe):
    row = owe()
    client.force_login(they.worker)
    for name in ("withdraw", "accept", "nonsense"):
        there, nowhere = (client.get(f"/commitments/{pk}/{name}/") for pk in (row.pk, row.pk + 999))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert client.post(f"/commitments/{row.pk}/{name}/", {"reason": "x"}).status_code == 404
    row.refresh_from_db()
    assert row.status == "running"


# -- one commitment ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("who", ["resident", "property_staff", "worker", "liaison", "officer"])
def test_buttons_are_those_of_the_tables(client, we, owe, who, status):
    row, person = owe(status), getattr(we, who)
    client.force_login(person)
    offered = set(re.findall(r'data-verb="(\w+)"', words(client.get(row.get_absolute_url()))))
    assert offered == {one.name for table in (MACHINE, DEEDS) for one in table.available(row, person)}


def test_every_button_opens_a_form_with_labels(client, we, owe):
    for who in ("property_staff", "liaison", "resident"):
        client.force_login(getattr(we, who))
        for status in Status.values:
            row = owe(status)
            for one in [*MACHINE.available(row, getattr(we, who)), *DEEDS.available(row, getattr(we, who))]:
                page = client.get(verb(row, one.name))
                ids = re.findall(
                    r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', words(page)
                )
                labels = re.findall(r'<label[^>]*\bfor="([^"]+)"', words(page))
                assert (page.status_code, set(ids) - set(labels)) == (200, set())


def test_commitment_is_worked_through_the_pages(client, we, owe, picture):
    row = owe("proposed")
    later = (row.due_on + timedelta(days=5)).isoformat()
    steps = [
        ("property_staff", "accept", {"note": "没问题"}, "running"),
        ("property_staff", "report", {"progress": 50, "note": "到货一半"}, "running"),
        (
            "liaison",
            "revise",
            {"text": "更换水泵和阀门", "metric": "x", "due_on": later, "reason": "加阀门"},
            "running",
        ),
        ("property_staff", "agree", {"note": ""}, "running"),
        ("property_staff", "prove", {"uploads": [picture(), picture()], "note": "现场"}, "running"),
        ("liaison", "show", {"photos": [row.evidence.get().pk]}, "running"),
        ("property_staff", "deliver", {"note": "完工"}, "delivered"),
        ("resident", "judge", {"kept": "no", "reason": "六楼还是没水"}, "delivered"),
        ("liaison", "withdraw", {"reason": "业主另行决定"}, "withdrawn"),
    ]
    for who, name, facts, status in steps:
        client.force_login(getattr(we, who))
        page = client.get(verb(row, name))
        done = client.post(verb(row, name), facts | {"seen": page.context["form"]["seen"].value()})
        row.refresh_from_db()
        assert (name, done.status_code, row.status) == (name, 302, status)
    assert (row.text, row.number, row.evidence.count()) == ("更换水泵和阀门", 2, 3)
    assert row.evidence.filter(is_public=True).count() == 1
    client.force_login(we.resident)
    page = words(client.get(row.get_absolute_url()))
    assert ("六楼还是没水" in page, "王居民" in page, "赵物业" in page, "刘联络" in page) == (
        True,
        False,
        False,
        False,
    )


def test_nobody_is_named_and_no_number_is_shown(client, we, owe):
    row = owe(text="请联系13912345678，3栋2单元1001室", metric="13912345678")
    actions.report(row, by=we.property_staff, progress=1, note="打13912345678")
    client.force_login(we.worker)
    for address in (row.get_absolute_url(), board(we.compound), reverse("commitment_list"), reverse("desk")):
        page = words(client.get(address))
        assert re.findall(r"(?<!\d)1\d{10}(?!\d)|1001室|赵物业", page) == []


@pytest.mark.parametrize("name", ["accept", "report", "withdraw", "judge"])
def test_double_click_is_one_event(client, we, owe, name):
    status, who, facts = {
        "accept": ("proposed", we.property_staff, {"note": "好"}),
        "report": ("running", we.property_staff, {"progress": 5, "note": "好"}),
        "withdraw": ("running", we.liaison, {"reason": "好"}),
        "judge": ("delivered", we.resident, {"kept": "yes"}),
    }[name]
    row = owe(status)
    client.force_login(who)
    facts |= {"seen": client.get(verb(row, name)).context["form"]["seen"].value()}
    answers = [client.post(verb(row, name), facts).status_code for _click in range(2)]
    assert (answers, row.events.filter(verb=name).count()) == ([302, 302], 1)


def test_whoever_comes_too_late_is_told_and_keeps_the_words(client, we, owe):
    row = owe()
    client.force_login(we.property_staff)
    seen = client.get(verb(row, "deliver")).context["form"]["seen"].value()
    actions.withdraw(row, by=we.liaison, reason="x")
    late = client.post(verb(row, "deliver"), {"note": "完工了", "seen": seen})
    assert (late.status_code, 'data-conflict="withdrawn"' in words(late), "完工了" in words(late)) == (
        409,
        True,
        True,
    )


def test_extra_fields_change_nothing(client, we, owe):
    row = owe("proposed")
    client.force_login(we.property_staff)
    client.post(
        verb(row, "accept"), {"status": "kept", "progress": 100, "debtor": we.owners_party.pk, "by": 1}
    )
    row.refresh_from_db()
    assert (row.status, row.progress, row.debtor) == ("running", 0, we.company)


@pytest.mark.parametrize(
    "facts",
    [
        {"kept": "maybe"},
        {"kept": "no", "reason": " "},
        {"kept": "no", "reason": "字" * 301},
        {"kept": "no", "reason": "a\0b"},
        {},
    ],
    ids=["maybe", "no reason", "too long", "NUL", "nothing"],
)
def test_judge_of_nonsense_is_asked_again(client, we, owe, facts):
    row = owe("delivered")
    client.force_login(we.resident)
    answer = client.post(verb(row, "judge"), facts)
    assert (answer.status_code, bool(answer.context["form"].errors), row.verdicts.count()) == (200, True, 0)


def test_words_typed_after_the_session_ended_come_back(client, we, owe):
    row = owe("delivered")
    asked = client.post(verb(row, "judge"), {"kept": "no", "reason": "没修好"})
    assert (asked.status_code, row.verdicts.count()) == (302, 0)
    session = client.session["kept_words"]
    client.force_login(we.resident)
    kept = client.session
    kept["kept_words"] = session
    kept.save()
    assert client.get(verb(row, "judge")).context["form"]["reason"].value() == "没修好"


@pytest.mark.parametrize("n", [1, 3])
def test_commitment_page_asks_the_same_for_any_number_of_rows(client, we, owe, django_assert_num_queries, n):
    row = owe(due_on=timezone.localdate() - timedelta(days=9))
    for number in range(n):
        make_evidence(row)
        row.events.create(verb="report", actor_role="debtor", note="x", data={"progress": number})
        row.rungs.create(step=3 + number, due_on=row.due_on)
        row.versions.create(number=2 + number, text="x", reason="y", by=we.liaison, dropped_at=timezone.now())
    client.force_login(we.liaison)
    client.get(row.get_absolute_url())
    with django_assert_num_queries(17):
        client.get(row.get_absolute_url())


# -- a new one -----------------------------------------------------------------------------------------------------


def test_new_one_is_written_down_once(client, we):
    client.force_login(we.liaison)
    form = client.get(new(place=we.compound.code)).context["form"]
    given = {
        "key": form["key"].value(),
        "debtor": we.company.pk,
        "text": "换水泵",
        "due_on": (timezone.localdate() + timedelta(days=9)).isoformat(),
    }
    first, second = (client.post(new(place=we.compound.code), given) for _click in range(2))
    row = Commitment.objects.get()
    assert (first.url, second.url, row.made_by, row.place) == (
        row.get_absolute_url(),
        row.get_absolute_url(),
        we.liaison,
        we.compound,
    )


def test_new_one_from_a_resolution_is_filled_in(client, we):
    meeting = make_meeting(place=we.compound, organiser=we.liaison, status="held")
    due = timezone.localdate() + timedelta(days=30)
    decided = Resolution.objects.create(
        item=meeting.items.create(position=1, title="x"),
        text="换水泵",
        party=we.company,
        due_on=due,
        by=we.liaison,
    )
    client.force_login(we.liaison)
    page = client.get(new(resolution=decided.pk))
    form = page.context["form"]
    assert (form["text"].value(), form["due_on"].value(), form["debtor"].value()) == (
        "换水泵",
        due,
        we.company.pk,
    )
    given = {"key": uuid4(), "debtor": we.company.pk, "text": "换水泵", "due_on": due.isoformat()}
    client.post(new(resolution=decided.pk), given)
    assert Commitment.objects.get().resolution == decided
    again = client.post(new(resolution=decided.pk), given | {"key": uuid4()})
    assert (again.status_code, Commitment.objects.count()) == (200, 1)


def test_party_is_offered_only_itself(client, we):
    client.force_login(we.property_staff)
    form = client.get(new(place=we.compound.code, standing=1)).context["form"]
    assert ([party.pk for party in form.fields["debtor"].queryset], "due_on" in form.fields) == (
        [we.company.pk],
        False,
    )
    given = {"key": form["key"].value(), "debtor": we.company.pk, "text": "每晚巡逻三次"}
    client.post(new(place=we.compound.code, standing=1), given)
    row = Commitment.objects.get()
    assert (row.status, row.is_standing) == ("running", True)


@pytest.mark.parametrize(
    "query",
    [
        {"resolution": "x"},
        {"resolution": "9" * 30},
        {"issue": "99999"},
        {"place": "1"},
        {"place": "42010301000100100101"},
    ],
)
def test_new_one_from_nowhere_is_not_there(client, we, query):
    client.force_login(we.liaison)
    assert client.get(new(**query)).status_code == 404


def test_new_one_next_door_is_not_there(client, we, they):
    issue = make_issue(place=they.doorway)
    client.force_login(we.officer)
    assert client.get(new(issue=issue.pk)).status_code == 404
    assert client.get(new(place=they.compound.code)).status_code == 403
    client.force_login(we.resident)
    assert client.get(new(place=we.compound.code)).status_code == 404
    assert client.get(new()).status_code == 403


def test_places_are_offered_when_none_is_chosen(client, we):
    client.force_login(we.liaison)
    assert [one.code for one in client.get(new()).context["places"]] == [we.compound.code]
    client.force_login(we.property_staff)
    assert [one.code for one in client.get(new(standing=1)).context["places"]] == [we.compound.code]


# -- the list ------------------------------------------------------------------------------------------------------


# -- the board -----------------------------------------------------------------------------------------------------
