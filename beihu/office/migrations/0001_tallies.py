"""The queue, the sums, and the triggers that tell what every row counts (`manage.py rebuild_tallies --triggers`)."""

from pathlib import Path

from django.db import migrations, models
from django.db.models.functions import Now

from beihu.together import Together

TELL = (Path(__file__).parent / "triggers.sql").read_text(encoding="utf-8")
QUIET = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT oid::regprocedure AS name FROM pg_proc WHERE proname LIKE 'office\\_tell\\_%' LOOP
        EXECUTE 'DROP FUNCTION ' || one.name || ' CASCADE';
    END LOOP;
END $$
"""
# A queue that is emptied every other second is vacuumed by what went through it. Sums are updated in place.
CARE = f"""
ALTER TABLE office_fact SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
ALTER TABLE office_tally SET (fillfactor = 80);
ALTER TABLE office_tally {", ".join(f"ADD d{day} bigint" for day in range(1, 32))};
"""


def code() -> models.CharField:
    return models.CharField(db_collation="C", max_length=20)


def word() -> models.CharField:
    return models.CharField(db_collation="C", max_length=24)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("buildings", "0004_volunteers"),
        ("tripartite", "0009_fees"),
        ("forums", "0004_evaluations"),
    ]
    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Fact",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("place", code()),
                        ("measure", word()),
                        ("aspect", word()),
                        ("widest", models.SmallIntegerField()),
                        ("day", models.DateField(null=True)),
                        ("amount", models.BigIntegerField()),
                        ("at", models.DateTimeField(db_default=Now())),
                    ],
                    options={"verbose_name": "queued fact", "verbose_name_plural": "queued facts"},
                ),
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        ("pk", models.CompositePrimaryKey("place", "measure", "aspect", "month", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("place", code()),
                        ("measure", word()),
                        ("aspect", word()),
                        ("month", models.DateField()),
                        ("amount", models.BigIntegerField()),
                    ],
                    options={"verbose_name": "tally", "verbose_name_plural": "tallies"},
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("place", code()),
                        ("measure", word()),
                        ("day", models.DateField()),
                        ("known_on", models.DateField()),
                        ("amount", models.BigIntegerField()),
                    ],
                    options={
                        "verbose_name": "correction of a past day",
                        "verbose_name_plural": "corrections of past days",
                        "constraints": [models.UniqueConstraint(fields=("place", "known_on", "measure", "day"), name="correction_once_a_day")],
                    },
                ),
            ]
        ),
        migrations.RunSQL(CARE, migrations.RunSQL.noop),
        migrations.RunSQL(TELL, QUIET),
    ]  # fmt: skip
