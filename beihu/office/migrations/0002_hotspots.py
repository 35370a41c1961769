"""Hotspots: a building and a category that are filed more often than their history explains, and when a street was looked at."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from beihu.together import Together


class Migration(migrations.Migration):
    dependencies = [('office', '0001_tallies'), ('buildings', '0004_volunteers'), ('tripartite', '0009_fees')]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name='Look',
                    fields=[
                        ('street', models.CharField(db_collation='C', max_length=9, primary_key=True, serialize=False, verbose_name='street')),
                        ('looked_on', models.DateField(verbose_name='looked at on')),
                        ('days_before', models.PositiveSmallIntegerField(verbose_name='days of history')),
                        ('pairs', models.PositiveIntegerField(verbose_name='pairs compared')),
                    ],
                    options={
                        'verbose_name': 'look for hotspots',
                        'verbose_name_plural': 'looks for hotspots',
                    },
                ),
                migrations.CreateModel(
                    name='Hotspot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('street', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Left('place_id', 9), output_field=models.CharField(db_collation='C', max_length=9))),
                        ('category', models.CharField(choices=[('water', 'water supply and drains'), ('power', 'electricity'), ('gas', 'gas supply'), ('lift', 'lift'), ('repairs', 'repairs to the building'), ('lighting', 'lighting'), ('cleaning', 'cleaning and rubbish'), ('greenery', 'trees and greenery'), ('parking', 'parking'), ('security', 'security and gates'), ('noise', 'noise'), ('blocked_way', 'things blocking stairs and ways'), ('building_works', 'unauthorised building works'), ('fees', 'property fees and accounts'), ('neighbours', 'dispute between neighbours'), ('elders', 'help for elders and families'), ('other', 'something else'), ('fire', 'fire or smoke'), ('gas_leak', 'smell of gas'), ('injury', 'somebody is hurt')], max_length=20, verbose_name='category')),
                        ('found_on', models.DateField(verbose_name='found on')),
                        ('seen_on', models.DateField(verbose_name='as of')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                        ('recent', models.PositiveIntegerField(verbose_name='in four weeks')),
                        ('before', models.PositiveIntegerField(verbose_name='before')),
                        ('days_before', models.PositiveSmallIntegerField(verbose_name='days of history')),
                        ('p', models.FloatField()),
                        ('q', models.FloatField()),
                        ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hotspots', to='tripartite.agendaitem', verbose_name='agenda item')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hotspots', to='buildings.place', verbose_name='building')),
                    ],
                    options={
                        'verbose_name': 'hotspot',
                        'verbose_name_plural': 'hotspots',
                        'ordering': ['q', '-recent', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('ended_on', None)), fields=['street'], name='hotspot_open_of_street')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('place', 'category'), name='hotspot_open_once'), models.CheckConstraint(condition=models.Q(('seen_on__gte', models.F('found_on')), models.Q(('ended_on', None), ('ended_on__gte', models.F('seen_on')), _connector='OR')), name='hotspot_days_in_order')],
                    },
                ),
            ]
        ),
    ]  # fmt: skip
