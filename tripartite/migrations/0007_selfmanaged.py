"""Hired hands, repairs and mediation: their tables. What was paid, approved and told of a repair only grows."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from beihu.together import Together

GROWING = ("handpay", "repairapproval", "repairevent")
GROW = "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON tripartite_{table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    for table in GROWING
)
SHRINK = "".join(f"DROP TRIGGER {table}_only_grows ON tripartite_{table};" for table in GROWING)


class Migration(migrations.Migration):

    dependencies = [
        ('beihu', '0002_functions'),
        ('buildings', '0004_volunteers'),
        ('tripartite', '0006_ledger'),
    ]

    operations = [
        Together(
            operations=[
                migrations.CreateModel(
                    name='HiredHand',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('name', models.CharField(max_length=40, verbose_name='name')),
                        ('shows_name', models.BooleanField(default=False, verbose_name='agreed that the full name is shown')),
                        ('job', models.CharField(choices=[('cleaner', 'cleaner'), ('gatekeeper', 'gatekeeper'), ('gardener', 'gardener'), ('other', 'helping hand')], max_length=10, verbose_name='job')),
                        ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone')),
                        ('contract_number', models.CharField(blank=True, max_length=40, verbose_name='number of the contract')),
                        ('contract', models.FileField(blank=True, max_length=120, upload_to='', verbose_name='contract')),
                        ('since', models.DateField(verbose_name='since')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                        ('per', models.CharField(choices=[('month', 'a month'), ('shift', 'a shift')], max_length=5, verbose_name='paid by')),
                        ('pay', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='pay')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hired by')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hands', to='buildings.place', verbose_name='compound')),
                    ],
                    options={
                        'verbose_name': 'hired hand',
                        'verbose_name_plural': 'hired hands',
                        'ordering': ['place_id', 'job', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='hand_term'), models.CheckConstraint(condition=models.Q(('pay__gt', 0)), name='hand_pay')],
                    },
                ),
                migrations.CreateModel(
                    name='HandRating',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(verbose_name='month')),
                        ('stars', models.PositiveSmallIntegerField(verbose_name='stars')),
                        ('at', models.DateTimeField(auto_now=True)),
                        ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hand_ratings', to=settings.AUTH_USER_MODEL)),
                        ('hand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='tripartite.hiredhand')),
                    ],
                    options={
                        'verbose_name': 'rating of a hired hand',
                        'verbose_name_plural': 'ratings of hired hands',
                        'ordering': ['-month', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('hand', 'user', 'month'), name='hand_rated_once_a_month'), models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='hand_stars')],
                    },
                ),
                migrations.CreateModel(
                    name='HandPay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(verbose_name='month')),
                        ('shifts', models.PositiveSmallIntegerField(verbose_name='shifts served')),
                        ('proposed', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='reckoned')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='paid')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='why it differs')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='hand_pay', to='tripartite.entry')),
                        ('hand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='tripartite.hiredhand')),
                    ],
                    options={
                        'verbose_name': 'pay of a hired hand',
                        'verbose_name_plural': 'pay of hired hands',
                        'ordering': ['-month', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('hand', 'month'), name='hand_paid_once_a_month'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='hand_paid_something'), models.CheckConstraint(condition=models.Q(('amount', models.F('proposed')), models.Q(('note', ''), _negated=True), _connector='OR'), name='hand_pay_differs_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='MediationCase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('kind', models.CharField(choices=[('noise', 'noise'), ('leak', 'water that leaks'), ('parking', 'parking'), ('pets', 'pets'), ('other', 'something else')], max_length=8, verbose_name='about')),
                        ('status', models.CharField(choices=[('opened', 'opened'), ('consented', 'all consent'), ('agreed', 'agreed'), ('failed', 'no agreement'), ('withdrawn', 'withdrawn'), ('closed', 'closed')], default='opened', max_length=10, verbose_name='state')),
                        ('opened_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='opened on')),
                        ('agreement', models.TextField(blank=True, max_length=2000, verbose_name='agreement')),
                        ('agreed_on', models.DateField(blank=True, null=True, verbose_name='agreed on')),
                        ('follow_up_on', models.DateField(blank=True, null=True, verbose_name='looked after on')),
                        ('followed_on', models.DateField(blank=True, null=True, verbose_name='was looked after on')),
                        ('followed', models.TextField(blank=True, max_length=2000, verbose_name='what was found')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                        ('blanked_at', models.DateTimeField(blank=True, null=True)),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediations', to='buildings.place', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'mediation',
                        'verbose_name_plural': 'mediations',
                        'ordering': ['-pk'],
                        'indexes': [models.Index(fields=['place', 'opened_on'], name='mediation_of_place'), models.Index(condition=models.Q(('status', 'agreed')), fields=['follow_up_on'], name='mediation_follow_up'), models.Index(condition=models.Q(('blanked_at__isnull', True), ('status', 'closed')), fields=['closed_on'], name='mediation_to_blank')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('blanked_at__isnull', True), ('closed_on__isnull', True)), _connector='OR'), name='mediation_closed_has_day'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'agreed'), _negated=True), models.Q(('agreed_on__isnull', False), ('follow_up_on__isnull', False), models.Q(('agreement', ''), _negated=True)), _connector='OR'), name='mediation_agreed_has_words'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'opened'), _negated=True), models.Q(('agreed_on__isnull', True), ('agreement', ''), ('follow_up_on__isnull', True), ('followed', '')), _connector='OR'), name='mediation_silent_before_consent'), models.CheckConstraint(condition=models.Q(('blanked_at__isnull', True), models.Q(('agreement', ''), ('followed', '')), _connector='OR'), name='mediation_blank_is_blank')],
                    },
                ),
                migrations.CreateModel(
                    name='AgreementPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='point')),
                        ('text', models.CharField(max_length=300, verbose_name='what is agreed')),
                        ('due_on', models.DateField(verbose_name='by when')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='tripartite.mediationcase')),
                    ],
                    options={
                        'verbose_name': 'point of an agreement',
                        'verbose_name_plural': 'points of agreements',
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='agreement_point_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='agreement_point_counts')],
                    },
                ),
                migrations.CreateModel(
                    name='MediationSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('on', models.DateField(verbose_name='day')),
                        ('spot', models.CharField(max_length=60, verbose_name='where')),
                        ('notes', models.TextField(blank=True, max_length=2000, verbose_name='notes')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='tripartite.mediationcase')),
                    ],
                    options={
                        'verbose_name': 'session of a mediation',
                        'verbose_name_plural': 'sessions of mediations',
                        'ordering': ['on', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='MediationSide',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='side')),
                        ('name', models.CharField(max_length=40, verbose_name='name')),
                        ('how', models.CharField(blank=True, choices=[('written', 'in writing'), ('spoken', 'by word of mouth, before a witness')], max_length=8, verbose_name='how')),
                        ('consented_on', models.DateField(blank=True, null=True, verbose_name='when')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sides', to='tripartite.mediationcase')),
                    ],
                    options={
                        'verbose_name': 'side of a mediation',
                        'verbose_name_plural': 'sides of mediations',
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='mediation_side_number'), models.CheckConstraint(condition=models.Q(models.Q(('consented_on__isnull', True), ('how', '')), models.Q(models.Q(('how', ''), _negated=True), ('consented_on__isnull', False)), _connector='OR'), name='mediation_consent_is_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Mediator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mediators', to='tripartite.mediationcase')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediates', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'mediator',
                        'verbose_name_plural': 'mediators',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('case', 'user'), name='mediator_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Repair',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('what', models.CharField(max_length=80, verbose_name='what is repaired')),
                        ('status', models.CharField(choices=[('proposed', 'proposed'), ('quoted', 'quoted'), ('approved', 'approved'), ('doing', 'being done'), ('done', 'done'), ('dearer', 'dearer than approved'), ('paid', 'paid'), ('dropped', 'dropped')], db_index=True, default='proposed', max_length=8, verbose_name='state')),
                        ('asked_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='asked for on')),
                        ('firm', models.CharField(blank=True, max_length=60, verbose_name='firm')),
                        ('approved', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='approved sum')),
                        ('decision', models.CharField(blank=True, max_length=120, verbose_name='decision of the owners')),
                        ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                        ('invoice', models.CharField(blank=True, max_length=40, verbose_name='number of the invoice')),
                        ('billed', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='sum of the invoice')),
                        ('paid_on', models.DateField(blank=True, null=True, verbose_name='paid on')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='why it was dropped')),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                        ('billed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repair', to='tripartite.entry')),
                        ('issue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='tripartite.issue')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='buildings.place', verbose_name='place')),
                    ],
                    options={
                        'verbose_name': 'repair',
                        'verbose_name_plural': 'repairs',
                        'ordering': ['-pk'],
                        'indexes': [models.Index(fields=['place', '-done_on'], name='repair_of_place')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved__isnull', True), ('approved__gt', 0), _connector='OR'), models.Q(('billed__isnull', True), ('billed__gt', 0), _connector='OR')), name='repair_sums'), models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'quoted', 'dropped']), models.Q(('approved__isnull', False), ('approved_on__isnull', False)), _connector='OR'), name='repair_approved_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'paid'), _negated=True), models.Q(('billed__lte', django.db.models.expressions.CombinedExpression(models.F('approved'), '*', models.Value(Decimal('1.10')))), ('entry__isnull', False), ('paid_on__isnull', False), models.Q(('invoice', ''), _negated=True)), _connector='OR'), name='repair_paid_within_approved'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='repair_dropped_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='RepairApproval',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='sum')),
                        ('firm', models.CharField(max_length=60, verbose_name='firm')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('repair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='tripartite.repair')),
                    ],
                    options={
                        'verbose_name': 'approval of a repair',
                        'verbose_name_plural': 'approvals of repairs',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('repair', 'firm', 'amount', 'by'), name='repair_approval_once_each')],
                    },
                ),
                migrations.CreateModel(
                    name='RepairEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('verb', models.CharField(max_length=12)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('repair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='tripartite.repair')),
                    ],
                    options={
                        'verbose_name': 'event of a repair',
                        'verbose_name_plural': 'events of repairs',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RepairLimits',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('two_quotes_above', models.DecimalField(decimal_places=2, default=Decimal('3000.00'), max_digits=12, verbose_name='two quotes above')),
                        ('alone_up_to', models.DecimalField(decimal_places=2, default=Decimal('2000.00'), max_digits=12, verbose_name='one member alone up to')),
                        ('decision_above', models.DecimalField(decimal_places=2, default=Decimal('10000.00'), max_digits=12, verbose_name='a decision of the owners above')),
                        ('basis', models.CharField(blank=True, max_length=120, verbose_name='laid down by')),
                        ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='repair_limits', to='buildings.place')),
                    ],
                    options={
                        'verbose_name': 'limits of repairs',
                        'verbose_name_plural': 'limits of repairs',
                        'ordering': ['place_id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('alone_up_to__gte', 0), ('decision_above__gte', models.F('alone_up_to')), ('two_quotes_above__gte', 0)), name='repair_limits_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='RepairPhoto',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('stage', models.CharField(choices=[('before', 'before'), ('after', 'after')], max_length=6, verbose_name='stage')),
                        ('image', models.FileField(max_length=120, upload_to='')),
                        ('thumb', models.FileField(max_length=120, upload_to='')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('repair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='tripartite.repair')),
                    ],
                    options={
                        'verbose_name': 'photo of a repair',
                        'verbose_name_plural': 'photos of repairs',
                        'ordering': ['-stage', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RepairQuote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('firm', models.CharField(max_length=60, verbose_name='firm')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='sum')),
                        ('file', models.FileField(blank=True, max_length=120, upload_to='', verbose_name='document')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('repair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='tripartite.repair')),
                    ],
                    options={
                        'verbose_name': 'quote',
                        'verbose_name_plural': 'quotes',
                        'ordering': ['amount', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='repair_quote_sum'), models.UniqueConstraint(fields=('repair', 'firm'), name='repair_quote_of_firm_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Shift',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')], verbose_name='weekday')),
                        ('start', models.TimeField(verbose_name='from')),
                        ('end', models.TimeField(verbose_name='to')),
                        ('spot', models.CharField(blank=True, max_length=40, verbose_name='where')),
                        ('since', models.DateField(verbose_name='since')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                        ('hand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='tripartite.hiredhand')),
                    ],
                    options={
                        'verbose_name': 'shift',
                        'verbose_name_plural': 'shifts',
                        'ordering': ['weekday', 'start', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='shift_weekday'), models.CheckConstraint(condition=models.Q(('start', models.F('end')), _negated=True), name='shift_has_length'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='shift_term'), models.UniqueConstraint(fields=('key', 'weekday'), name='shift_of_form_once')],
                    },
                ),
                migrations.CreateModel(
                    name='DayChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(verbose_name='day')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to='tripartite.hiredhand', verbose_name='stand-in')),
                        ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='tripartite.shift')),
                    ],
                    options={
                        'verbose_name': 'changed day',
                        'verbose_name_plural': 'changed days',
                        'ordering': ['on', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('shift', 'on'), name='day_change_once')],
                    },
                ),
            ],
        ),
        migrations.RunSQL(GROW, SHRINK),
    ]
