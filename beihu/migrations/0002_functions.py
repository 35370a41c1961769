"""SQL the ORM has no words for: bigrams of text for search, and the log that refuses to be rewritten."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

# The characters are taken as an array once: substr() walks a Chinese text from its start each time, which cost
# 50 ms for 2,000 characters. Names are short and hardly repeat a piece, so they skip the sorting.
BIGRAMS = """
CREATE FUNCTION bigrams(txt text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    chars text[] := string_to_array(lower(txt), NULL);
    grams text[] := chars;
    size int := cardinality(chars);
BEGIN
    FOR i IN 2..size LOOP
        grams[size + i - 1] := chars[i - 1] || chars[i];
    END LOOP;
    IF size <= 40 AND txt !~ '\\s' THEN
        RETURN grams;
    END IF;
    RETURN ARRAY(SELECT DISTINCT gram FROM unnest(grams) AS gram WHERE gram !~ '\\s');
END $$
"""
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON beihu_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("beihu", "0001_initial")]
    run_before = [("buildings", "0001_initial")]  # whose generated columns call bigrams()
    operations = [
        BtreeGistExtension(),  # "no room is booked twice" compares a number and a range in one index
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION bigrams(text)"),
        migrations.RunSQL(
            REFUSE, "DROP TRIGGER audit_only_grows ON beihu_auditentry; DROP FUNCTION refuse_change()"
        ),
    ]
