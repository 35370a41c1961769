"""A new portal knows the published holidays from the first day on."""

from django.db import migrations

from tripartite.issues.workdays import published_days, source


def seed(apps, schema_editor):
    day = apps.get_model("tripartite", "CalendarDay")
    day.objects.bulk_create(
        [day(date=d, working=w, name=n, source=source()) for d, w, n in published_days()], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("tripartite", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
