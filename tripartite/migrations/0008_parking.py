"""Parking: its tables, and what the database itself refuses: a plate valid twice, a space taken twice."""

import beihu.together
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import tripartite.selfmanagement.parking.models
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('beihu', '0002_functions'),
        ('buildings', '0004_volunteers'),
        ('tripartite', '0007_selfmanaged'),
    ]

    operations = [
        beihu.together.Together(
            operations=[
                migrations.CreateModel(
                    name='ParkingLot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('land', models.CharField(choices=[('common', 'on common roads and grounds of all owners'), ('owned', 'owned spaces')], max_length=8, verbose_name='where the spaces lie')),
                        ('price_fixed', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=12, verbose_name='fixed space, a month')),
                        ('price_shared', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=12, verbose_name='shared space, a month')),
                        ('price_accessible', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=12, verbose_name='accessible space, a month')),
                        ('price_charging', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=12, verbose_name='space with a charger, a month')),
                        ('free_hours', models.PositiveSmallIntegerField(default=2, verbose_name='hours free for outside vehicles')),
                        ('outside_fee', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=12, verbose_name='fee of a longer visit')),
                        ('visitors_most', models.PositiveSmallIntegerField(default=2, verbose_name="visitors' plates at once per household")),
                        ('rules', models.CharField(blank=True, max_length=600, verbose_name='more rules')),
                        ('charging_since', models.DateField(blank=True, null=True, verbose_name='charging since')),
                        ('rests_on', models.CharField(blank=True, choices=[('vote', 'on a vote held in the portal'), ('old', 'on a decision from before the portal')], max_length=4)),
                        ('basis_words', models.CharField(blank=True, max_length=200, verbose_name='decision')),
                        ('basis_url', models.CharField(blank=True, max_length=200)),
                        ('old_number', models.CharField(blank=True, max_length=60, verbose_name='number of the decision')),
                        ('old_on', models.DateField(blank=True, null=True, verbose_name='day of the decision')),
                        ('old_kept_at', models.CharField(blank=True, max_length=80, verbose_name='where it is kept')),
                        ('last_receipt', models.PositiveIntegerField(default=0, editable=False)),
                        ('old_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parking_lots', to='tripartite.party', verbose_name='run by')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parking_lots', to='buildings.place', verbose_name='compound')),
                    ],
                    options={
                        'verbose_name': 'parking lot',
                        'verbose_name_plural': 'parking lots',
                        'ordering': ['place_id'],
                        'constraints': [models.UniqueConstraint(fields=('place',), name='parking_lot_once'), models.CheckConstraint(condition=models.Q(('price_accessible__gte', 0), ('price_fixed__gte', 0), ('price_shared__gte', 0), ('outside_fee__gte', 0), ('price_charging__gte', 0)), name='parking_prices'), models.CheckConstraint(condition=models.Q(('charging_since__isnull', True), ('land', 'owned'), models.Q(models.Q(('rests_on', ''), _negated=True), models.Q(('basis_words', ''), _negated=True)), _connector='OR'), name='parking_charge_rests_on_decision'), models.CheckConstraint(condition=models.Q(models.Q(('old_by__isnull', True), ('old_kept_at', ''), ('old_number', ''), ('old_on__isnull', True)), models.Q(models.Q(('old_number', ''), _negated=True), models.Q(('old_kept_at', ''), _negated=True), ('old_by__isnull', False), ('old_on__isnull', False)), _connector='OR'), name='parking_old_decision_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='OutsideVehicle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('client_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('plate', models.CharField(max_length=8, verbose_name='plate')),
                        ('reason', models.CharField(choices=[('guest', 'visits somebody'), ('delivery', 'delivers something'), ('repair', 'repairs something'), ('ride', 'taxi or ride'), ('emergency', 'ambulance, fire, police'), ('other', 'something else')], default='guest', max_length=10, verbose_name='what for')),
                        ('came_at', models.DateTimeField(verbose_name='came')),
                        ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left')),
                        ('fee', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=12, verbose_name='fee')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='let in by')),
                        ('out_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='let out by')),
                        ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='tripartite.parkinglot')),
                    ],
                    options={
                        'verbose_name': 'outside vehicle',
                        'verbose_name_plural': 'outside vehicles',
                        'ordering': ['-came_at', '-pk'],
                        'indexes': [models.Index(fields=['lot', '-came_at'], name='outside_vehicle_log'), models.Index(fields=['came_at'], name='outside_vehicle_old')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('left_at__gte', models.F('came_at')), _connector='OR'), name='outside_vehicle_times'), models.CheckConstraint(condition=models.Q(('fee__gte', 0)), name='outside_vehicle_fee')],
                    },
                ),
                migrations.CreateModel(
                    name='ParkingSpace',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=10, verbose_name='number')),
                        ('kind', models.CharField(choices=[('fixed', 'fixed space'), ('shared', 'shared space'), ('visitor', "visitors' space"), ('accessible', 'accessible space'), ('charging', 'space with a charger')], default='fixed', max_length=10, verbose_name='kind')),
                        ('where', models.CharField(blank=True, max_length=60, verbose_name='where')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                        ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spaces', to='tripartite.parkinglot')),
                    ],
                    options={
                        'verbose_name': 'parking space',
                        'verbose_name_plural': 'parking spaces',
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('lot', 'number'), name='parking_space_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Permit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('kind', models.CharField(choices=[('resident', 'resident'), ('visitor', 'visitor')], default='resident', max_length=8, verbose_name='kind')),
                        ('wish', models.CharField(blank=True, choices=[('fixed', 'fixed space'), ('shared', 'shared space'), ('accessible', 'accessible space'), ('charging', 'space with a charger')], max_length=10, verbose_name='what is wanted')),
                        ('status', models.CharField(choices=[('asked', 'asked for'), ('waiting', 'on the waiting list'), ('granted', 'granted'), ('ended', 'ended'), ('refused', 'refused')], default='asked', max_length=8, verbose_name='state')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked on')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                        ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='from')),
                        ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='to')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                        ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='buildings.household', verbose_name='household')),
                        ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='tripartite.parkinglot')),
                        ('space', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='tripartite.parkingspace', verbose_name='space')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='permits', to=settings.AUTH_USER_MODEL, verbose_name='whose')),
                    ],
                    options={
                        'verbose_name': 'parking permit',
                        'verbose_name_plural': 'parking permits',
                        'ordering': ['-asked_at', '-pk'],
                        'indexes': [models.Index(fields=['lot', 'status', 'asked_at'], name='permit_desk'), models.Index(fields=['user'], name='permit_own')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', True), ('household__isnull', False), ('kind', 'resident'), ('starts_at__isnull', True), models.Q(('wish', ''), _negated=True)), models.Q(('kind', 'visitor'), ('since__isnull', True), ('space__isnull', True), ('until__isnull', True), ('wish', ''), ('ends_at__isnull', False), ('starts_at__isnull', False), ('starts_at__lt', models.F('ends_at')), ('status__in', ['granted', 'ended'])), _connector='OR'), name='permit_is_one_of_two'), models.CheckConstraint(condition=models.Q(models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), models.Q(('kind', 'visitor'), models.Q(('status', 'granted'), _negated=True), ('since__isnull', False), _connector='OR'), models.Q(('since__isnull', True), ('status', 'granted'), models.Q(('status', 'ended'), ('until__isnull', False)), _connector='OR')), name='permit_days'), models.CheckConstraint(condition=models.Q(('space__isnull', True), ('since__isnull', False), _connector='OR'), name='permit_space_since'), models.CheckConstraint(condition=models.Q(('kind', 'visitor'), models.Q(('status', 'granted'), _negated=True), models.Q(('space__isnull', True), ('wish', 'shared')), models.Q(models.Q(('wish', 'shared'), _negated=True), ('space__isnull', False)), _connector='OR'), name='permit_names_its_space'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('space__isnull', False)), expressions=[('space', '='), (tripartite.selfmanagement.parking.models.Days('since', 'until'), '&&')], name='permit_one_household_a_space')],
                    },
                ),
                migrations.CreateModel(
                    name='ParkingDue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('month', models.DateField(verbose_name='month')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='amount in yuan')),
                        ('paid_on', models.DateField(blank=True, null=True, verbose_name='paid on')),
                        ('account', models.CharField(blank=True, choices=[('cash', 'cash box'), ('bank', 'bank account')], max_length=4, verbose_name='paid in')),
                        ('receipt', models.CharField(blank=True, max_length=20, verbose_name='receipt')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by')),
                        ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parking_due', to='tripartite.entry', verbose_name='entry')),
                        ('permit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dues', to='tripartite.permit')),
                    ],
                    options={
                        'verbose_name': 'parking fee due',
                        'verbose_name_plural': 'parking fees due',
                        'ordering': ['-month', 'permit'],
                        'indexes': [models.Index(condition=models.Q(('paid_on__isnull', True)), fields=['month'], name='parking_due_open')],
                        'constraints': [models.UniqueConstraint(fields=('permit', 'month'), name='parking_due_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='parking_due_month'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='parking_due_amount'), models.CheckConstraint(condition=models.Q(models.Q(('account', ''), ('by__isnull', True), ('entry__isnull', True), ('paid_on__isnull', True), ('receipt', '')), models.Q(('account__in', ['cash', 'bank']), ('by__isnull', False), ('entry__isnull', False), ('paid_on__isnull', False), models.Q(('receipt', ''), _negated=True)), _connector='OR'), name='parking_due_paid_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='PermitEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('verb', models.CharField(max_length=10)),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('permit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='tripartite.permit')),
                    ],
                    options={
                        'verbose_name': 'event of a permit',
                        'verbose_name_plural': 'events of permits',
                        'ordering': ['at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='PermitPlate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plate', models.CharField(max_length=8, verbose_name='plate')),
                        ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True, verbose_name='valid')),
                        ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tripartite.parkinglot')),
                        ('permit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cars', to='tripartite.permit')),
                    ],
                    options={
                        'verbose_name': 'plate of a permit',
                        'verbose_name_plural': 'plates of permits',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('permit', 'plate'), name='permit_plate_once'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('lot', '='), ('plate', '='), ('during', '&&')], name='permit_plate_valid_once')],
                    },
                ),
            ],
        ),
    ]
