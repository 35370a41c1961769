"""Owners' votes: the database itself refuses a ballot outside the window, a second one, and every change of one."""


import django.db.models.deletion
import django.utils.timezone
import uuid
from beihu.together import Together
from django.conf import settings
from django.db import migrations, models


TRIGGERS = """
CREATE FUNCTION tripartite_ballot_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v record;
    u record;
BEGIN
    SELECT vote.id, status, opens_at, closes_at, screen INTO v
        FROM tripartite_vote vote JOIN tripartite_motion motion ON motion.vote_id = vote.id
        WHERE motion.id = NEW.motion_id FOR SHARE OF vote;
    SELECT vote_id, returned_at INTO u FROM tripartite_unit WHERE id = NEW.unit_id;
    IF u.vote_id IS DISTINCT FROM v.id THEN
        RAISE EXCEPTION 'motion and unit are of different votes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_of_one_vote', TABLE = 'tripartite_ballot';
    END IF;
    IF v.status = 'counted' THEN
        IF NOT EXISTS (SELECT 1 FROM tripartite_amendment a WHERE a.unit_id = NEW.unit_id AND a.motion_id = NEW.motion_id
                       AND a.settled_at IS NULL AND a.becomes = NEW.choice) THEN
            RAISE EXCEPTION 'a counted vote changes by an amendment only'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_amended', TABLE = 'tripartite_ballot';
        END IF;
    ELSIF v.status <> 'announced' OR NEW.version <> 1 THEN
        RAISE EXCEPTION 'no ballot is taken in this state'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_in_window', TABLE = 'tripartite_ballot';
    END IF;
    IF NEW.cast_at < v.opens_at OR NEW.cast_at >= v.closes_at THEN
        RAISE EXCEPTION 'the ballot was not cast within the window'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_in_window', TABLE = 'tripartite_ballot';
    END IF;
    IF NEW.channel = 'screen' AND v.screen <> 'system' THEN
        RAISE EXCEPTION 'a click is no ballot here'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_by_system', TABLE = 'tripartite_ballot';
    END IF;
    IF NEW.channel = 'paper' AND NEW.version = 1 AND u.returned_at IS DISTINCT FROM NEW.cast_at THEN
        RAISE EXCEPTION 'the paper has not come back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_came_back', TABLE = 'tripartite_ballot';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_fits BEFORE INSERT ON tripartite_ballot
    FOR EACH ROW EXECUTE FUNCTION tripartite_ballot_fits();

CREATE FUNCTION tripartite_vote_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    drafted boolean;
BEGIN
    SELECT status = 'draft' INTO drafted FROM tripartite_vote WHERE id = OLD.vote_id;
    IF NOT drafted THEN
        RAISE EXCEPTION 'roll and motions of a vote are fixed once it is announced'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_fixed', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER motion_fixed BEFORE UPDATE OR DELETE ON tripartite_motion
    FOR EACH ROW EXECUTE FUNCTION tripartite_vote_fixed();
CREATE TRIGGER elector_fixed BEFORE UPDATE OF identity, vote_id, is_developer, is_unknown OR DELETE ON tripartite_elector
    FOR EACH ROW EXECUTE FUNCTION tripartite_vote_fixed();
CREATE TRIGGER unit_fixed BEFORE UPDATE OF vote_id, number, household_id, elector_id, area OR DELETE ON tripartite_unit
    FOR EACH ROW EXECUTE FUNCTION tripartite_vote_fixed();
CREATE TRIGGER unit_came_back_once BEFORE UPDATE OF returned_at, paper ON tripartite_unit
    FOR EACH ROW WHEN (OLD.returned_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vote_window_fixed BEFORE UPDATE OF opens_at, closes_at, owners, area, screen ON tripartite_vote
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ballot_only_grows BEFORE UPDATE OR DELETE ON tripartite_ballot
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER typing_only_grows BEFORE UPDATE OR DELETE ON tripartite_typing
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER result_only_grows BEFORE UPDATE OR DELETE ON tripartite_result
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER amendment_only_grows
    BEFORE DELETE OR UPDATE OF vote_id, unit_id, motion_id, was, becomes, reason, asked_by_id, asked_at
    ON tripartite_amendment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER amendment_settled_once BEFORE UPDATE ON tripartite_amendment
    FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
"""
BACK = """
DROP TRIGGER amendment_settled_once ON tripartite_amendment;
DROP TRIGGER amendment_only_grows ON tripartite_amendment;
DROP TRIGGER result_only_grows ON tripartite_result;
DROP TRIGGER typing_only_grows ON tripartite_typing;
DROP TRIGGER ballot_only_grows ON tripartite_ballot;
DROP TRIGGER vote_window_fixed ON tripartite_vote;
DROP TRIGGER unit_came_back_once ON tripartite_unit;
DROP TRIGGER unit_fixed ON tripartite_unit;
DROP TRIGGER elector_fixed ON tripartite_elector;
DROP TRIGGER motion_fixed ON tripartite_motion;
DROP FUNCTION tripartite_vote_fixed();
DROP TRIGGER ballot_fits ON tripartite_ballot;
DROP FUNCTION tripartite_ballot_fits();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('buildings', '0004_volunteers'),
        ('beihu', '0002_functions'),
        ('tripartite', '0003_only_grow'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Vote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('title', models.CharField(max_length=80, verbose_name='title')),
                    ('text', models.TextField(blank=True, max_length=2000, verbose_name='what it is about')),
                    ('screen', models.CharField(blank=True, choices=[('', 'on paper only'), ('straw', 'on paper; clicks on screen are a straw poll'), ('system', "on paper and on screen: the city's own system is used")], default='', max_length=8, verbose_name='on screen')),
                    ('system', models.CharField(blank=True, max_length=160, verbose_name="the city's system, and the document that admits it")),
                    ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='opens')),
                    ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes')),
                    ('status', models.CharField(choices=[('draft', 'being prepared'), ('announced', 'announced'), ('counted', 'counted'), ('cancelled', 'cancelled')], default='draft', max_length=12, verbose_name='state')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='roll frozen')),
                    ('announced_at', models.DateTimeField(blank=True, null=True, verbose_name='announced')),
                    ('counted_at', models.DateTimeField(blank=True, null=True, verbose_name='counted')),
                    ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='called off')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='why')),
                    ('owners', models.PositiveIntegerField(default=0, verbose_name='owners on the roll')),
                    ('area', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='area on the roll in m²')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tripartite.party', verbose_name='called by')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='buildings.place', verbose_name='compound')),
                ],
                options={
                    'verbose_name': "owners' vote",
                    'verbose_name_plural': "owners' votes",
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['place', 'status', '-closes_at'], name='vote_board')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='vote_window'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['announced', 'counted']), _negated=True), models.Q(('announced_at__isnull', False), ('closes_at__isnull', False), ('frozen_at__isnull', False), ('opens_at__isnull', False)), _connector='OR'), name='vote_announced_whole'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'counted'), _negated=True), ('counted_at__gte', models.F('closes_at')), _connector='OR'), name='vote_counted_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='vote_cancelled_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('screen', 'system'), _negated=True), models.Q(('system', ''), _negated=True), _connector='OR'), name='vote_system_named')],
                },
            ),
            migrations.CreateModel(
                name='Elector',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identity', models.CharField(max_length=120)),
                    ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                    ('is_developer', models.BooleanField(default=False, verbose_name='developer, unsold units')),
                    ('is_unknown', models.BooleanField(default=False, verbose_name='owner not on the roster')),
                    ('vote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='electors', to='tripartite.vote')),
                ],
                options={
                    'verbose_name': 'owner on the roll',
                    'verbose_name_plural': 'owners on the roll',
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('vote', 'identity'), name='elector_once')],
                },
            ),
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='number on the roll')),
                    ('room', models.CharField(max_length=30, verbose_name='room')),
                    ('area', models.DecimalField(decimal_places=2, max_digits=9, verbose_name='area in m²')),
                    ('area_source', models.CharField(blank=True, max_length=8, verbose_name='source of the area')),
                    ('paper', models.CharField(blank=True, choices=[('', 'not delivered yet'), ('delivered', 'delivered'), ('refused', 'refused to take it'), ('unreachable', 'nobody reached'), ('returned', 'paper came back')], default='', max_length=12, verbose_name='paper')),
                    ('paper_at', models.DateTimeField(blank=True, null=True)),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='visits')),
                    ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='paper came back')),
                    ('elector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='tripartite.elector')),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='buildings.household')),
                    ('paper_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='buildings.place', verbose_name='doorway')),
                    ('vote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='tripartite.vote')),
                ],
                options={
                    'verbose_name': 'unit on the roll',
                    'verbose_name_plural': 'units on the roll',
                    'ordering': ['vote', 'number'],
                    'indexes': [models.Index(fields=['vote', 'place'], name='unit_place'), models.Index(fields=['vote', 'elector'], include=('area',), name='unit_elector')],
                    'constraints': [models.UniqueConstraint(fields=('vote', 'household'), name='unit_once'), models.UniqueConstraint(fields=('vote', 'number'), name='unit_number_once'), models.CheckConstraint(condition=models.Q(('area__gt', 0)), name='unit_area_positive'), models.CheckConstraint(condition=models.Q(models.Q(('paper', 'returned'), ('returned_at__isnull', False)), models.Q(models.Q(('paper', 'returned'), _negated=True), ('returned_at__isnull', True)), _connector='OR'), name='unit_returned_has_time')],
                },
            ),
            migrations.CreateModel(
                name='Result',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                    ('content', models.JSONField()),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='tripartite.vote')),
                ],
                options={
                    'verbose_name': 'result of a vote',
                    'verbose_name_plural': 'results of votes',
                    'ordering': ['vote', 'number'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('vote', 'number'), name='result_version_once')],
                },
            ),
            migrations.CreateModel(
                name='Motion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('matter', models.CharField(max_length=30, verbose_name='matter')),
                    ('title', models.CharField(max_length=160, verbose_name='motion')),
                    ('text', models.TextField(blank=True, max_length=4000, verbose_name='in full')),
                    ('gate', models.CharField(choices=[('general', 'more than half of those taking part'), ('special', 'at least three quarters of those taking part')], max_length=8, verbose_name='needs')),
                    ('source', models.CharField(max_length=160, verbose_name='source of the rule')),
                    ('vote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='motions', to='tripartite.vote')),
                ],
                options={
                    'verbose_name': 'motion',
                    'verbose_name_plural': 'motions',
                    'ordering': ['vote', 'number'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('vote', 'number'), name='motion_number_once')],
                },
            ),
            migrations.CreateModel(
                name='Amendment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('was', models.CharField(blank=True, choices=[('for', 'for'), ('against', 'against'), ('abstain', 'abstain'), ('invalid', 'invalid')], max_length=8)),
                    ('becomes', models.CharField(choices=[('for', 'for'), ('against', 'against'), ('abstain', 'abstain'), ('invalid', 'invalid')], max_length=8, verbose_name='should be')),
                    ('reason', models.CharField(max_length=300, verbose_name='why')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('is_confirmed', models.BooleanField(null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tripartite.motion')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='tripartite.unit')),
                    ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='tripartite.vote')),
                ],
                options={
                    'verbose_name': 'correction of a count',
                    'verbose_name_plural': 'corrections of counts',
                    'ordering': ['pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('unit', 'motion'), name='amendment_open_once'), models.CheckConstraint(condition=models.Q(('settled_by__isnull', True), models.Q(('settled_by', models.F('asked_by')), _negated=True), _connector='OR'), name='amendment_by_two'), models.CheckConstraint(condition=models.Q(('was', models.F('becomes')), _negated=True), name='amendment_changes')],
                },
            ),
            migrations.CreateModel(
                name='Typing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.PositiveSmallIntegerField()),
                    ('choices', models.JSONField()),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='typings', to='tripartite.unit')),
                ],
                options={
                    'verbose_name': 'typing of a paper',
                    'verbose_name_plural': 'typings of papers',
                    'ordering': ['unit', 'round'],
                    'constraints': [models.UniqueConstraint(fields=('unit', 'round'), name='typing_round_once'), models.UniqueConstraint(fields=('unit', 'by'), name='typing_by_three'), models.CheckConstraint(condition=models.Q(('round__gte', 1), ('round__lte', 3)), name='typing_rounds')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='Click',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('choice', models.CharField(choices=[('for', 'for'), ('against', 'against'), ('abstain', 'abstain'), ('invalid', 'invalid')], max_length=8, verbose_name='choice')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('motion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clicks', to='tripartite.motion')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clicks', to='tripartite.unit')),
                ],
                options={
                    'verbose_name': 'straw poll answer',
                    'verbose_name_plural': 'straw poll answers',
                    'constraints': [models.UniqueConstraint(fields=('motion', 'unit'), name='click_once'), models.CheckConstraint(condition=models.Q(('choice', 'invalid'), _negated=True), name='click_valid')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='Ballot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('choice', models.CharField(choices=[('for', 'for'), ('against', 'against'), ('abstain', 'abstain'), ('invalid', 'invalid')], max_length=8, verbose_name='choice')),
                    ('channel', models.CharField(choices=[('paper', 'paper'), ('screen', 'screen')], max_length=8, verbose_name='how')),
                    ('cast_at', models.DateTimeField(verbose_name='cast')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='tripartite.motion')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='tripartite.unit')),
                ],
                options={
                    'verbose_name': 'ballot',
                    'verbose_name_plural': 'ballots',
                    'indexes': [models.Index(fields=['unit'], name='ballot_unit')],
                    'constraints': [models.UniqueConstraint(fields=('motion', 'unit', 'version'), name='ballot_once'), models.CheckConstraint(condition=models.Q(('channel', 'paper'), models.Q(('choice', 'invalid'), _negated=True), _connector='OR'), name='ballot_invalid_on_paper')],
                },
            ),
        ]),
        migrations.RunSQL(TRIGGERS, BACK),
    ]
