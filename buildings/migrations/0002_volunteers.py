"""The ledger of volunteer hours only grows: a wrong line is reversed by another. And the first list of skills."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import migrations

SKILLS = Path(__file__).parents[1] / "volunteers" / "data" / "skills.toml"
GROW = """
CREATE TRIGGER hours_only_grows BEFORE UPDATE OR DELETE ON buildings_hours
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


def skills(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("buildings", "Skill")
    rows = tomllib.loads(SKILLS.read_text(encoding="utf-8"))["skill"]
    model.objects.bulk_create(model(position=n, **row) for n, row in enumerate(rows, 1))


class Migration(migrations.Migration):
    dependencies = [("beihu", "0002_functions"), ("buildings", "0001_initial")]
    operations = [
        migrations.RunSQL(GROW, "DROP TRIGGER hours_only_grows ON buildings_hours"),
        migrations.RunPython(skills, migrations.RunPython.noop),
    ]
