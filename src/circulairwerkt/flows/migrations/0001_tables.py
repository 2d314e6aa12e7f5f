# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.db import migrations, models

import circulairwerkt.base.migrating


class Migration(migrations.Migration):

    replaces = [('flows', '0001_initial')]

    initial = True

    dependencies = [
        ('base', '0001_tables'),
        ('cases', '0001_tables'),
        ('hubs', '0001_tables'),
        ('streams', '0001_tables'),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='OpportunityRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='base.job')),
                        ('input_digest', models.CharField(max_length=64)),
                        ('terms', models.JSONField(default=dict)),
                        ('status', models.CharField(max_length=20, verbose_name='hoe het eindigde')),
                        ('objective_share', models.FloatField(help_text='weighted share placed', null=True)),
                        ('bound_share', models.FloatField(help_text='no answer is better', null=True)),
                        ('gap_share', models.FloatField(help_text='what may still be won, relative to the bound', null=True)),
                        ('considered', models.PositiveIntegerField(default=0, help_text='links that were generated')),
                        ('possible', models.PositiveIntegerField(default=0, help_text='links that the rules allow')),
                        ('solve_s', models.FloatField(default=0.0, help_text='seconds')),
                        ('rows', models.JSONField(default=dict)),
                        ('placed', models.JSONField(default=dict)),
                        ('analysis', models.JSONField(default=dict)),
                        ('ended_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'zoektocht naar kansen',
                        'verbose_name_plural': 'zoektochten naar kansen',
                        'ordering': ['-ended_at', '-id'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['hub', '-ended_at', '-id'], name='opportunity_run_of_hub')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Opportunity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opportunities', to='flows.opportunityrun')),
                        ('rank', models.PositiveSmallIntegerField(verbose_name='plaats')),
                        ('key', models.CharField(max_length=32)),
                        ('kind', models.CharField(choices=[('more', 'meer plaats bij wie het al doet'), ('new', 'werk dat nog niemand doet')], max_length=4, verbose_name='soort')),
                        ('processor', models.CharField(blank=True, max_length=40)),
                        ('accepts', models.JSONField(default=list, verbose_name='wat erin gaat')),
                        ('produces', models.JSONField(default=list, verbose_name='wat eruit komt')),
                        ('activities', models.JSONField(default=list, verbose_name='wat er gebeurt')),
                        ('strategy', models.CharField(blank=True, max_length=2, verbose_name='wat ermee kan')),
                        ('unit', models.CharField(max_length=20)),
                        ('unit_out', models.CharField(blank=True, max_length=20)),
                        ('place', models.CharField(max_length=80, verbose_name='waar')),
                        ('lat', models.FloatField(help_text='degrees, WGS84')),
                        ('lon', models.FloatField(help_text='degrees, WGS84')),
                        ('gain_share', models.FloatField(help_text='what the objective of the run has more')),
                        ('loops', models.PositiveIntegerField(verbose_name='kringlopen')),
                        ('extra', models.FloatField(help_text='in `unit` a year')),
                        ('delivered', models.FloatField(help_text='in `unit_out` a year')),
                        ('hours_h', models.FloatField(help_text='hours of work a year')),
                        ('eur', models.FloatField(help_text='EUR a year, all parties together, without the price of the work')),
                        ('co2e_kg', models.FloatField(help_text='kg CO2e a year, negative is saved')),
                        ('ranges', models.JSONField(default=dict)),
                        ('parties', models.JSONField(default=list)),
                        ('moves', models.JSONField(default=list)),
                    ],
                    options={
                        'verbose_name': 'kans',
                        'verbose_name_plural': 'kansen',
                        'ordering': ['rank'],
                        'indexes': [models.Index(fields=['key'], name='opportunity_key')],
                        'constraints': [models.UniqueConstraint(fields=('run', 'rank'), name='opportunity_rank_once')],
                    },
                ),
                migrations.CreateModel(
                    name='UnplacedCard',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unplaced', to='flows.opportunityrun')),
                        ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='streams.materialcard')),
                        ('rest', models.FloatField(help_text='in `unit` a year')),
                        ('unit', models.CharField(max_length=20)),
                        ('reason', models.CharField(choices=[('no_taker', 'niemand zoekt of verwerkt dit'), ('too_far', 'wie het kan, zit te ver'), ('permit', 'geen vergunning, of de wet laat het niet toe'), ('quality', 'de kwaliteit past niet'), ('time', 'de periodes vallen niet samen'), ('amount', 'te weinig, of geteld in een andere eenheid'), ('closed', 'alleen binnen een hub gedeeld'), ('price', 'de prijzen die we kennen liggen te ver uit elkaar'), ('full', 'wie het kan, zit vol')], max_length=10, verbose_name='waarom')),
                        ('nearest', models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        'verbose_name': 'reststroom zonder plaats',
                        'verbose_name_plural': 'reststromen zonder plaats',
                        'ordering': ['reason', '-rest', 'pk'],
                        'indexes': [models.Index(fields=['run', 'reason', '-rest'], name='unplaced_reason')],
                        'constraints': [models.UniqueConstraint(fields=('run', 'card'), name='unplaced_card_once')],
                    },
                ),
                migrations.CreateModel(
                    name='FairSplit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='fair_split', to='cases.agreement')),
                        ('worths', models.JSONField(default=list, verbose_name='wat elke groep verdient (EUR per jaar)')),
                    ],
                    options={
                        'verbose_name': 'eerlijke verdeling',
                        'verbose_name_plural': 'eerlijke verdelingen',
                    },
                ),
            ],
        ),
    ]
