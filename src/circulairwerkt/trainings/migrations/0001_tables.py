# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.base.texts
import circulairwerkt.trainings.models


class Migration(migrations.Migration):

    replaces = [('trainings', '0001_initial')]

    initial = True

    dependencies = [
        ('agenda', '0001_tables'),
        ('hubs', '0001_tables'),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='Attest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attests', to='agenda.event', verbose_name='activiteit')),
                        ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attests', to='agenda.registration', verbose_name='inschrijving')),
                        ('place', models.PositiveSmallIntegerField(default=0, verbose_name='wie van de groep')),
                        ('number', models.CharField(default=circulairwerkt.trainings.models.fresh_number, max_length=12, unique=True, verbose_name='nummer')),
                        ('nonce', models.CharField(default=circulairwerkt.trainings.models.fresh_nonce, editable=False, max_length=24)),
                        ('name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                        ('title', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='opleiding')),
                        ('outcomes', models.JSONField(blank=True, default=list, verbose_name='wat je leerde')),
                        ('first_day', models.DateField(verbose_name='eerste dag')),
                        ('last_day', models.DateField(verbose_name='laatste dag')),
                        ('hours', models.DecimalField(decimal_places=2, help_text='hours', max_digits=6, verbose_name='uren')),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal')),
                        ('given_at', models.DateTimeField(verbose_name='gegeven op')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op')),
                        ('withdraw_reason', models.CharField(blank=True, max_length=200, verbose_name='waarom ingetrokken')),
                    ],
                    options={
                        'verbose_name': 'attest',
                        'verbose_name_plural': 'attesten',
                        'ordering': ['pk'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('registration__isnull', False)), fields=('registration', 'place'), name='attest_once')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Training',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='training', to='agenda.event', verbose_name='activiteit')),
                        ('outcomes', models.JSONField(blank=True, default=list, verbose_name='wat je leert')),
                        ('gives_attest', models.BooleanField(default=False, verbose_name='geeft een attest')),
                        ('asked', models.ManyToManyField(blank=True, related_name='+', to='agenda.session', verbose_name='sessies die meetellen')),
                    ],
                    options={
                        'verbose_name': 'opleiding',
                        'verbose_name_plural': 'opleidingen',
                    },
                ),
            ],
        ),
    ]
