"""The page of one issue for those who work on it, its verbs, and the desk."""

import re
import uuid

import pytest
from django.urls import reverse

from tests.make import make_issue
from tripartite.issues import actions
from tripartite.issues.models import CallBack, Issue
from tripartite.issues.states import DEEDS, MACHINE, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(we):
    draft = actions.start_draft(key=uuid.uuid4(), place=we.doorway, by=we.resident)
    actions.save_draft(draft, by=we.resident, category="lighting", text="楼道灯不亮，请打13912345678", contact_phone="13900001001", wants_public=True)  # fmt: skip
    return actions.submit(draft, by=we.resident)


def verb(issue: Issue, name: str) -> str:
    return reverse("issue_verb", args=[issue.pk, name])


def seen(page) -> str:
    return page.context["form"]["seen"].value()


def test_staff_see_all_of_the_timeline_and_masked_contacts(client, we, issue):
    actions.note(issue, by=we.worker, text="INTERNAL")
    client.force_login(we.worker)
    page = client.get(issue.get_absolute_url())
    words = page.content.decode().split("<main")[1]
    assert re.findall(r'data-event="(\w+)"', words) == ["submit", "note"]
    assert ("INTERNAL" in words, "张社工" in words, "139****1001" in words) == (True, True, True)
    assert re.findall(r"(?<!\d)1\d{10}(?!\d)", words) == []
    assert reverse("reveal", args=["issue", issue.pk, "contact_phone"]) in words


@pytest.mark.parametrize("who", ["worker", "liaison", "property_staff", "officer"])
def test_buttons_are_those_of_the_tables(client, we, issue, who):
    actions.assign(issue, by=we.worker, party=we.company)
    issue.refresh_from_db()
    person = getattr(we, who)
    client.force_login(person)
    page = client.get(issue.get_absolute_url())
    offered = set(re.findall(r'data-verb="(\w+)"', page.content.decode()))
    assert offered == {row.name for table in (MACHINE, DEEDS) for row in table.available(issue, person)}


def test_every_button_opens_a_form_with_labels(client, we, issue):
    client.force_login(we.worker)
    for status, facts in (
        (Status.SUBMITTED, {}),
        (Status.IN_PROGRESS, {"party": we.company}),
        (Status.SOLVED, {"party": we.company}),
        (Status.REOPEN_REQUESTED, {"party": we.company}),
    ):
        other = make_issue(place=we.doorway, status=status, author=we.resident, wants_public=True, **facts)
        for row in [*MACHINE.available(other, we.worker), *DEEDS.available(other, we.worker)]:
            page = client.get(verb(other, row.name))
            words = page.content.decode().split("<main")[1]
            ids = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', words)
            assert page.status_code == 200
            assert set(ids) - set(re.findall(r'<label[^>]*\bfor="([^"]+)"', words)) == set()


def test_fragment_holds_the_form_alone(client, we, issue):
    client.force_login(we.worker)
    words = client.get(verb(issue, "accept"), headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in words, 'name="seen"' in words) == (False, True)


def test_issue_is_worked_through_the_pages(client, we, issue, picture):
    steps = [
        ("worker", "accept", {}),
        ("worker", "assign", {"party": we.company.pk}),
        ("property_staff", "start", {}),
        ("property_staff", "contact", {"note": "打过电话"}),
        ("property_staff", "ask", {"question": "哪一层？", "days": 2}),
        ("resident", "answer", {"text": "三层"}),
        ("worker", "extend", {"working_days": 2, "reason": "配件没到"}),
        ("worker", "suspend", {"until": "2099-01-01", "note": "x"}),
        ("property_staff", "solve", {"note": "换了灯", "photos": [picture(), picture()]}),
        ("worker", "publish", {"public_text": "楼道灯不亮"}),
        ("worker", "call_back", {"reached": "yes", "solved": "yes", "satisfaction": "satisfied"}),
        ("resident", "confirm", {"rating": "satisfied"}),
    ]
    for who, name, facts in steps:
        client.force_login(getattr(we, who))
        page = client.get(verb(issue, name))
        done = client.post(verb(issue, name), facts | {"seen": seen(page)})
        assert (name, done.status_code) == (name, 200 if name == "suspend" else 302)
    issue.refresh_from_db()
    assert (issue.status, issue.party, issue.rating) == (Status.CONFIRMED, we.company, "satisfied")
    assert issue.photos.filter(stage="solved").count() == 2
    assert CallBack.objects.get().solved is True
    client.force_login(we.worker)
    told = client.get(issue.get_absolute_url()).content.decode()
    call_back = re.search(r'data-call-back="\d+">(.*?)</li>', told)
    assert call_back
    assert re.sub("<.*?>", "", call_back[1]).split(" · ")[1:] == ["居民说已解决", "满意"]


def test_suggested_party_comes_first_and_is_chosen(client, we, issue):
    client.force_login(we.worker)
    form = client.get(verb(issue, "assign")).context["form"]
    assert (form["party"].value(), form.fields["party"].choices[0][0]) == (we.company.pk, we.company.pk)


