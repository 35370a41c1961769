"""The ledger of hours only grows; words about a person may be blanked when the person asks to be forgotten."""

from django.db import migrations

FACTS = "user_id, team_id, activity_id, sign_up_id, round, minutes, given_on, reverses_id, by_id, at"
GROW = (
    f"CREATE TRIGGER hours_only_grows BEFORE DELETE OR UPDATE OF {FACTS} ON buildings_hours"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
)
SHRINK = "DROP TRIGGER hours_only_grows ON buildings_hours;"


class Migration(migrations.Migration):
    dependencies = [("beihu", "0002_functions"), ("buildings", "0001_initial")]
    operations = [migrations.RunSQL(GROW, SHRINK)]
