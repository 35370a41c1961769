"""Hearings: once the record is published, neither it nor what it says changes."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from beihu.together import Together
from django.conf import settings
from django.db import migrations, models


TRIGGERS = """
CREATE FUNCTION tripartite_hearing_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM tripartite_hearing WHERE id = coalesce(NEW.hearing_id, OLD.hearing_id) AND record IS NOT NULL) THEN
        RAISE EXCEPTION 'the record of this hearing is published' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER statement_fixed
    BEFORE INSERT OR DELETE OR UPDATE OF hearing_id, number, side, text, in_hall, hidden_reason, answer
    ON tripartite_statement FOR EACH ROW EXECUTE FUNCTION tripartite_hearing_said();
CREATE TRIGGER hearing_record_fixed
    BEFORE DELETE OR UPDATE OF title, text, status, closes_at, called_at, published_at, record, sha256 ON tripartite_hearing
    FOR EACH ROW WHEN (OLD.record IS NOT NULL) EXECUTE FUNCTION refuse_change();
"""
BACK = """
DROP TRIGGER hearing_record_fixed ON tripartite_hearing;
DROP TRIGGER statement_fixed ON tripartite_statement;
DROP FUNCTION tripartite_hearing_said();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('buildings', '0004_volunteers'),
        ('tripartite', '0004_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Hearing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('title', models.CharField(max_length=80, verbose_name='title')),
                    ('text', models.TextField(max_length=4000, verbose_name='what is to be decided, and why')),
                    ('closes_at', models.DateTimeField(verbose_name='statements until')),
                    ('status', models.CharField(choices=[('draft', 'being prepared'), ('called', 'called'), ('published', 'record published'), ('cancelled', 'cancelled')], default='draft', max_length=12, verbose_name='state')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('called_at', models.DateTimeField(blank=True, null=True, verbose_name='called')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                    ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='called off')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='why')),
                    ('record', models.JSONField(blank=True, null=True)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tripartite.meeting', verbose_name='the evening in the hall')),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tripartite.party', verbose_name='called by')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='buildings.place', verbose_name='compound')),
                    ('vote', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='tripartite.vote', verbose_name='before the vote')),
                ],
                options={
                    'verbose_name': 'hearing',
                    'verbose_name_plural': 'hearings',
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['place', 'status', '-closes_at'], name='hearing_board')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('published_at__isnull', False), ('record__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='hearing_published_has_record'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='hearing_cancelled_has_reason')],
                },
            ),
            migrations.CreateModel(
                name='Statement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('side', models.CharField(choices=[('for', 'for'), ('against', 'against'), ('question', 'question')], max_length=8, verbose_name='side')),
                    ('text', models.TextField(max_length=1000, verbose_name='in words')),
                    ('in_hall', models.BooleanField(default=False, verbose_name='said in the hall')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='hidden')),
                    ('hidden_reason', models.CharField(blank=True, max_length=300, verbose_name='why it is hidden')),
                    ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('hearing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='tripartite.hearing')),
                    ('hidden_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'statement',
                    'verbose_name_plural': 'statements',
                    'ordering': ['hearing', 'number'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('hearing', 'number'), name='statement_number_once'), models.UniqueConstraint(condition=models.Q(('author__isnull', False), ('side__in', ['for', 'against'])), fields=('hearing', 'author'), name='statement_stand_once'), models.CheckConstraint(condition=models.Q(('hidden_at__isnull', True), models.Q(('hidden_reason', ''), _negated=True), _connector='OR'), name='statement_hidden_has_reason')],
                },
            ),
        ]),
        migrations.RunSQL(TRIGGERS, BACK),
    ]
