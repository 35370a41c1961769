"""What a count says to people: exact numbers beside the fraction they must reach; per cent only to picture them."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .counting import HALF, QUORUM, SPECIAL, Gate, Outcome, Tally, at_least, more_than
from .models import Choice, Vote

PICTURES = {Outcome.PASSED: "check", Outcome.REJECTED: "close", Outcome.NOT_QUORATE: "users"}
TONES = {Outcome.PASSED: "good", Outcome.REJECTED: "bad", Outcome.NOT_QUORATE: "warn"}


class Share(NamedTuple):
    """One of the four tests: `part` of `whole` as people read them, and whether it was reached."""

    name: str
    label: str
    part: str
    whole: str
    needs: str
    is_met: bool
    permille: int

    @property
    def about(self) -> str:
        """'66.6': rounded down, so that it never looks like more than it is."""
        return f"{self.permille // 10}.{self.permille % 10}"


class Line(NamedTuple):
    """One motion with its outcome, as icon and word."""

    number: int
    title: str
    gate: str
    source: str
    outcome: Outcome
    shares: list[Share]
    units: list[tuple[str, int]]

    @property
    def picture(self) -> str:
        return PICTURES[self.outcome]

    @property
    def tone(self) -> str:
        return TONES[self.outcome]


def metres(hundredths: int) -> str:
    """123456 → '1,234.56'; whole numbers all the way."""
    return f"{hundredths // 100:,}.{hundredths % 100:02d}"


def lines(content: dict[str, Any]) -> list[Line]:
    """The motions of a locked result, or of one about to be locked (`results.content_of`)."""
    return [_line(row, content["owners"], int(content["area"])) for row in content["motions"]]


def _line(row: dict[str, Any], owners: int, area: int) -> Line:
    tally = Tally(
        owners, area, row["took_owners"], int(row["took_area"]), row["for_owners"], int(row["for_area"]), row["gate"]
    )  # fmt: skip
    return Line(
        number=row["number"],
        title=row["title"],
        gate=str(Gate(row["gate"]).label),
        source=row["source"],
        outcome=Outcome(row["outcome"]),
        shares=shares(tally),
        units=[(str(choice.label), row["units"][choice]) for choice in Choice],
    )


def shares(tally: Tally) -> list[Share]:
    """Taking part by owners and by area; in favour, of those who took part, by owners and by area."""
    special = tally.gate == Gate.SPECIAL
    took, agree = _("at least two thirds"), _("at least three quarters") if special else _("more than half")
    enough, share = (at_least, SPECIAL) if special else (more_than, HALF)
    return [
        _share("took_owners", _("Took part: owners"), tally.took_owners, tally.owners, took,
               at_least(tally.took_owners, tally.owners, QUORUM)),
        _share("took_area", _("Took part: area in m²"), tally.took_area, tally.area, took,
               at_least(tally.took_area, tally.area, QUORUM), metres),
        _share("for_owners", _("In favour: owners"), tally.for_owners, tally.took_owners, agree,
               enough(tally.for_owners, tally.took_owners, share)),
        _share("for_area", _("In favour: area in m²"), tally.for_area, tally.took_area, agree,
               enough(tally.for_area, tally.took_area, share), metres),
    ]  # fmt: skip


def _share(name: str, label: str, part: int, whole: int, needs: str, met: bool, words: Any = str) -> Share:
    """Nothing of nothing is never enough."""
    return Share(
        name, label, words(part), words(whole), needs, whole > 0 and met, part * 1000 // whole if whole else 0
    )


def next_step(vote: Vote, motions: int) -> str:
    """What those who prepare it do next, in one sentence; '' when nothing is left."""
    if vote.status == "draft":
        if not motions:
            return _("Write down what is decided: add a motion.")
        if vote.opens_at is None:
            return _("Say when the vote opens and when it closes.")
        if vote.frozen_at is None:
            return _("Freeze the roll: it says who decides, with how much area.")
        return _("Look at everything once more, then announce it.")
    if vote.status == "announced":
        if vote.has_closed:
            return _("The vote has closed. When every paper that came back is typed in twice, count it.")
        if vote.has_opened:
            return _("The vote is open: bring papers to the doors, and note each that comes back.")
        return _("Print the papers and hang up the notice. The vote opens on %(at)s.") % {
            "at": vote.opens_words
        }
    return ""
