"""What was written stays: revisions and locked versions of minutes, and versions of commitments, only grow."""

from django.db import migrations

TABLES = ("minutesrevision", "minutesversion", "commitmentversion")
GROW = "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON tripartite_{table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    for table in TABLES
)
SHRINK = "".join(f"DROP TRIGGER {table}_only_grows ON tripartite_{table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("beihu", "0002_functions"), ("tripartite", "0002_calendar")]
    operations = [migrations.RunSQL(GROW, SHRINK)]
