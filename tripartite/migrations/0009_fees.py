"""Property fees. Payments, what they went to and their receipts only grow; nobody may change or delete them."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid
from decimal import Decimal
from beihu.together import Together
from django.conf import settings
from django.db import migrations, models


TABLES = ("payment", "allocation", "receipt")
GROW = "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON tripartite_{table}"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
    for table in TABLES
)
SHRINK = "".join(f"DROP TRIGGER {table}_only_grows ON tripartite_{table};" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('buildings', '0004_volunteers'),
        ('tripartite', '0008_parking'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='BankStatement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(choices=[('bank', 'bank'), ('wechat', 'WeChat Pay'), ('alipay', 'Alipay')], max_length=6, verbose_name='from')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='buildings.place', verbose_name='compound')),
                ],
                options={
                    'verbose_name': 'bank statement',
                    'verbose_name_plural': 'bank statements',
                    'ordering': ['-pk'],
                    'indexes': [],
                    'constraints': [],
                },
            ),
            migrations.CreateModel(
                name='Payment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                    ('way', models.CharField(choices=[('cash', 'cash'), ('transfer', 'transfer'), ('statement', 'line of a statement')], max_length=9, verbose_name='way')),
                    ('paid_on', models.DateField(verbose_name='paid on')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_payments', to='buildings.household', verbose_name='household')),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tripartite.party', verbose_name='party')),
                    ('refunds', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refunded', to='tripartite.payment')),
                ],
                options={
                    'verbose_name': 'payment',
                    'verbose_name_plural': 'payments',
                    'ordering': ['-paid_on', '-pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('refunds__isnull', True)), models.Q(('amount__lt', 0), ('refunds__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='payment_signed')],
                },
            ),
            migrations.CreateModel(
                name='ReceiptCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('series', models.PositiveSmallIntegerField(default=0)),
                    ('last', models.PositiveIntegerField(default=0)),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='buildings.place')),
                ],
                options={
                    'verbose_name': 'receipt counter',
                    'verbose_name_plural': 'receipt counters',
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('place', 'year', 'series'), name='receipt_counter_once')],
                },
            ),
            migrations.CreateModel(
                name='Receipt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='tripartite.payment')),
                    ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='tripartite.receiptcounter')),
                ],
                options={
                    'verbose_name': 'receipt',
                    'verbose_name_plural': 'receipts',
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('counter', 'number'), name='receipt_number_once')],
                },
            ),
            migrations.CreateModel(
                name='SharedCost',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('month', models.DateField(verbose_name='month')),
                    ('way', models.CharField(choices=[('equal', 'in equal parts'), ('area', 'by floor area')], max_length=5, verbose_name='how it is split')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_costs', to='tripartite.party', verbose_name='party')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_costs', to='buildings.place', verbose_name='place')),
                ],
                options={
                    'verbose_name': 'shared cost',
                    'verbose_name_plural': 'shared costs',
                    'ordering': ['-month', '-pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='shared_cost_amount')],
                },
            ),
            migrations.CreateModel(
                name='StatementLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(choices=[('bank', 'bank'), ('wechat', 'WeChat Pay'), ('alipay', 'Alipay')], max_length=6)),
                    ('reference', models.CharField(max_length=80, verbose_name='reference')),
                    ('paid_on', models.DateField(verbose_name='paid on')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                    ('payer', models.CharField(blank=True, max_length=80, verbose_name='payer')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                    ('why', models.CharField(blank=True, choices=[('room', 'the note names the room'), ('name', 'the owner paid just what is open')], max_length=4)),
                    ('payment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='tripartite.payment')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='buildings.place')),
                    ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='tripartite.bankstatement')),
                    ('suggested', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='buildings.household')),
                ],
                options={
                    'verbose_name': 'line of a statement',
                    'verbose_name_plural': 'lines of statements',
                    'ordering': ['paid_on', 'pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('place', 'source', 'reference'), name='statement_line_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='statement_line_amount')],
                },
            ),
            migrations.CreateModel(
                name='Tariff',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('use', models.CharField(choices=[('dwelling', 'dwelling'), ('shop', 'shop'), ('office', 'office'), ('garage', 'garage or storeroom'), ('other', 'other use')], max_length=8, verbose_name='use')),
                    ('way', models.CharField(choices=[('area', 'yuan per m² and month'), ('fixed', 'yuan per household and month')], max_length=5, verbose_name='how it is reckoned')),
                    ('price', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='yuan')),
                    ('due_day', models.PositiveSmallIntegerField(default=28, verbose_name='due on this day of the month')),
                    ('since', models.DateField(verbose_name='since')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tariffs', to='tripartite.party', verbose_name='party')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tariffs', to='buildings.place', verbose_name='compound')),
                ],
                options={
                    'verbose_name': 'tariff',
                    'verbose_name_plural': 'tariffs',
                    'ordering': ['place_id', '-since', '-pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('price__gt', 0)), name='tariff_price'), models.CheckConstraint(condition=models.Q(('due_day__gte', 1), ('due_day__lte', 28)), name='tariff_due_day'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='tariff_term')],
                },
            ),
            migrations.CreateModel(
                name='Bill',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('month', models.DateField(verbose_name='month')),
                    ('due_on', models.DateField(verbose_name='due on')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                    ('paid', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='paid')),
                    ('waived', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='waived')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bills', to='buildings.household', verbose_name='household')),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tripartite.party', verbose_name='party')),
                    ('shared', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bills', to='tripartite.sharedcost')),
                    ('tariff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bills', to='tripartite.tariff')),
                ],
                options={
                    'verbose_name': 'bill',
                    'verbose_name_plural': 'bills',
                    'ordering': ['-month', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('amount__gt', django.db.models.expressions.CombinedExpression(models.F('paid'), '+', models.F('waived')))), fields=['household', 'due_on'], name='bill_open')],
                    'constraints': [models.UniqueConstraint(fields=('tariff', 'household', 'month'), name='bill_once'), models.UniqueConstraint(fields=('shared', 'household'), name='bill_of_shared_once'), models.CheckConstraint(condition=models.Q(('tariff__isnull', False), ('shared__isnull', False), _connector='XOR'), name='bill_of_one'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__gte', django.db.models.expressions.CombinedExpression(models.F('paid'), '+', models.F('waived'))), ('paid__gte', 0), ('waived__gte', 0)), name='bill_sums')],
                },
            ),
            migrations.CreateModel(
                name='Allocation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                    ('bill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='tripartite.bill')),
                    ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='tripartite.payment')),
                ],
                options={
                    'verbose_name': 'allocation',
                    'verbose_name_plural': 'allocations',
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='allocation_not_nothing')],
                },
            ),
            migrations.CreateModel(
                name='Waiver',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount')),
                    ('reason', models.CharField(max_length=200, verbose_name='reason')),
                    ('status', models.CharField(choices=[('asked', 'asked for'), ('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='asked', max_length=9, verbose_name='state')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('decided_on', models.DateField(null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('bill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='tripartite.bill', verbose_name='bill')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'waiver',
                    'verbose_name_plural': 'waivers',
                    'ordering': ['-pk'],
                    'indexes': [],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='waiver_amount'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='waiver_by_another'), models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('bill',), name='waiver_asked_once')],
                },
            ),
            migrations.CreateModel(
                name='CollectionRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('party_name', models.CharField(max_length=80, verbose_name='party')),
                    ('since', models.DateField(verbose_name='since')),
                    ('until', models.DateField(verbose_name='until')),
                    ('billed_households', models.PositiveIntegerField(verbose_name='households billed')),
                    ('paid_households', models.PositiveIntegerField(verbose_name='households that paid')),
                    ('billed', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount billed')),
                    ('paid', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount paid')),
                    ('source', models.CharField(max_length=200, verbose_name='source')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_history', to='buildings.place', verbose_name='compound')),
                ],
                options={
                    'verbose_name': 'collection before the portal',
                    'verbose_name_plural': 'collections before the portal',
                    'ordering': ['place_id', 'since', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='collection_term'), models.CheckConstraint(condition=models.Q(('paid__gte', 0), ('paid__lte', models.F('billed')), ('paid_households__lte', models.F('billed_households'))), name='collection_sums')],
                    'indexes': [],
                },
            ),
            migrations.CreateModel(
                name='FeeReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_reminders', to='buildings.household')),
                ],
                options={
                    'verbose_name': 'fee reminder',
                    'verbose_name_plural': 'fee reminders',
                    'indexes': [models.Index(fields=['household', '-at'], name='fee_reminder_last')],
                    'constraints': [],
                },
            ),
        ]),
        migrations.RunSQL(GROW, SHRINK),
    ]
