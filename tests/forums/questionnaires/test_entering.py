"""One typing, two typings, and where they differ; nothing ties an anonymous answer to the number of its copy."""

import json

import pytest
from django.core import serializers

from beihu.states import Refused
from forums.questionnaires import entering, urn
from forums.questionnaires.answering import Chair, give
from forums.questionnaires.copies import Copy, Entry
from forums.questionnaires.doubles import decide, set_aside
from forums.questionnaires.many import Typed, enter_many, look
from forums.questionnaires.models import Questionnaire
from forums.questionnaires.traces import Comparison, Double

ANSWERS = {"q1": {"choice": "c2"}, "q3": {"value": 4}}
OTHERS = {"q1": {"choice": "c1"}, "q3": {"value": 4}}
HOUSEHOLD = Questionnaire.Per.HOUSEHOLD


@pytest.fixture
def copies(we):
    def make(questionnaire, number=3, checked=False, start=1):
        return Copy.objects.bulk_create(
            Copy(questionnaire=questionnaire, number=n, place=we.doorway, checked=checked)
            for n in range(start, start + number)
        )

    return make


def total(questionnaire) -> int:
    found = questionnaire.tallies.filter(question="", dimension="all").first()
    return found.count if found else 0


def test_enter_counts_at_once(ask, we, copies):
    questionnaire = ask()
    copy = copies(questionnaire)[0]
    entering.enter(copy, by=we.leader, answers=ANSWERS, age_band="75+", bucket="owner", room="1001")
    response = questionnaire.responses.get()
    assert (response.answers, response.channel, response.age_band, response.household) == (
        ANSWERS,
        "paper",
        "75+",
        we.household,
    )
    copy.refresh_from_db()
    assert (copy.household, bool(copy.entered_at and copy.returned_at and copy.handed_out_at)) == (
        we.household,
        True,
    )
    assert total(questionnaire) == 1


def test_enter_refuses_the_second_time(ask, we, copies):
    copy = copies(ask())[0]
    entering.enter(copy, by=we.leader, answers=ANSWERS)
    for who in (we.leader, we.worker):
        with pytest.raises(Refused):
            entering.enter(copy, by=who, answers=ANSWERS)
    assert total(copy.questionnaire) == 1


def test_enter_refuses_strangers_closed_doors_and_unknown_rooms(ask, we, they, copies):
    copy, other = copies(ask())[0], copies(ask(status="published"))[0]
    for one, who, room in [
        (copy, we.resident, ""),
        (copy, they.worker, ""),
        (other, we.worker, ""),
        (copy, we.worker, "4711"),
    ]:
        with pytest.raises(Refused):
            entering.enter(one, by=who, answers=ANSWERS, room=room)
    assert Entry.objects.count() == 0


def test_enter_keeps_only_what_was_asked(ask, we, copies):
    """What stands under "only if" and does not apply is not counted, as on screen."""
    copy = copies(ask())[0]
    entering.enter(copy, by=we.worker, answers={"q1": {"choice": "c2"}, "q2": {"choices": ["c1"]}})
    assert copy.questionnaire.responses.get().answers == {"q1": {"choice": "c2"}}


@pytest.mark.parametrize("anonymous", [False, True])
def test_copy_that_was_drawn_counts_after_the_second_typing(anonymous, ask, we, copies):
    questionnaire = ask(anonymous=anonymous)
    copy = copies(questionnaire, checked=True)[0]
    entering.enter(copy, by=we.leader, answers=ANSWERS, age_band="75+")
    assert (total(questionnaire), questionnaire.envelopes.count()) == (0, 0)
    with pytest.raises(Refused):
        entering.enter(copy, by=we.leader, answers=ANSWERS)
    entering.enter(copy, by=we.worker, answers=ANSWERS, age_band="75+")
    urn.empty(questionnaire, to_the_last=True)
    comparison = Comparison.objects.get()
    assert (total(questionnaire), comparison.differing, bool(comparison.settled_at)) == (1, [], True)
    kept = list(copy.entries.order_by("round").values_list("answers", flat=True))
    assert kept == ([{}, {}] if anonymous else [ANSWERS, ANSWERS])


@pytest.mark.parametrize("anonymous", [False, True])
def test_typings_that_differ_wait_for_somebody_who_looks(anonymous, ask, we, copies):
    questionnaire = ask(anonymous=anonymous)
    copy = copies(questionnaire, checked=True)[0]
    entering.enter(copy, by=we.leader, answers=ANSWERS)
    entering.enter(copy, by=we.worker, answers=OTHERS)
    assert (Comparison.objects.get().differing, total(questionnaire)) == (["q1"], 0)
    assert [entry.answers for entry in entering.typings(copy)] == [ANSWERS, OTHERS]
    entering.settle(copy, by=we.worker, answers=OTHERS)
    urn.empty(questionnaire, to_the_last=True)
    assert questionnaire.responses.get().answers == OTHERS
    with pytest.raises(Refused):
        entering.settle(copy, by=we.worker, answers=OTHERS)
    assert total(questionnaire) == 1


