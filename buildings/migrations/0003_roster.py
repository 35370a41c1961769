"""The staging table of rosters is unlogged: its rows can be read from the file again, and a million of them need no log."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("buildings", "0002_shares")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE buildings_rosterline SET UNLOGGED", "ALTER TABLE buildings_rosterline SET LOGGED"
        )
    ]
