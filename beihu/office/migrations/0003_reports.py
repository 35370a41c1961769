"""Reports of figures: what was asked for, how far it is, its two files."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('buildings', '0004_volunteers'),
        ('office', '0002_hotspots'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField()),
                ('period_key', models.CharField(blank=True, max_length=12)),
                ('set_key', models.CharField(max_length=40)),
                ('language', models.CharField(choices=[('zh-hans', 'Chinese'), ('en', 'English')], max_length=10, verbose_name='language')),
                ('word', models.FileField(blank=True, max_length=120, upload_to='')),
                ('workbook', models.FileField(blank=True, max_length=120, upload_to='')),
                ('status', models.CharField(choices=[('waiting', 'waiting'), ('making', 'being made'), ('ready', 'ready'), ('failed', 'failed')], default='waiting', max_length=8, verbose_name='state')),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('attempt', models.UUIDField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('made_at', models.DateTimeField(null=True, verbose_name='made')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='buildings.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'report of figures',
                'verbose_name_plural': 'reports of figures',
                'indexes': [models.Index(fields=['place', '-id'], name='report_of_place'), models.Index(condition=models.Q(('status__in', ('waiting', 'making'))), fields=['lease_until'], name='report_working'), models.Index(fields=['asked_at'], name='report_asked')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('asked_by', None)), fields=('place', 'since', 'until', 'set_key'), name='report_of_the_month_once'), models.CheckConstraint(condition=models.Q(('since__lt', models.F('until'))), name='report_has_days'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='report_progress_percent')],
            },
        ),
    ]
