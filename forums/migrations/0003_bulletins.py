"""What readers of a bulletin were shown stays: versions only grow."""

from django.db import migrations

GROW = (
    "CREATE TRIGGER bulletinversion_only_grows BEFORE UPDATE OR DELETE ON forums_bulletinversion"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
)
SHRINK = "DROP TRIGGER bulletinversion_only_grows ON forums_bulletinversion;"


class Migration(migrations.Migration):
    dependencies = [("beihu", "0002_functions"), ("forums", "0002_frozen")]
    operations = [migrations.RunSQL(GROW, SHRINK)]
