"""Write the diagrams of everything that has states from their tables."""

from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from beihu.office.reports import states as reports
from forums.bulletins import states as bulletins
from forums.evaluations import states as evaluations
from forums.ideas import states as ideas
from forums.questionnaires import states as questionnaires
from forums.talks import states as talks
from tripartite.commitments import states as commitments
from tripartite.decisions import states as decisions
from tripartite.fees import states as fees
from tripartite.issues import states as issues
from tripartite.meetings import states as meetings
from tripartite.selfmanagement.ledger import states as months
from tripartite.selfmanagement.mediation import states as mediations
from tripartite.selfmanagement.parking import states as permits
from tripartite.selfmanagement.repairs import states as repairs


class Life(NamedTuple):
    """The room's module of states, whose life it is, and what needs to be said about the targets."""

    states: ModuleType
    whose: str
    remark: str = ""

    @property
    def target(self) -> Path:
        return Path("docs") / f"{self.whose.split()[-1]}-states.md"


LIVES = (
    Life(
        issues,
        "an issue",
        " “before” is the state in which the issue was before it had to wait, was suspended, or was asked to be reopened.",
    ),
    Life(meetings, "a meeting"),
    Life(commitments, "a commitment"),
    Life(
        decisions,
        "an owners' vote",
        " Whether an announced vote is open is a fact of the clock, not a state.",
    ),
    Life(fees, "a waiver"),
    Life(talks, "a matter"),
    Life(ideas, "an idea"),
    Life(questionnaires, "a questionnaire"),
    Life(evaluations, "an evaluation"),
    Life(bulletins, "a bulletin"),
    Life(months, "the close of a month"),
    Life(repairs, "a repair"),
    Life(mediations, "a mediation"),
    Life(permits, "a parking permit"),
    Life(reports, "a report"),
)


def document(life: Life) -> str:
    """The page as it must stand in the repository."""
    machine, deeds = life.states.MACHINE, life.states.DEEDS
    with translation.override("en"):
        rows = [
            f"| `{row.name}` | {row.label} | {', '.join(s.value for s in life.states.Status if s in row.sources)} "
            f"| {'before' if row.target is None else row.target} | {row.permission or 'the portal itself'} |"
            for row in (*machine.transitions, *deeds.transitions)
        ]
    source = life.states.__name__.replace(".", "/")
    head = f"Made from `{source}.py` by `manage.py state_diagram`; a test keeps it so.{life.remark}"
    table = ["| verb | button | from | to | right |", "|---|---|---|---|---|", *rows]
    parts = [f"# The life of {life.whose}", head, f"```mermaid\n{machine.diagram()}\n```", "\n".join(table)]
    return "\n\n".join(parts) + "\n"


class Command(BaseCommand):
    help = "Write docs/…-states.md from the tables of states."

    def handle(self, *args: Any, **options: Any) -> None:
        for life in LIVES:
            (Path(settings.BASE_DIR) / life.target).write_text(document(life), encoding="utf-8")
            self.stdout.write(f"Written: {life.target}")
