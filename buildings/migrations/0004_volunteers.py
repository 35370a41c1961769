"""The ledger of volunteer hours only grows: a wrong line is reversed by another. And the first list of skills.

Words about a person may be blanked in the ledger when the person asks to be forgotten.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.db import migrations

SKILLS = Path(__file__).parents[1] / "volunteers" / "data" / "skills.toml"
FACTS = "user_id, team_id, activity_id, sign_up_id, round, minutes, given_on, reverses_id, by_id, at"
GROW = f"""
CREATE TRIGGER hours_only_grows BEFORE DELETE OR UPDATE OF {FACTS} ON buildings_hours
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


def skills(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("buildings", "Skill")
    rows = tomllib.loads(SKILLS.read_text(encoding="utf-8"))["skill"]
    model.objects.bulk_create(model(position=n, **row) for n, row in enumerate(rows, 1))


class Migration(migrations.Migration):
    dependencies = [("beihu", "0002_functions"), ("buildings", "0003_roster")]
    operations = [
        migrations.RunSQL(GROW, "DROP TRIGGER hours_only_grows ON buildings_hours"),
        migrations.RunPython(skills, migrations.RunPython.noop),
    ]
