"""Evaluations; and of a questionnaire the sample it asks and the room it serves. What people were shown stays as it was."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from beihu.together import Together

FROZEN = """
CREATE TRIGGER questionnaire_sample_frozen BEFORE UPDATE OF households, serves ON forums_questionnaire FOR EACH ROW
    WHEN (OLD.status NOT IN ('draft', 'withdrawn')
        AND (OLD.households, OLD.serves) IS DISTINCT FROM (NEW.households, NEW.serves))
    EXECUTE FUNCTION refuse_promise();
CREATE FUNCTION refuse_change_of_evaluation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was drawn, published or replied in an evaluation never changes'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER evaluation_draw_frozen
    BEFORE UPDATE OF party_id, period, since, until, sample, seed, frame, asked, status ON forums_evaluation FOR EACH ROW
    WHEN (OLD.status <> 'draft' AND (
        (OLD.period, OLD.since, OLD.until, OLD.sample, OLD.seed, OLD.frame, OLD.asked)
            IS DISTINCT FROM (NEW.period, NEW.since, NEW.until, NEW.sample, NEW.seed, NEW.frame, NEW.asked)
        OR NEW.status = 'draft'))
    EXECUTE FUNCTION refuse_change_of_evaluation();
CREATE TRIGGER evaluation_result_frozen BEFORE UPDATE OF status, result, result_hash, published_at ON forums_evaluation
    FOR EACH ROW WHEN (OLD.status = 'published'
        AND (OLD.status, OLD.result, OLD.result_hash, OLD.published_at)
            IS DISTINCT FROM (NEW.status, NEW.result, NEW.result_hash, NEW.published_at))
    EXECUTE FUNCTION refuse_change_of_evaluation();
CREATE TRIGGER evaluation_reply_frozen BEFORE UPDATE OF reply, replied_at ON forums_evaluation FOR EACH ROW
    WHEN (OLD.replied_at IS NOT NULL AND (OLD.reply, OLD.replied_at) IS DISTINCT FROM (NEW.reply, NEW.replied_at))
    EXECUTE FUNCTION refuse_change_of_evaluation();
CREATE TRIGGER evaluation_stays BEFORE DELETE ON forums_evaluation FOR EACH ROW WHEN (OLD.status <> 'draft')
    EXECUTE FUNCTION refuse_change_of_evaluation();
CREATE FUNCTION refuse_criterion_of_evaluation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM forums_evaluation
        WHERE status <> 'draft'
            AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.evaluation_id END,
                       CASE WHEN TG_OP <> 'DELETE' THEN NEW.evaluation_id END)
    ) THEN
        RAISE EXCEPTION 'the criteria of an evaluation never change after it was opened'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER criterion_frozen BEFORE INSERT OR UPDATE OR DELETE ON forums_criterion
    FOR EACH ROW EXECUTE FUNCTION refuse_criterion_of_evaluation();
"""
THAWED = """
DROP TRIGGER criterion_frozen ON forums_criterion;
DROP FUNCTION refuse_criterion_of_evaluation();
DROP TRIGGER evaluation_stays ON forums_evaluation;
DROP TRIGGER evaluation_reply_frozen ON forums_evaluation;
DROP TRIGGER evaluation_result_frozen ON forums_evaluation;
DROP TRIGGER evaluation_draw_frozen ON forums_evaluation;
DROP FUNCTION refuse_change_of_evaluation();
DROP TRIGGER questionnaire_sample_frozen ON forums_questionnaire;
"""


class Migration(migrations.Migration):
    dependencies = [
        ('buildings', '0004_volunteers'),
        ('forums', '0003_bulletins'),
        ('tripartite', '0003_only_grow'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        Together([
            migrations.AddField(
            model_name='questionnaire',
            name='households',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='only these households'),
        ),
            migrations.AddField(
            model_name='questionnaire',
            name='serves',
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
            migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('party_kind', models.CharField(max_length=24)),
                ('period', models.CharField(choices=[('quarter', 'a quarter'), ('half_year', 'a half-year'), ('year', 'a year')], max_length=10, verbose_name='period')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(verbose_name='until before')),
                ('sample', models.PositiveIntegerField(blank=True, null=True, verbose_name='households to draw')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='last day for answers')),
                ('seed', models.CharField(blank=True, max_length=32, verbose_name='seed of the draw')),
                ('frame', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('asked', models.PositiveIntegerField(default=0, verbose_name='households asked')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('open', 'open'), ('closed', 'closed'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=12, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdraw_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was withdrawn')),
                ('result', models.JSONField(blank=True, null=True, verbose_name='result')),
                ('result_hash', models.CharField(blank=True, max_length=64, verbose_name='fingerprint')),
                ('reply', models.TextField(blank=True, max_length=2000, verbose_name='reply of the party')),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='tripartite.party', verbose_name='who is rated')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='buildings.place', verbose_name='where')),
                ('questionnaire', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evaluation', to='forums.questionnaire')),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'evaluation',
                'verbose_name_plural': 'evaluations',
                'ordering': ['-since', '-pk'],
                'indexes': [models.Index(fields=['place', 'status'], name='evaluation_at')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'withdrawn'), _negated=True), fields=('party', 'period', 'since'), name='evaluation_of_period_once'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='evaluation_period'), models.CheckConstraint(condition=models.Q(('sample__isnull', True), ('sample__gte', 10), _connector='OR'), name='evaluation_sample'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('open', 'closed', 'published')), _negated=True), models.Q(('asked__gt', 0), ('opened_at__isnull', False), ('questionnaire__isnull', False), models.Q(('seed', ''), _negated=True)), _connector='OR'), name='evaluation_asked_has_questionnaire'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('result__isnull', False), ('status', 'published'), models.Q(('result_hash', ''), _negated=True)), models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', True), ('result__isnull', True)), _connector='OR'), name='evaluation_published_has_result'), models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('reply', '')), models.Q(models.Q(('reply', ''), _negated=True), ('replied_at__isnull', False), ('status', 'published')), _connector='OR'), name='evaluation_reply_whole')],
            },
        ),
            migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('text', models.CharField(max_length=60, verbose_name='criterion')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='weight in per cent')),
                ('source', models.CharField(blank=True, max_length=80, verbose_name='source')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='forums.evaluation')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'position'), name='criterion_position_once'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 100)), name='criterion_weight')],
            },
        ),
            migrations.CreateModel(
            name='Pursuit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commitment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pursuit', to='tripartite.commitment')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pursuits', to='forums.criterion')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pursuits', to='forums.evaluation')),
            ],
            options={
                'verbose_name': 'commitment after an evaluation',
                'verbose_name_plural': 'commitments after evaluations',
                'ordering': ['at', 'pk'],
            },
        ),
        ]),
        migrations.RunSQL(FROZEN, THAWED),
    ]
