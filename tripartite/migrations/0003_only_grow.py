"""What was written stays: revisions and locked versions of minutes, and the words of commitments, only grow."""

from django.db import migrations

WORDS = "number, text, metric, due_on, reason, by_id, at, commitment_id"
GUARDS = {
    "minutesrevision": "UPDATE OR DELETE",
    "minutesversion": "UPDATE OR DELETE",
    # who accepted a version, and when, is written later; its words are not
    "commitmentversion": f"DELETE OR UPDATE OF {WORDS}",
}
GROW = "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE {deeds} ON tripartite_{table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    for table, deeds in GUARDS.items()
)
SHRINK = "".join(f"DROP TRIGGER {table}_only_grows ON tripartite_{table};" for table in GUARDS)


class Migration(migrations.Migration):
    dependencies = [("beihu", "0002_functions"), ("tripartite", "0002_calendar")]
    operations = [migrations.RunSQL(GROW, SHRINK)]