def test_street_only_category_offers_the_street_alone(client, we, issue):
    Issue.objects.update(category="building_works")
    client.force_login(we.worker)
    form = client.get(verb(issue, "assign")).context["form"]
    assert [pk for pk, _label in form.fields["party"].choices] == [we.street_party.pk]


def test_duplicates_are_offered_and_merged(client, we, issue):
    other = make_issue(place=we.doorway, text="楼道灯不亮，请打电话")
    client.force_login(we.worker)
    page = client.get(verb(issue, "merge"))
    assert [pk for pk, _label in page.context["form"].fields["found"].choices] == [other.pk]
    client.post(verb(issue, "merge"), {"found": other.pk})
    issue.refresh_from_db()
    assert issue.merged_into == other


@pytest.mark.parametrize("number", ["", "251123-99999", "x", "9" * 26])
def test_merge_into_nothing_is_refused_in_words(client, we, issue, number):
    client.force_login(we.worker)
    page = client.post(verb(issue, "merge"), {"number": number})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["number"])


def test_merge_asks_for_a_number_alone_when_nothing_is_alike(client, we, issue):
    client.force_login(we.worker)
    form = client.get(verb(issue, "merge")).context["form"]
    number = form.fields["number"]
    assert (list(form.fields), number.label, number.required) == (
        ["seen", "number", "note"],
        "并入诉求的编号",
        True,
    )


def test_merge_by_number_stays_within_ones_reach(client, we, others, issue):
    foreign = make_issue(place=others.doorway)
    client.force_login(we.worker)
    page = client.post(verb(issue, "merge"), {"number": foreign.reference})
    assert list(page.context["form"].errors) == ["number"]


def test_loser_of_two_is_told_who_did_what(client, we, issue):
    client.force_login(we.worker)
    form = client.get(verb(issue, "assign"))
    actions.assign(issue, by=we.officer, party=we.owners_party)
    late = client.post(verb(issue, "assign"), {"party": we.company.pk, "seen": seen(form), "note": "给物业"})
    words = late.content.decode().split("<main")[1]
    issue.refresh_from_db()
    assert (late.status_code, issue.party) == (409, we.owners_party)
    assert (f'data-conflict="{Status.ASSIGNED}"' in words, "给物业" in words) == (True, True)


@pytest.mark.parametrize(
    ("name", "facts"), [("accept", {}), ("reply", {"text": "好"}), ("note", {"text": "好"})]
)
def test_double_click_is_one_event(client, we, issue, name, facts):
    client.force_login(we.worker)
    given = facts | {"seen": seen(client.get(verb(issue, name)))}
    answers = [client.post(verb(issue, name), given).status_code for _click in range(2)]
    assert (answers, issue.events.filter(verb=name).count()) == ([302, 302], 1)


def test_same_words_may_be_said_again_on_a_new_form(client, we, issue):
    client.force_login(we.worker)
    for _time in range(2):
        given = {"text": "正在处理", "seen": seen(client.get(verb(issue, "reply")))}
        client.post(verb(issue, "reply"), given)
    assert issue.events.filter(verb="reply").count() == 2


def test_handing_back_leads_home_since_the_issue_is_out_of_sight(client, we, issue):
    actions.assign(issue, by=we.worker, party=we.company)
    client.force_login(we.property_staff)
    assert client.post(verb(issue, "bounce"), {"note": "不归我们"}).url == reverse("home")


def test_other_community_learns_nothing(client, we, others, issue):
    client.force_login(others.worker)
    for name in ("accept", "note", "merge"):
        assert client.get(verb(issue, name)).status_code == 404
        assert client.post(verb(issue, name), {"text": "x"}).status_code == 404
    assert client.get(verb(issue, "nonsense")).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_staff_page_asks_nine_questions(client, we, issue, picture, n, django_assert_num_queries):
    for _one in range(n):
        actions.add_photo(issue, by=we.resident, upload=picture())
        actions.note(issue, by=we.worker, text="x")
    client.force_login(we.worker)
    client.get(issue.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(issue.get_absolute_url())


def test_issue_is_filed_for_somebody_at_the_desk_once(client, we):
    client.force_login(we.worker)
    address = f"{reverse('issue_new_for')}?place={we.doorway.code}"
    key = client.get(address).context["form"]["key"].value()
    given = {"key": key, "via": "phone", "contact_name": "钱老太", "contact_phone": "027-85550123", "category": "lift", "text": "电梯停了"}  # fmt: skip
    first, second = (client.post(address, given) for _click in range(2))
    issue = Issue.objects.get()
    assert first.url == second.url == issue.get_absolute_url()
    assert (issue.filed_by, issue.author, issue.via, issue.contact_name) == (
        we.worker,
        None,
        "phone",
        "钱老太",
    )


def test_desk_offers_only_ones_own_posts(client, we, others):
    client.force_login(we.leader)
    assert client.get(reverse("issue_new_for")).context["homes"] == [(we.building.code, "1栋")]
    page = client.get(reverse("issue_new_for"), {"place": others.doorway.code})
    assert "form" not in page.context
    client.force_login(we.resident)
    assert client.get(reverse("issue_new_for")).status_code == 403
