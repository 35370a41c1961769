"""The first list of skills, as the portal brings it."""

import tomllib
from pathlib import Path

from .models import Skill

LIST = Path(__file__).parent / "data" / "skills.toml"


def ensure() -> dict[str, Skill]:
    """By key; what is missing is entered."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["skill"]
    Skill.objects.bulk_create(
        [Skill(position=n, **row) for n, row in enumerate(rows, 1)], ignore_conflicts=True
    )
    return {skill.key: skill for skill in Skill.objects.all()}