def test_nothing_ties_an_anonymous_answer_to_its_copy(ask, we, copies):
    """Everything that is kept after counting, as text: the answer stands in no row that knows the copy."""
    questionnaire = ask(anonymous=True)
    plain, twice = copies(questionnaire, 6), copies(questionnaire, 1, checked=True, start=50)
    words = {"q6": {"text": "电梯老是坏"}}
    for copy in plain:
        entering.enter(copy, by=we.leader, answers=words, room="1001", age_band="75+")
    for who in (we.leader, we.worker):
        entering.enter(twice[0], by=who, answers=words)
    rows = [serializers.serialize("python", one.objects.all()) for one in (Copy, Entry, Comparison, Double)]
    told = json.dumps(rows, ensure_ascii=False, default=str)
    assert ("电梯" in told, '"75+"' in told) == (False, False)  # quoted: a time may end in 75+00:00
    assert Copy.objects.filter(household__isnull=False).count() == 0
    assert questionnaire.envelopes.count() == 7


@pytest.mark.parametrize("per", ["person", "household"])
def test_paper_and_screen_of_one_household_are_found_as_double(per, ask, we, copies):
    questionnaire = ask(per=per)
    household = we.household if per == "household" else None
    give(questionnaire, by=we.resident, chair=Chair(we.doorway.code, "owner", household), answers=OTHERS)
    first, second, _third = copies(questionnaire)
    entering.enter(first, by=we.leader, answers=ANSWERS, room="1001")
    assert (total(questionnaire), Double.objects.get().kept) == (1, "")
    decide(Double.objects.get(), by=we.leader, kept="paper", reason="她说纸上的算数")
    double = Double.objects.get()
    assert questionnaire.responses.get().answers == ANSWERS
    assert double.other["replaced"][0]["answers"] == OTHERS
    counts = {row.choice: row.count for row in questionnaire.tallies.filter(question="q1", dimension="all")}
    assert (total(questionnaire), counts) == (1, {"": 1, "c1": 0, "c2": 1})
    entering.enter(second, by=we.leader, answers=OTHERS, room="1001")
    other = second.double
    if per == "household":
        with pytest.raises(Refused):
            decide(other, by=we.leader, kept="both", reason="两个人")
        decide(other, by=we.leader, kept="first", reason="一户一份")
    else:
        decide(other, by=we.leader, kept="both", reason="两个人")
    assert total(questionnaire) == (1 if per == "household" else 2)
    with pytest.raises(Refused):
        decide(other, by=we.leader, kept="first", reason="再来一次")


def test_set_aside_keeps_the_reason(ask, we, copies):
    questionnaire = ask(anonymous=True, per=HOUSEHOLD)
    copy = copies(questionnaire)[0]
    with pytest.raises(Refused):
        set_aside(copy, by=we.leader, reason=" ")
    set_aside(copy, by=we.leader, reason="已在手机上填过")
    assert (copy.double.kept, questionnaire.envelopes.count()) == ("first", 0)
    with pytest.raises(Refused):
        entering.enter(copy, by=we.worker, answers=ANSWERS)


# -- many at once


def rows(*numbers, **over):
    return [Typed(n, ANSWERS, line=n + 1, **over) for n in numbers]


@pytest.mark.parametrize("anonymous", [False, True])
def test_enter_many_is_as_many_typings(anonymous, ask, we, copies, django_assert_max_num_queries):
    questionnaire = ask(anonymous=anonymous)
    copies(questionnaire, 200)
    copies(questionnaire, 10, checked=True, start=201)
    with django_assert_max_num_queries(45):
        found = enter_many(questionnaire, rows(*range(1, 211), age_band="60-74"), by=we.worker)
    urn.empty(questionnaire, to_the_last=True)
    assert (len(found.fresh), found.problems, total(questionnaire)) == (210, [], 200)
    assert enter_many(questionnaire, rows(*range(201, 211), age_band="60-74"), by=we.leader).second != []
    urn.empty(questionnaire, to_the_last=True)
    assert (total(questionnaire), Comparison.objects.filter(differing=[]).count()) == (210, 10)
    assert questionnaire.responses.filter(age_band="60-74").count() == 210


def test_look_names_what_is_wrong_and_writes_nothing(ask, we, they, copies):
    questionnaire = ask()
    done, _other, _third = copies(questionnaire)
    entering.enter(done, by=we.worker, answers=ANSWERS)
    wrong = [*rows(1, 2, 2, 99), Typed(3, ANSWERS, room="4711", line=9)]
    assert [line for line, _words in look(questionnaire, wrong, by=we.worker).problems] == [2, 3, 100, 9]
    assert enter_many(questionnaire, wrong, by=we.worker).problems != []
    assert [len(look(questionnaire, rows(2, 3), by=they.worker).problems), Entry.objects.count()] == [2, 1]


def test_enter_many_finds_doubles_of_the_screen_and_of_itself(ask, we, copies):
    questionnaire = ask(per=HOUSEHOLD)
    copies(questionnaire)
    found = enter_many(questionnaire, rows(1, 2, room="1001"), by=we.worker)
    assert (found.problems, total(questionnaire), Double.objects.count()) == ([], 1, 1)
