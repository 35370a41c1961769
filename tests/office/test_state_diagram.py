"""The diagrams in the docs are the tables of states, and nothing else."""

import pytest
from django.conf import settings

from beihu.office.management.commands.state_diagram import LIVES, Life, document


@pytest.mark.parametrize("life", LIVES, ids=lambda life: str(life.target))
def test_document_is_the_table(life: Life) -> None:
    assert (settings.BASE_DIR / life.target).read_text(encoding="utf-8") == document(life)


def test_document_names_every_verb() -> None:
    missing = [
        row.name
        for life in LIVES
        for row in (*life.states.MACHINE.transitions, *life.states.DEEDS.transitions)
        if f"| `{row.name}` |" not in document(life)
    ]
    assert missing == []
