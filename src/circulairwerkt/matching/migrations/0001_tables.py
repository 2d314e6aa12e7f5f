# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.matching.models


class Migration(migrations.Migration):

    replaces = [('matching', '0001_initial'), ('matching', '0002_thread_and_reasons')]

    initial = True

    dependencies = [
        ('cases', '0001_tables'),
        ('hubs', '0001_tables'),
        ('streams', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='Run',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('running', 'bezig'), ('done', 'klaar')], default='running', max_length=10)),
                        ('asked', models.JSONField(default=list)),
                        ('terms', models.JSONField(default=dict)),
                        ('input_digest', models.CharField(blank=True, max_length=64)),
                        ('found', models.PositiveIntegerField(default=0, help_text='proposals made or renewed')),
                        ('lapsed', models.PositiveIntegerField(default=0, help_text='proposals that no longer hold')),
                        ('until_entry', models.BigIntegerField(blank=True, db_index=True, null=True)),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-started_at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='Proposal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='streams.materialcard')),
                        ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='streams.need')),
                        ('capability', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='streams.capability')),
                        ('other_hub', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='matching.run')),
                        ('state', models.CharField(choices=[('new', 'nieuw'), ('proposed', 'voorgesteld'), ('called', 'gebeld'), ('visited', 'bezocht'), ('yes', 'ja'), ('no', 'nee'), ('later', 'later')], default='new', max_length=10)),
                        ('is_lapsed', models.BooleanField(default=False)),
                        ('score_share', models.FloatField(help_text='how well it fits, 0 to 1')),
                        ('strategy', models.CharField(blank=True, max_length=2)),
                        ('distance_km', models.FloatField(blank=True, null=True)),
                        ('flow_t', models.FloatField(blank=True, help_text='tonnes per year', null=True)),
                        ('margin_eur', models.FloatField(blank=True, help_text='EUR per year, both sides together', null=True)),
                        ('co2e_kg', models.FloatField(blank=True, help_text='kg CO2e per year, negative is saved', null=True)),
                        ('work_h', models.FloatField(blank=True, help_text='hours of work per year', null=True)),
                        ('reasons', models.JSONField(default=list)),
                        ('pair_digest', models.CharField(max_length=64)),
                        ('refused_digest', models.CharField(blank=True, max_length=64)),
                        ('refused_for', models.CharField(blank=True, choices=[('too_far', 'te ver'), ('too_small', 'te klein'), ('too_expensive', 'te duur'), ('quality', 'kwaliteit past niet'), ('permit', 'geen vergunning'), ('full', 'geen plaats of tijd'), ('no_wish', 'geen zin'), ('other', 'iets anders')], max_length=15)),
                        ('refused_amount', models.FloatField(blank=True, help_text='a year, in the base unit', null=True)),
                        ('refused_km', models.FloatField(blank=True, null=True)),
                        ('agreed_quantity', models.FloatField(blank=True, help_text="in the card's unit, per its period", null=True, verbose_name='afgesproken hoeveelheid')),
                        ('later_on', models.DateField(blank=True, null=True, verbose_name='later, op')),
                        ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='cases.case')),
                        ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'voorstel',
                        'verbose_name_plural': 'voorstellen',
                        'ordering': ['-score_share', 'id'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['hub', 'is_lapsed', 'state', '-score_share'], name='proposal_of_hub'), models.Index(fields=['other_hub', 'is_lapsed', 'state', '-score_share'], name='proposal_of_other_hub')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('capability__isnull', False), ('need__isnull', True)), models.Q(('capability__isnull', True), ('need__isnull', False)), _connector='OR'), name='proposal_one_taker'), models.UniqueConstraint(condition=models.Q(('need__isnull', False)), fields=('card', 'need'), name='proposal_need_once'), models.UniqueConstraint(condition=models.Q(('capability__isnull', False)), fields=('card', 'capability'), name='proposal_capability_once'), models.CheckConstraint(condition=models.Q(('agreed_quantity__isnull', True), ('agreed_quantity__gt', 0), _connector='OR'), name='proposal_agreed_quantity')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='matching.proposal')),
                        ('state', models.CharField(choices=[('new', 'nieuw'), ('proposed', 'voorgesteld'), ('called', 'gebeld'), ('visited', 'bezocht'), ('yes', 'ja'), ('no', 'nee'), ('later', 'later')], max_length=10)),
                        ('before', models.CharField(choices=[('new', 'nieuw'), ('proposed', 'voorgesteld'), ('called', 'gebeld'), ('visited', 'bezocht'), ('yes', 'ja'), ('no', 'nee'), ('later', 'later')], max_length=10)),
                        ('reason', models.CharField(blank=True, choices=[('too_far', 'te ver'), ('too_small', 'te klein'), ('too_expensive', 'te duur'), ('quality', 'kwaliteit past niet'), ('permit', 'geen vergunning'), ('full', 'geen plaats of tijd'), ('no_wish', 'geen zin'), ('other', 'iets anders')], max_length=15)),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='opmerking')),
                        ('quantity', models.FloatField(blank=True, help_text="in the card's unit, per its period", null=True)),
                        ('later_on', models.DateField(blank=True, null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('is_by_party', models.BooleanField(default=False)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='Inquiry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inquiries', to='matching.proposal')),
                        ('hub', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('side', models.CharField(choices=[('giver', 'wie het heeft'), ('taker', 'wie het kan afnemen')], max_length=5)),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                        ('language', models.CharField(default='nl', max_length=2)),
                        ('transport', models.CharField(choices=[('giver', 'wie het geeft'), ('taker', 'wie het afneemt'), ('shared', 'samen te dragen'), ('open', 'nog af te spreken')], default='open', max_length=6)),
                        ('message', models.CharField(blank=True, max_length=600, verbose_name='een woordje erbij')),
                        ('offer', models.JSONField(default=dict)),
                        ('nonce', models.CharField(default=circulairwerkt.matching.models.fresh_nonce, editable=False, max_length=24)),
                        ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('answer', models.CharField(blank=True, max_length=10)),
                        ('wants_no_mail', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['-sent_at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='matching.proposal')),
                        ('writer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='written', to='matching.inquiry')),
                        ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.TextField(blank=True, max_length=20000, verbose_name='bericht')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sender_name', models.CharField(blank=True, max_length=160)),
                        ('sender_email', models.EmailField(blank=True, max_length=254)),
                        ('message_id', models.CharField(blank=True, max_length=250)),
                        ('is_waiting', models.BooleanField(default=False)),
                        ('readers', models.ManyToManyField(blank=True, related_name='received', to='matching.inquiry', verbose_name='wie het leest')),
                    ],
                    options={
                        'verbose_name': 'bericht',
                        'verbose_name_plural': 'berichten',
                        'ordering': ['at', 'id'],
                        'indexes': [models.Index(fields=['proposal', 'at'], name='proposal_thread')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('message_id', ''), _negated=True), fields=('proposal', 'message_id'), name='proposal_mail_once')],
                    },
                ),
            ],
        ),
    ]
