"""The count: three outcomes, a hash that binds, corrections by two people as a new version."""

import pytest
from django.db import transaction

from beihu.notifications.models import Notification
from beihu.states import Refused
from tripartite.decisions import actions
from tripartite.decisions.counting import of_ballots
from tripartite.decisions.models import Ballot, Result
from tripartite.decisions.results import agrees, is_intact, latest, passed
from tripartite.decisions.tallies import tallies

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(we, opened, paper, clock):
    def make(choices, matters=("hire_company",), **over):
        vote = opened(matters, **over)
        paper(vote, choices)
        clock.to(vote.closes_at)
        return actions.count(vote, by=we.worker)

    return make


def outcome(vote) -> str:
    return latest(vote).content["motions"][0]["outcome"]


def choices(favour: int, against: int = 0, abstain: int = 0) -> dict[int, str]:
    kinds = ["for"] * favour + ["against"] * against + ["abstain"] * abstain
    return dict(enumerate(kinds, start=1))


@pytest.mark.parametrize(
    ("given", "matter", "wanted"),
    [
        (choices(5), "hire_company", "not_quorate"),
        (choices(4, 2), "hire_company", "passed"),
        (choices(3, 3), "hire_company", "rejected"),
        (choices(3, 0, 3), "hire_company", "rejected"),  # half is not more than half
        (choices(5, 1), "charge_parking", "passed"),
        (choices(6, 2), "charge_parking", "passed"),  # exactly three quarters
        (choices(4, 2), "charge_parking", "rejected"),
    ],
)
def test_outcomes(counted, given, matter, wanted):
    assert outcome(counted(given, (matter,))) == wanted


def test_the_query_counts_as_the_rule_in_memory_does(we, opened, paper):
    vote = opened(("rules", "rebuild"))
    paper(vote, {1: "for", 2: "against", 3: "abstain", 4: "invalid", 5: "for"})
    for motion in vote.motions.all():
        rows = [
            (ballot.unit.elector_id, int(ballot.unit.area * 100), ballot.choice)
            for ballot in Ballot.objects.filter(motion=motion).select_related("unit")
        ]
        wanted = of_ballots(rows, owners=vote.owners, area=int(vote.area * 100), gate=motion.gate)
        assert tallies(vote, [motion])[motion.number] == wanted


def test_count_before_closing_or_with_untyped_papers_is_refused(we, opened, clock):
    vote = opened()
    with pytest.raises(Refused):
        actions.count(vote, by=we.worker)
    actions.take_back(vote, by=we.worker, units=[1])
    clock.to(vote.closes_at)
    with pytest.raises(Refused, match="1"):
        actions.count(vote, by=we.worker)
    assert Result.objects.count() == 0


def test_result_holds_numbers_and_no_person(we, counted):
    content = latest(counted(choices(4, 2))).content
    assert (content["owners"], content["area"]) == (9, "90000")
    row = content["motions"][0]
    assert (row["took_owners"], row["took_area"], row["for_owners"], row["for_area"]) == (
        6,
        "60000",
        4,
        "40000",
    )
    assert row["units"] == {"for": 4, "against": 2, "abstain": 0, "invalid": 0}
    assert [name for name in ("业主1", "王居民") if name in str(content)] == []


def test_result_is_intact_and_nobody_changes_it(we, counted):
    result = latest(counted(choices(4, 2)))
    assert (is_intact(result), agrees(result)) == (True, True)
    for change in (lambda: Result.objects.update(number=2), lambda: Result.objects.all().delete()):
        with pytest.raises(Exception, match="only grows"), transaction.atomic():
            change()


def test_owners_are_told(we, counted):
    vote = counted(choices(6))
    assert Notification.objects.filter(key=f"vote:{vote.pk}:counted").count() == 1


def test_amendment_by_two_makes_the_next_version(we, counted):
    vote = counted(choices(4, 2))
    asked = actions.ask_amendment(
        vote, by=we.worker, unit=1, motion=1, becomes="against", reason="录错，纸上勾反对"
    )
    assert outcome(vote) == "passed"
    with pytest.raises(Refused):
        actions.settle_amendment(asked, by=we.worker, confirmed=True)
    actions.settle_amendment(asked, by=we.officer, confirmed=True)
    second = latest(vote)
    assert (second.number, outcome(vote), second.content["why"]) == (2, "rejected", "录错，纸上勾反对")
    assert (is_intact(second), agrees(second), vote.results.count()) == (True, True, 2)
    assert list(
        Ballot.objects.filter(unit__number=1).order_by("version").values_list("choice", flat=True)
    ) == ["for", "against"]
    with pytest.raises(Refused):
        actions.settle_amendment(asked, by=we.officer, confirmed=True)


def test_amendment_turned_down_changes_nothing(we, counted):
    vote = counted(choices(4, 2))
    asked = actions.ask_amendment(vote, by=we.worker, unit=1, motion=1, becomes="against", reason="看不清")
    actions.settle_amendment(asked, by=we.officer, confirmed=False)
    assert (vote.results.count(), Ballot.objects.filter(version=2).count()) == (1, 0)


def test_amendment_of_nothing_twice_or_of_a_paper_that_never_came_is_refused(we, counted):
    vote = counted(choices(4, 2))
    ask = {"by": we.worker, "unit": 1, "motion": 1, "reason": "录错"}
    with pytest.raises(Refused):
        actions.ask_amendment(vote, becomes="for", **ask)
    actions.ask_amendment(vote, becomes="against", **ask)
    with pytest.raises(Refused):
        actions.ask_amendment(vote, becomes="abstain", **ask)
    late = actions.ask_amendment(vote, by=we.worker, unit=9, motion=1, becomes="for", reason="后来找到的")
    with pytest.raises(Refused):
        actions.settle_amendment(late, by=we.officer, confirmed=True)


def test_a_ballot_cast_on_screen_is_corrected_as_one_and_is_never_invalid(we, opened, clock):
    vote = opened()
    actions.cast(vote, by=we.resident, choices={1: "for"})
    number = Ballot.objects.first().unit.number
    clock.to(vote.closes_at)
    vote = actions.count(vote, by=we.worker)
    ask = {"by": we.worker, "unit": number, "motion": 1, "reason": "本人说按错了，有书面说明"}
    with pytest.raises(Refused, match="屏幕"):
        actions.ask_amendment(vote, becomes="invalid", **ask)
    asked = actions.ask_amendment(vote, becomes="against", **ask)
    actions.settle_amendment(asked, by=we.officer, confirmed=True)
    rows = Ballot.objects.filter(unit__number=number).order_by("version")
    assert list(rows.values_list("choice", "channel")) == [("for", "screen"), ("against", "screen")]


def test_passed_matter_is_found_at_the_compound_and_below(we, counted):
    vote = counted(choices(8), ("charge_parking",))
    assert passed(we.building.code, "charge_parking") == latest(vote)
    assert (passed(we.compound.code, "hire_company"), passed(we.old_compound.code, "charge_parking")) == (
        None,
        None,
    )


def test_a_rejected_matter_permits_nothing(we, counted):
    counted(choices(4, 4), ("charge_parking",))
    assert passed(we.compound.code, "charge_parking") is None
