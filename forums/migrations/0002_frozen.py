"""What has been put to people stays as it was: the questions, of whom they are asked, and what was promised."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION refuse_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM forums_questionnaire
        WHERE status NOT IN ('draft', 'withdrawn')
            AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.questionnaire_id END,
                       CASE WHEN TG_OP <> 'DELETE' THEN NEW.questionnaire_id END)
    ) THEN
        RAISE EXCEPTION 'the questions of a questionnaire never change after it was opened'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION refuse_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was promised about a questionnaire never changes after it was opened'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER section_frozen BEFORE INSERT OR UPDATE OR DELETE ON forums_section
    FOR EACH ROW EXECUTE FUNCTION refuse_question();
CREATE TRIGGER question_frozen BEFORE INSERT OR UPDATE OR DELETE ON forums_question
    FOR EACH ROW EXECUTE FUNCTION refuse_question();
CREATE TRIGGER questionnaire_frozen BEFORE UPDATE OF title, intro, per, anonymous, relations, post_roles, status
    ON forums_questionnaire FOR EACH ROW
    WHEN (OLD.status NOT IN ('draft', 'withdrawn') AND (
        (OLD.title, OLD.intro, OLD.per, OLD.anonymous, OLD.relations, OLD.post_roles)
            IS DISTINCT FROM (NEW.title, NEW.intro, NEW.per, NEW.anonymous, NEW.relations, NEW.post_roles)
        OR NEW.status IN ('draft', 'withdrawn')))
    EXECUTE FUNCTION refuse_promise();
"""
THAWED = """
DROP TRIGGER questionnaire_frozen ON forums_questionnaire;
DROP TRIGGER question_frozen ON forums_question;
DROP TRIGGER section_frozen ON forums_section;
DROP FUNCTION refuse_promise();
DROP FUNCTION refuse_question();
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0001_initial")]
    operations = [migrations.RunSQL(FROZEN, THAWED)]
