# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.base.texts
import circulairwerkt.calls.models.call
import circulairwerkt.calls.models.entry


class Migration(migrations.Migration):

    replaces = [('calls', '0001_calls'), ('calls', '0002_jury_and_votes'), ('calls', '0003_teams'), ('calls', '0004_reminders'), ('calls', '0005_peer_review')]

    initial = True

    dependencies = [
        ('agenda', '0001_tables'),
        ('hubs', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='Call',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('slug', models.SlugField(max_length=140, unique=True, verbose_name='adres op de site')),
                        ('kind', models.CharField(choices=[('call', 'oproep'), ('hackathon', 'hackathon')], default='call', max_length=10, verbose_name='soort')),
                        ('title', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='titel')),
                        ('summary', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='in het kort')),
                        ('description', circulairwerkt.base.texts.Texts(blank=True, default=dict, help_text='Markdown', verbose_name='tekst')),
                        ('state', models.CharField(choices=[('draft', 'in voorbereiding'), ('running', 'loopt'), ('finished', 'uitslag bekend'), ('stopped', 'gestopt')], default='draft', max_length=10, verbose_name='stand')),
                        ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='stap')),
                        ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='inzenden tot')),
                        ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='calls', to='agenda.event', verbose_name='activiteit')),
                        ('criteria', models.JSONField(blank=True, default=circulairwerkt.calls.models.call.usual_criteria, verbose_name='criteria')),
                        ('teams_built_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='teams gemaakt op')),
                        ('teams_gap', models.FloatField(blank=True, editable=False, help_text='share', null=True, verbose_name='hoe zeker de teams de beste zijn')),
                        ('teams_turn', models.PositiveIntegerField(default=0, editable=False, verbose_name='verandering van de teams')),
                        ('teams_before', models.JSONField(blank=True, default=dict, editable=False, verbose_name='teams van voordien')),
                        ('reminded_of', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='herinnerd aan')),
                        ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='open sinds')),
                        ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='afgelopen op')),
                        ('stop_reason', models.CharField(blank=True, max_length=300, verbose_name='waarom het stopt')),
                        ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gemaakt door')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                    ],
                    options={
                        'verbose_name': 'oproep',
                        'verbose_name_plural': 'oproepen',
                        'ordering': ['-published_at', '-pk'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['state', 'closes_at'], name='call_open'), models.Index(fields=['hub', 'state'], name='call_of_hub')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state', 'draft'), ('closes_at__isnull', False), _connector='OR'), name='call_closes_once_open')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Challenge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='challenges', to='calls.call')),
                        ('title', models.CharField(max_length=140, verbose_name='titel')),
                        ('words', models.TextField(blank=True, max_length=2000, verbose_name='waarover het gaat')),
                        ('skills', models.JSONField(blank=True, default=list, verbose_name='wat een team moet kunnen')),
                    ],
                    options={
                        'verbose_name': 'uitdaging',
                        'verbose_name_plural': 'uitdagingen',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Juror',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jurors', to='calls.call')),
                        ('name', models.CharField(max_length=120, verbose_name='naam')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mailadres')),
                        ('organisation', models.CharField(blank=True, max_length=140, verbose_name='organisatie')),
                        ('nonce', models.CharField(default=circulairwerkt.calls.models.entry.fresh_nonce, editable=False, max_length=24)),
                        ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gevraagd op')),
                    ],
                    options={
                        'verbose_name': 'jurylid',
                        'verbose_name_plural': 'juryleden',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('call', 'email'), name='juror_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Step',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='calls.call')),
                        ('number', models.PositiveSmallIntegerField(editable=False, verbose_name='volgorde')),
                        ('kind', models.CharField(choices=[('pitch', 'pitch'), ('work', 'samen werken'), ('guidance', 'begeleiding'), ('peer_review', 'feedback van elkaar'), ('final_pitch', 'eindpitch')], max_length=12, verbose_name='soort stap')),
                        ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='begint op')),
                        ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='eindigt op')),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='waar')),
                        ('letter', models.TextField(blank=True, max_length=2000, verbose_name='mail aan wie zo ver komt')),
                        ('has_jury', models.BooleanField(default=False, verbose_name='jury beoordeelt')),
                        ('judged_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='beoordeling gesloten op')),
                        ('has_vote', models.BooleanField(default=False, verbose_name='publiek stemt')),
                        ('has_peers', models.BooleanField(default=False, verbose_name='inzenders lezen elkaars idee')),
                        ('peers_reminded_of', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='inzenders herinnerd aan')),
                        ('peers_told_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='feedback gemeld op')),
                        ('reminded_of', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='jury herinnerd aan')),
                    ],
                    options={
                        'verbose_name': 'stap',
                        'verbose_name_plural': 'stappen',
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('call', 'number'), name='step_number_once'), models.CheckConstraint(condition=models.Q(('has_vote', False), ('ends_at__isnull', False), _connector='OR'), name='vote_has_an_end'), models.UniqueConstraint(condition=models.Q(('has_peers', True)), fields=('call',), name='one_peer_review_in_a_call')],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='calls.call')),
                        ('challenge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='calls.challenge', verbose_name='uitdaging')),
                        ('state', models.CharField(choices=[('in', 'doet mee'), ('out', 'niet verder'), ('won', 'gekozen'), ('withdrawn', 'ingetrokken')], default='in', max_length=10, verbose_name='stand')),
                        ('position', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='stap')),
                        ('peer_word', models.CharField(choices=[('open', 'nog niets gezegd'), ('yes', 'mag'), ('no', 'mag niet')], default='open', max_length=4, verbose_name='andere inzenders lezen het')),
                        ('peers_asked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='akkoord gevraagd op')),
                        ('votes', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='stemmen')),
                        ('organisation', models.CharField(blank=True, max_length=140, verbose_name='organisatie')),
                        ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal')),
                        ('nonce', models.CharField(default=circulairwerkt.calls.models.entry.fresh_nonce, editable=False, max_length=24)),
                        ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='ingezonden op')),
                    ],
                    options={
                        'verbose_name': 'inzending',
                        'verbose_name_plural': 'inzendingen',
                        'ordering': ['pk'],
                        'indexes': [models.Index(fields=['call', 'state'], name='entry_of_call')],
                    },
                ),
                migrations.CreateModel(
                    name='Participant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='calls.call')),
                        ('name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                        ('organisation', models.CharField(blank=True, max_length=140, verbose_name='organisatie')),
                        ('kind', models.CharField(blank=True, choices=[('local_authority', 'lokaal bestuur'), ('intercommunal', 'intercommunale'), ('province', 'provincie'), ('enterprise', 'bedrijf'), ('social_enterprise', 'maatwerkbedrijf'), ('sheltered_department', 'maatwerkafdeling'), ('local_services', 'lokale diensteneconomie'), ('reuse_centre', 'kringloopcentrum'), ('other_social_enterprise', 'andere sociale onderneming'), ('knowledge', 'kennisinstelling'), ('social_profit', 'socialprofitorganisatie'), ('network', 'netwerk of ondernemersorganisatie'), ('funder', 'financier')], max_length=30, verbose_name='soort organisatie')),
                        ('skills', models.JSONField(blank=True, default=list, verbose_name='wat iemand kan')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='talen')),
                        ('wishes', models.JSONField(blank=True, default=list, verbose_name='liefste uitdagingen')),
                        ('group', models.CharField(blank=True, max_length=60, verbose_name='samen met')),
                        ('challenge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='team', to='calls.challenge', verbose_name='uitdaging')),
                        ('why_not', models.CharField(blank=True, choices=[('new', 'nog niet ingedeeld'), ('no_language', 'wie samen wil blijven, heeft geen taal gemeen'), ('too_large', 'wie samen wil blijven, is met te veel voor één team'), ('too_few', 'te weinig anderen spreken dezelfde taal'), ('no_room', 'geen team dat past, heeft nog plaats'), ('by_hand', 'de hub zoekt zelf een plaats')], default='new', max_length=12, verbose_name='waarom zonder team')),
                        ('told_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='gemaild op')),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal')),
                        ('nonce', models.CharField(default=circulairwerkt.calls.models.entry.fresh_nonce, editable=False, max_length=24)),
                        ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='ingeschreven op')),
                    ],
                    options={
                        'verbose_name': 'deelnemer',
                        'verbose_name_plural': 'deelnemers',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('call', 'email'), name='participant_once'), models.CheckConstraint(condition=models.Q(models.Q(('challenge__isnull', False), ('why_not', '')), models.Q(('challenge__isnull', True), models.Q(('why_not', ''), _negated=True)), _connector='OR'), name='participant_has_a_team_or_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Version',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='calls.entry')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='versie')),
                        ('title', models.CharField(max_length=120, verbose_name='titel')),
                        ('summary', models.CharField(max_length=300, verbose_name='in één zin')),
                        ('words', models.TextField(max_length=6000, verbose_name='het idee')),
                        ('url', models.URLField(blank=True, max_length=400, verbose_name='link naar meer')),
                        ('handed_in_at', models.DateTimeField(verbose_name='ingezonden op')),
                    ],
                    options={
                        'verbose_name': 'versie',
                        'verbose_name_plural': 'versies',
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Vote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='calls.call')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cast_votes', to='calls.entry')),
                        ('voter_digest', models.CharField(max_length=32)),
                    ],
                    options={
                        'verbose_name': 'stem',
                        'verbose_name_plural': 'stemmen',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('call', 'voter_digest'), name='vote_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Reading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='calls.step', verbose_name='stap')),
                        ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='calls.entry', verbose_name='inzending van wie leest')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_by', to='calls.entry', verbose_name='inzending')),
                        ('has_interest', models.BooleanField(default=False, verbose_name='heeft een belang')),
                        ('strong', models.CharField(blank=True, max_length=1000, verbose_name='wat sterk is')),
                        ('better', models.CharField(blank=True, max_length=1000, verbose_name='wat beter kan')),
                        ('question', models.CharField(blank=True, max_length=1000, verbose_name='een vraag')),
                        ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='gekregen op')),
                        ('given_at', models.DateTimeField(blank=True, null=True, verbose_name='geschreven op')),
                        ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='verborgen op')),
                    ],
                    options={
                        'verbose_name': 'feedback',
                        'verbose_name_plural': 'feedback',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('step', 'reader', 'entry'), name='reading_once'), models.CheckConstraint(condition=models.Q(('reader', models.F('entry')), _negated=True), name='nobody_reads_his_own'), models.CheckConstraint(condition=models.Q(('has_interest', False), ('given_at__isnull', True), _connector='OR'), name='no_feedback_with_an_interest')],
                    },
                ),
                migrations.CreateModel(
                    name='Judgement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('juror', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='calls.juror')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='calls.entry')),
                        ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='calls.step')),
                        ('has_interest', models.BooleanField(default=False, verbose_name='heeft een belang')),
                        ('points', models.JSONField(blank=True, default=list, verbose_name='punten')),
                        ('words', models.CharField(blank=True, max_length=1000, verbose_name='toelichting')),
                        ('given_at', models.DateTimeField(auto_now=True, verbose_name='beoordeeld op')),
                    ],
                    options={
                        'verbose_name': 'beoordeling',
                        'verbose_name_plural': 'beoordelingen',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('juror', 'entry', 'step'), name='judgement_once'), models.CheckConstraint(condition=models.Q(('has_interest', False), ('points', []), _connector='OR'), name='no_points_with_an_interest')],
                    },
                ),
            ],
        ),
    ]
