"""Write the diagram of an issue's states from the table."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from tripartite.issues.states import DEEDS, MACHINE, Status

TARGET = Path("docs") / "issue-states.md"
HEAD = """# The life of an issue

Made from `tripartite/issues/states.py` by `manage.py state_diagram`; a test keeps it so. “before” is the state in which
the issue was before it had to wait, was suspended, or was asked to be reopened.

"""


def document() -> str:
    """The page as it must stand in the repository."""
    with translation.override("en"):
        rows = [
            f"| `{row.name}` | {row.label} | {', '.join(s.value for s in Status if s in row.sources)} "
            f"| {'before' if row.target is None else row.target} | {row.permission or 'the portal itself'} |"
            for row in (*MACHINE.transitions, *DEEDS.transitions)
        ]
    table = ["| verb | button | from | to | right |", "|---|---|---|---|---|", *rows]
    return f"{HEAD}```mermaid\n{MACHINE.diagram()}\n```\n\n" + "\n".join(table) + "\n"


class Command(BaseCommand):
    help = "Write docs/issue-states.md from the table of states."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / TARGET
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Written: {TARGET}")
