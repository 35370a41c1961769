"""Answering and building on pages: what a browser without JavaScript sends."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from beihu.accounts.models import User
from beihu.audit.models import AuditEntry
from beihu.notifications.models import Delivery
from forums.questionnaires import building
from forums.questionnaires.models import Question, Questionnaire
from forums.questionnaires.responses import Draft, Response

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<input type="hidden" name="(kept|home|section|asked)" value="([^"]*)"')


class Browser:
    """Somebody in front of the pages of one questionnaire."""

    def __init__(self, client, user, row, page="answer"):
        client.force_login(user)
        self.client, self.url = client, reverse(f"questionnaire_{page}", args=[row.key])
        self.show(client.get(self.url))

    def show(self, response):
        self.response = response
        self.html = response.content.decode() if response.status_code in (200, 409) else ""
        self.hidden = dict(FIELD.findall(self.html))
        return self

    def press(self, button="next", **fields):
        data = (
            self.hidden
            | {button: "1"}
            | {name.replace("_", "-") if name[0] == "q" else name: value for name, value in fields.items()}
        )
        return self.show(self.client.post(self.url, data))

    @property
    def asked(self):
        return self.hidden.get("asked", "").split(",")

    @property
    def page(self):
        return re.search(r'data-page="(\d+)"', self.html)[1]


@pytest.fixture
def sit(client, we, ask):
    def begin(row=None, user=None, **over):
        return Browser(client, user or we.resident, row or ask(**over))

    return begin


def walk_to_the_end(browser):
    browser.press(q1="c1", q3="2")  # q2 comes up
    browser.press(q1="c1", q2=["c1", "c3"], q2_other="门口", q3="2")
    return browser.press(q4_r1="c1", q4_r2="c2", q5_c2="1", q5_c1="2", q6="好", q7="多谢")


def test_answer_from_first_page_to_thanks(sit, we):
    browser = sit()
    assert (browser.page, browser.asked) == ("1", ["q1", "q3"])
    browser.press(q1="c1", q3="2")
    assert (browser.page, browser.asked) == ("1", ["q1", "q2", "q3"])  # something more to ask here
    browser.press(q1="c1", q2=["c1", "c3"], q2_other="门口", q3="2")
    assert (browser.page, browser.asked) == ("2", ["q4", "q5", "q6", "q7"])
    browser.press(q4_r1="c1", q4_r2="c2", q5_c2="1", q5_c1="2", q6="好", q7="多谢")
    assert browser.page == "3"
    assert Draft.objects.get().answers["q6"] == {"text": "好"}
    browser.press("send", age_band="75+")
    kept = Response.objects.get()
    assert browser.response.url == reverse("questionnaire_thanks", args=[kept.questionnaire.key])
    assert (kept.user, kept.age_band, Draft.objects.count()) == (we.resident, "75+", 0)
    assert kept.answers == {
        "q1": {"choice": "c1"}, "q2": {"choices": ["c1", "c3"], "other": "门口"}, "q3": {"value": 2},
        "q4": {"rows": {"r1": "c1", "r2": "c2"}}, "q5": {"order": ["c2", "c1"]}, "q6": {"text": "好"}, "q7": {"text": "多谢"},
    }  # fmt: skip
    assert browser.client.get(browser.response.url).status_code == 200


def test_send_twice_is_answered_kindly(sit):
    browser = sit()
    walk_to_the_end(browser)
    hidden = dict(browser.hidden)
    browser.press("send")
    thanks = browser.response.url
    browser.hidden = hidden
    browser.press("send")
    assert (browser.response.status_code, browser.response.url, Response.objects.count()) == (302, thanks, 1)
    assert browser.client.get(browser.url).url == thanks


def test_a_choice_taken_back_drops_what_it_had_opened(sit):
    browser = sit()
    walk_to_the_end(browser)
    browser.press("back")
    assert (browser.page, browser.asked) == ("2", ["q4", "q5", "q6", "q7"])
    browser.press("back")
    assert (browser.page, browser.asked) == ("1", ["q1", "q2", "q3"])
    assert re.findall(r'id="id_(q1_\d)"[^>]* checked', browser.html) == ["q1_0"]
    browser.press(q1="c2", q2=["c1"], q3="5")
    assert (browser.page, browser.asked) == ("2", ["q4", "q5", "q6"])
    browser.press(q6="好")
    browser.press("send")
    assert Response.objects.get().answers == {
        "q1": {"choice": "c2"},
        "q3": {"value": 5},
        "q6": {"text": "好"},
    }


def test_errors_are_said_at_the_question_and_keep_what_was_typed(sit):
    browser = sit()
    browser.press(q3="9")
    assert browser.page == "1"
    assert 'href="#id_q1_0"' in browser.html
    assert 'href="#id_q3_0"' in browser.html
    browser.press(q1="c2", q3="5")
    browser.press(q5_c1="1", q5_c2="1", q6="好")
    assert browser.page == "2"
    assert 'value="好"' in browser.html
    assert 'data-question="q5" data-invalid' in browser.html


def test_back_does_not_complain(sit):
    browser = sit()
    browser.press(q1="c2")
    browser.press("back", q5_c1="1", q5_c2="1", q6="好")
    assert browser.page == "1"
    browser.press(q1="c2")
    assert 'value="好"' in browser.html


def test_named_answers_wait_for_tomorrow(sit, client, we, ask):
    row = ask()
    sit(row).press(q1="c2", q3="5")
    assert "checked" in sit(row).html
    assert (
        reverse("questionnaire_answer", args=[row.key]) in client.get(row.get_absolute_url()).content.decode()
    )


def test_anonymous_answers_travel_in_the_form_alone(sit, ask):
    row = ask(anonymous=True)
    browser = sit(row)
    walk_to_the_end(browser)
    assert Draft.objects.count() == 0
    assert set(browser.client.session.keys()) <= {"_auth_user_id", "_auth_user_backend", "_auth_user_hash"}
    browser.press("send")
    assert (Response.objects.count(), row.envelopes.count(), row.participations.count()) == (0, 1, 1)
    assert browser.client.get(browser.response.url).status_code == 200


def test_a_form_that_somebody_else_has_written_begins_anew(sit, neighbour):
    browser = sit()
    walk_to_the_end(browser)
    other = sit(Questionnaire.objects.get(), neighbour(1))
    other.hidden["kept"] = browser.hidden["kept"]
    other.hidden["section"] = ""
    other.press("send")
    assert other.response.status_code == 409  # the first question must be answered
    assert Response.objects.count() == 0


def test_strange_posts_are_no_errors_of_ours(sit):
    browser = sit()
    for data in (
        {},
        {"section": "999999", "next": "1"},
        {"section": browser.hidden["section"], "asked": "q1,q99,q7", "q1": "c9", "next": "1"},
        {
            "kept": "x" * 9000,
            "section": browser.hidden["section"],
            "asked": browser.hidden["asked"],
            "q1": "\x00",
            "next": "1",
        },
        {"home": "99999999999999999999", "send": "1", "age_band": "old"},
    ):
        assert browser.client.post(browser.url, data).status_code in (200, 409)
    assert Response.objects.count() == 0


def test_page_of_a_questionnaire_for_everybody(client, we, they, ask, neighbour):
    """Its audience begins; others hear whom it asks; a draft is nobody's but its makers'."""
    row, draft = ask(), ask(status="draft")
    begin = reverse("questionnaire_answer", args=[row.key])
    found = {}
    for name, user in {"resident": we.resident, "next door": they.resident, "worker": we.worker}.items():
        client.force_login(user)
        page = client.get(row.get_absolute_url())
        found[name] = (page.status_code, begin in page.content.decode(), client.get(begin).status_code,
                       client.get(draft.get_absolute_url()).status_code)  # fmt: skip
    assert found == {
        "resident": (200, True, 200, 404),
        "next door": (200, False, 403, 404),
        "worker": (200, False, 403, 200),
    }
    client.logout()
    assert client.get(row.get_absolute_url()).status_code == 302


def test_household_answers_are_offered_for_each_home(client, we, ask, neighbour):
    row = ask(per="household", place=we.community)
    person = neighbour(1)
    person.memberships.create(household=we.household, relation="tenant", verified_at=we.resident.created_at)
    client.force_login(person)
    html = client.get(row.get_absolute_url()).content.decode()
    assert [f"?home={home}" in html for home in person.memberships.values_list("household", flat=True)] == [
        True,
        True,
    ]
    browser = Browser(client, person, row)
    browser.client.get(browser.url)
    browser.show(client.get(f"{browser.url}?home={we.household.pk}"))
    walk_to_the_end(browser)
    browser.press("send")
    assert Response.objects.get().household == we.household


def test_list_in_few_queries(client, we, ask, django_assert_num_queries):
    client.force_login(we.resident)
    ask()
    client.get(reverse("questionnaire_list"))
    with django_assert_num_queries(9):
        client.get(reverse("questionnaire_list"))
    for _n in range(2):
        ask()
        ask(status="published")
    with django_assert_num_queries(9):
        client.get(reverse("questionnaire_list"))
    client.force_login(we.worker)
    client.get(reverse("questionnaire_list"))
    with django_assert_num_queries(8):
        client.get(reverse("questionnaire_list") + "?state=all")


def test_build_from_nothing_to_open(client, we):
    client.force_login(we.worker)
    new = reverse("questionnaire_new")
    assert we.compound.code in client.get(new).content.decode()
    made = client.post(
        f"{new}?place={we.compound.code}",
        {"title": "停车", "intro": "请说", "per": "household", "anonymous": "on"},
    )
    row = Questionnaire.objects.get()
    assert (made.url, row.place, row.anonymous, row.per) == (
        row.get_absolute_url(),
        we.compound,
        True,
        "household",
    )
    section = row.sections.get()
    add = reverse("question_new", args=[row.key, section.pk])
    assert "?kind=matrix" in client.get(add).content.decode()
    client.post(
        f"{add}?kind=single",
        {"text": "停哪里？", "choices": "车位\n路边\n\n路边", "other": "其他", "required": "on"},
    )
    client.post(
        f"{add}?kind=scale",
        {"text": "满意吗？", "low": "1", "high": "7", "low_label": "差", "high_label": "好"},
    )
    client.post(f"{add}?kind=matrix", {"text": "评价", "rows": "保洁\n保安", "choices": "好\n中\n差"})
    client.post(f"{add}?kind=long", {"text": "还有什么？"})
    one, two, three, four = row.questions.all()
    assert one.choices == [
        {"key": "c1", "text": "车位"}, {"key": "c2", "text": "路边"}, {"key": "c3", "text": "其他", "other": True}
    ]  # fmt: skip
    assert (two.high, two.low_label, three.rows[1]) == (7, "差", {"key": "r2", "text": "保安"})
    condition = reverse("question_condition", args=[row.key, four.key])
    assert client.get(f"{condition}?on=q1").status_code == 200
    client.post(f"{condition}?on=q1", {"choices": ["c2", "c3"]})
    four.refresh_from_db()
    assert (four.depends_on, four.depends_choices) == (one, ["c2", "c3"])
    client.post(reverse("question_step", args=[row.key, "q1", "down"]))
    assert [question.key for question in row.questions.all()] == ["q2", "q1", "q3", "q4"]
    preview = Browser(client, we.worker, row, "preview")
    preview.press(q1="c1")
    preview.press("send")
    assert (preview.response.url, row.participations.count()) == (row.get_absolute_url(), 0)
    verb = reverse("questionnaire_verb", args=[row.key, "open"])
    assert 'data-told="1"' in client.get(verb).content.decode()
    client.post(verb, {"sms": "on"})
    row.refresh_from_db()
    assert (row.status, set(Delivery.objects.values_list("recipient", "channel"))) == (
        "open", {(we.resident.pk, "portal"), (we.resident.pk, "sms")},
    )  # fmt: skip
    assert client.post(f"{add}?kind=long", {"text": "晚了"}).status_code == 200
    assert row.questions.count() == 4
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {
        "questionnaire.make", "questionnaire.edit", "questionnaire.open",
    }  # fmt: skip


def test_edit_keeps_the_keys_of_choices(client, we, ask):
    row = ask(status="draft")
    client.force_login(we.worker)
    edit = reverse("question_edit", args=[row.key, "q1"])
    assert "停车\n绿化" in client.get(edit).content.decode()
    client.post(edit, {"text": "最关心？", "choices": "路灯\n停车", "other": ""})
    assert Question.objects.get(questionnaire=row, key="q1").choices == [
        {"key": "c4", "text": "路灯"}, {"key": "c1", "text": "停车"}
    ]  # fmt: skip
    refused = client.post(edit, {"text": "最关心？", "choices": "路灯\n绿化", "other": ""})
    assert refused.status_code == 200
    assert "停车难在哪里" in refused.content.decode()


def test_move_and_remove_never_break_a_condition(client, we, ask):
    row = ask(status="draft")
    client.force_login(we.worker)

    def step(key, verb):
        client.post(reverse("question_step", args=[row.key, key, verb]))
        return [question.key for question in row.questions.all()]

    assert step("q2", "up") == ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]
    assert step("q1", "remove") == ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]
    assert step("q3", "down") == ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]  # into the next section
    assert row.questions.get(key="q3").section.position == 2
    assert step("q3", "up") == ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]
    assert row.questions.get(key="q3").section.position == 1
    assert step("q2", "remove") == ["q1", "q3", "q4", "q5", "q6", "q7"]
    first, second = row.sections.all()
    client.post(reverse("section_step", args=[row.key, second.pk, "up"]))  # q7 would come before q3
    assert list(row.sections.values_list("pk", flat=True)) == [first.pk, second.pk]
    client.post(reverse("section_step", args=[row.key, first.pk, "remove"]))
    assert row.sections.count() == 2
    client.post(reverse("question_condition", args=[row.key, "q7"]), {"always": "1"})
    client.post(reverse("section_step", args=[row.key, second.pk, "up"]))
    client.post(reverse("section_step", args=[row.key, second.pk, "remove"]))
    assert [(one.pk, one.position) for one in row.sections.all()] == [(first.pk, 1)]
    client.post(reverse("section_step", args=[row.key, first.pk, "remove"]))
    assert row.sections.count() == 1


def test_copy_is_a_draft_with_the_same_questions_and_conditions(we, ask):
    row = ask(status="published", anonymous=True)
    made = building.copy(row, by=we.worker)

    def plain(one):
        return [
            (
                q.key,
                q.text,
                q.kind,
                q.choices,
                q.depends_on and q.depends_on.key,
                q.depends_choices,
                q.section.title,
            )
            for q in one.questions.select_related("section", "depends_on")
        ]

    assert (made.status, made.anonymous, made.copied_from, plain(made)) == ("draft", True, row, plain(row))
    assert {q.depends_on.questionnaire for q in made.questions.exclude(depends_on=None)} == {made}


def test_builder_of_somebody_elses_place_is_not_there(client, we, they, ask):
    row = ask(status="draft")
    client.force_login(they.worker)
    for name, args in {"questionnaire_edit": [], "section_new": [], "questionnaire_preview": [], "question_edit": ["q1"],
                       "questionnaire_verb": ["open"], "questionnaire_poster": []}.items():  # fmt: skip
        there, nowhere = (
            client.get(reverse(name, args=[row.key, *args])),
            client.get(reverse(name, args=[uuid4(), *args])),
        )
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert (
        client.get(f"{reverse('questionnaire_new')}?place={we.compound.code}").status_code == 200
    )  # asks where
    assert (
        client.post(
            f"{reverse('questionnaire_new')}?place={we.compound.code}", {"title": "x", "per": "person"}
        ).status_code
        == 200
    )
    assert Questionnaire.objects.count() == 1


def test_verbs_come_too_late_with_a_sentence(client, we, ask):
    row = ask(status="closed")
    client.force_login(we.worker)
    for verb in ("open", "close", "remind", "withdraw"):
        url = reverse("questionnaire_verb", args=[row.key, verb])
        assert (client.get(url).status_code, client.post(url).status_code) == (409, 409)
    assert User.objects.filter(pk=we.worker.pk).exists()
