"""Together the owners of a dwelling own at most the whole of it, whoever writes the rows (an import, by hand, two at once).

Asked when the transaction ends, so that shares may change hands in any order within it. The household's row is held
while its owners are added up: of two transactions that end at the same moment the second one sees the first. The sum is
exact, a fraction of whole numbers without limit. `enable_seqscan = off`: a session that planned the function while the
table was small would read all of it for each row of an import.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION buildings_shares_fit() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    owner record;
    parts numeric := 0;
    whole numeric := 1;
    common numeric;
BEGIN
    PERFORM 1 FROM buildings_household WHERE id = NEW.household_id FOR NO KEY UPDATE;
    FOR owner IN
        SELECT share_numerator::numeric AS n, share_denominator::numeric AS d FROM buildings_occupant
        WHERE household_id = NEW.household_id AND until IS NULL AND share_numerator IS NOT NULL
    LOOP
        parts := parts * owner.d + owner.n * whole;
        whole := whole * owner.d;
        common := gcd(parts, whole);
        parts := div(parts, common);
        whole := div(whole, common);
    END LOOP;
    IF parts > whole THEN
        RAISE EXCEPTION 'the owners of household % would own more than the whole of it', NEW.household_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'occupant_shares_fit', TABLE = 'buildings_occupant';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER occupant_shares_fit AFTER INSERT OR UPDATE ON buildings_occupant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.until IS NULL AND NEW.share_numerator IS NOT NULL)
    EXECUTE FUNCTION buildings_shares_fit();
"""
BACK = """
DROP TRIGGER occupant_shares_fit ON buildings_occupant;
DROP FUNCTION buildings_shares_fit();
"""


class Migration(migrations.Migration):
    dependencies = [("buildings", "0001_initial")]
    operations = [migrations.RunSQL(SQL, BACK)]
