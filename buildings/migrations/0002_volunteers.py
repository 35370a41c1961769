"""The ledger of volunteer hours only grows: a wrong line is reversed by another."""

from django.db import migrations

GROW = """
CREATE TRIGGER hours_only_grows BEFORE UPDATE OR DELETE ON buildings_hours
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("beihu", "0002_functions"), ("buildings", "0001_initial")]
    operations = [migrations.RunSQL(GROW, "DROP TRIGGER hours_only_grows ON buildings_hours")]
