# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.people.models.files
import circulairwerkt.people.seals


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_work'), ('people', '0003_growth'), ('people', '0004_today'), ('people', '0005_plain_words')]

    initial = True

    dependencies = [
        ('hubs', '0001_tables'),
        ('organisations', '0001_tables'),
        ('reference', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='RetentionRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('noticed', models.PositiveIntegerField(default=0, verbose_name='bericht gestuurd')),
                        ('pseudonymised', models.PositiveIntegerField(default=0, verbose_name='namen gewist')),
                        ('archived', models.PositiveIntegerField(default=0, verbose_name='dossiers weg')),
                        ('deleted', models.PositiveIntegerField(default=0, verbose_name='gewist op vraag')),
                        ('calls_erased', models.PositiveIntegerField(default=0, verbose_name='nummers gewist')),
                        ('looks_erased', models.PositiveIntegerField(default=0, verbose_name='oude inkijkregels gewist')),
                    ],
                    options={
                        'ordering': ['-at', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='GrowthSwitch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisatie')),
                        ('is_on', models.BooleanField(default=False, verbose_name='aan')),
                        ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='sinds')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Enclave',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisatie')),
                        ('customer', models.CharField(max_length=120, verbose_name='bij welk bedrijf')),
                        ('starts_on', models.DateField(verbose_name='eerste dag')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='laatste dag')),
                        ('agreed_on', models.DateField(blank=True, null=True, verbose_name='overeenkomst getekend op')),
                        ('told_on', models.DateField(blank=True, null=True, verbose_name='gemeld op')),
                        ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begeleider')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                    ],
                    options={
                        'verbose_name': 'werk in groep bij een ander bedrijf',
                        'verbose_name_plural': 'werk in groep bij andere bedrijven',
                        'ordering': ['starts_on', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='enclave_days')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisatie')),
                        ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begeleider')),
                        ('first_name', circulairwerkt.people.seals.SealedField(blank=True, verbose_name='voornaam')),
                        ('last_name', circulairwerkt.people.seals.SealedField(blank=True, verbose_name='achternaam')),
                        ('phone', circulairwerkt.people.seals.SealedField(blank=True, verbose_name='telefoonnummer')),
                        ('email', circulairwerkt.people.seals.SealedField(blank=True, verbose_name='e-mailadres')),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal')),
                        ('started_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='begonnen op')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='gestopt op')),
                        ('touched_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='laatst gebruikt op')),
                        ('objected_at', models.DateTimeField(blank=True, null=True, verbose_name='bezwaar op')),
                        ('delete_on', models.DateField(blank=True, null=True, verbose_name='te wissen op')),
                        ('noticed_on', models.DateField(blank=True, null=True, verbose_name='bericht over wissen op')),
                        ('pseudonymised_on', models.DateField(blank=True, null=True, verbose_name='namen gewist op')),
                        ('nonce', models.CharField(default=circulairwerkt.people.models.files.fresh_nonce, editable=False, max_length=24)),
                        ('code_digest', models.CharField(blank=True, editable=False, max_length=40, verbose_name='code op papier')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                    ],
                    options={
                        'ordering': ['-touched_on', '-id'],
                        'indexes': [models.Index(fields=['organisation', 'coach'], name='person_of_coach')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('code_digest', ''), _negated=True), fields=('code_digest',), name='person_code_once'), models.CheckConstraint(condition=models.Q(('pseudonymised_on__isnull', True), models.Q(('email', ''), ('first_name', ''), ('last_name', ''), ('phone', '')), _connector='OR'), name='person_without_names')],
                    },
                ),
                migrations.CreateModel(
                    name='Adjustment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adjustments', to='people.personfile')),
                        ('need', models.CharField(choices=[('quiet', 'rustige plek'), ('no_lifting', 'niet tillen'), ('own_pace', 'eigen tempo'), ('sitting', 'kunnen zitten'), ('written', 'uitleg op papier'), ('breaks', 'vaker pauze')], max_length=12, verbose_name='wat iemand nodig heeft')),
                        ('agreed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='toestemming op')),
                    ],
                    options={
                        'ordering': ['need'],
                        'constraints': [models.UniqueConstraint(fields=('file', 'need'), name='adjustment_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Caller',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('kind', models.CharField(choices=[('person', 'iemand van de hub of een partner'), ('vdab', 'VDAB'), ('ocmw', 'OCMW')], default='person', max_length=6, verbose_name='voor wie je belt')),
                        ('name', models.CharField(max_length=80, verbose_name='naam zoals werkzoekenden ze lezen')),
                        ('email', circulairwerkt.people.seals.SealedField(verbose_name='e-mailadres')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                        ('call_within_days', models.PositiveSmallIntegerField(default=2, verbose_name='belt binnen (werkdagen)')),
                        ('hours', models.CharField(blank=True, max_length=80, verbose_name='wanneer je belt')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gevraagd op')),
                        ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='zei ja op')),
                        ('stopped_at', models.DateTimeField(blank=True, null=True, verbose_name='gestopt op')),
                        ('nonce', models.CharField(default=circulairwerkt.people.models.files.fresh_nonce, editable=False, max_length=24)),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                        ('municipalities', models.ManyToManyField(related_name='+', to='reference.municipality', verbose_name='gemeenten')),
                    ],
                    options={
                        'verbose_name': 'beller',
                        'verbose_name_plural': 'bellers',
                        'ordering': ['kind', 'name', 'id'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Look',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='people.personfile')),
                        ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('purpose', models.CharField(choices=[('guiding', 'begeleiden'), ('replacing', 'vervangen van de begeleider die er niet is'), ('handing_over', 'het dossier doorgeven'), ('following_up', 'vragen hoe het gaat na de stap'), ('taking_along', 'meenemen van of naar een ander programma'), ('own', 'de persoon zelf')], max_length=15, verbose_name='doel')),
                        ('part', models.CharField(choices=[('list', 'je naam in een lijst'), ('file', 'je dossier')], default='file', max_length=4, verbose_name='wat')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['-at', '-id'],
                        'indexes': [models.Index(fields=['file', '-at'], name='look_of_file')],
                    },
                ),
                migrations.CreateModel(
                    name='MonthCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(choices=[('file_ended', 'begeleiding gestopt'), ('call_handled', 'teruggebeld'), ('call_not_reached', 'niet bereikt'), ('call_withdrawn', 'vraag ingetrokken'), ('call_expired', 'niet teruggebeld')], max_length=20, verbose_name='wat')),
                        ('month', models.DateField(help_text='its first day', verbose_name='maand')),
                        ('hub', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                        ('count', models.PositiveIntegerField(default=0, verbose_name='aantal')),
                    ],
                    options={
                        'ordering': ['month', 'what', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('hub__isnull', False)), fields=('what', 'month', 'hub'), name='month_count_of_hub'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('what', 'month', 'organisation'), name='month_count_of_enterprise'), models.CheckConstraint(condition=models.Q(('hub__isnull', True), ('organisation__isnull', True), _connector='XOR'), name='month_count_of_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Note',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='people.personfile')),
                        ('kind', models.CharField(choices=[('step', 'stap'), ('competence', 'dat kan ik'), ('training', 'opleiding'), ('wish', 'wens'), ('meeting', 'afspraak')], default='step', max_length=12, verbose_name='soort')),
                        ('text', circulairwerkt.people.seals.SealedField(blank=True, verbose_name='wat')),
                        ('state', models.CharField(choices=[('planned', 'gepland'), ('doing', 'bezig'), ('done', 'gelukt'), ('dropped', 'losgelaten')], default='planned', max_length=8, verbose_name='hoe ver')),
                        ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='op')),
                        ('at', models.TimeField(blank=True, null=True, verbose_name='om')),
                        ('is_seen_together', models.BooleanField(default=False, verbose_name='samen gezien')),
                        ('disputed_at', models.DateTimeField(blank=True, null=True, verbose_name='klopt niet, zegt de persoon')),
                        ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'ordering': ['-on', '-id'],
                    },
                ),
                migrations.CreateModel(
                    name='PublishedFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='onderneming')),
                        ('starts_on', models.DateField(verbose_name='eerste dag van het half jaar')),
                        ('what', models.CharField(choices=[('started', 'stap naar gewoon werk'), ('working_3', 'werkt na 3 maanden'), ('working_6', 'werkt na 6 maanden'), ('working_12', 'werkt na 12 maanden')], max_length=10, verbose_name='wat')),
                        ('at_least', models.PositiveIntegerField(verbose_name='minstens')),
                        ('published_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gepubliceerd op')),
                    ],
                    options={
                        'ordering': ['-starts_on', 'hub', 'what'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('hub__isnull', False)), fields=('hub', 'starts_on', 'what'), name='published_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('organisation', 'starts_on', 'what'), name='published_once_there'), models.CheckConstraint(condition=models.Q(('hub__isnull', True), ('organisation__isnull', True), _connector='XOR'), name='published_of_one'), models.CheckConstraint(condition=models.Q(('at_least', 0), ('at_least__gte', 5), _connector='OR'), name='published_no_small')],
                    },
                ),
                migrations.CreateModel(
                    name='Transition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='transition', to='people.personfile')),
                        ('stage', models.CharField(choices=[('exploring', 'kijken welk werk past'), ('internship', 'stage bij een bedrijf'), ('offered', 'contract aangeboden'), ('started', 'begonnen in gewoon werk'), ('aftercare', 'nazorg'), ('settled', 'gelukt'), ('stopped', 'gestopt')], default='exploring', max_length=10, verbose_name='stap')),
                        ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='sinds')),
                        ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='bedrijf')),
                        ('started_on', models.DateField(blank=True, null=True, verbose_name='begonnen in gewoon werk op')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CallRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.municipality', verbose_name='gemeente')),
                        ('caller', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='requests', to='people.caller', verbose_name='wie belt')),
                        ('first_name', circulairwerkt.people.seals.SealedField(blank=True, verbose_name='voornaam')),
                        ('phone', circulairwerkt.people.seals.SealedField(blank=True, verbose_name='telefoonnummer')),
                        ('phone_digest', models.CharField(blank=True, editable=False, max_length=40, verbose_name='afdruk van het nummer')),
                        ('nonce', models.CharField(editable=False, max_length=24, unique=True)),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal')),
                        ('state', models.CharField(choices=[('waiting', 'wacht'), ('tried', 'gebeld, niemand nam op'), ('done', 'gebeld'), ('unreached', 'niet bereikt'), ('withdrawn', 'ingetrokken'), ('expired', 'te lang gewacht')], default='waiting', max_length=10, verbose_name='toestand')),
                        ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='pogingen')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gevraagd op')),
                        ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='gelezen op')),
                        ('call_by', models.DateField(verbose_name='te bellen tegen')),
                        ('told_late_at', models.DateTimeField(blank=True, null=True, verbose_name='gemeld dat het te laat is')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='afgehandeld op')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                    ],
                    options={
                        'verbose_name': 'terugbelvraag',
                        'ordering': ['call_by', 'id'],
                        'indexes': [models.Index(fields=['caller', 'state'], name='call_of_caller')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('phone_digest', ''), _negated=True), fields=('phone_digest',), name='one_call_a_number'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'tried']), models.Q(('ended_at__isnull', False), ('first_name', ''), ('phone', ''), ('phone_digest', '')), _connector='OR'), name='call_without_number')],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUp',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('transition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='people.transition')),
                        ('months', models.PositiveSmallIntegerField(verbose_name='na (maanden)')),
                        ('due_on', models.DateField(verbose_name='te vragen op')),
                        ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='gevraagd op')),
                        ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='beantwoord op')),
                        ('lapsed_on', models.DateField(blank=True, null=True, verbose_name='losgelaten op')),
                        ('works', models.CharField(blank=True, choices=[('same', 'Ja, op dezelfde plek.'), ('other', 'Ja, ergens anders.'), ('no', 'Nee.')], max_length=5, verbose_name='werkt nog')),
                        ('feels', models.CharField(blank=True, choices=[('well', 'Goed.'), ('so_so', 'Het gaat.'), ('badly', 'Niet goed. Bel mij.')], max_length=6, verbose_name='hoe het gaat')),
                        ('nonce', models.CharField(default=circulairwerkt.people.models.files.fresh_nonce, editable=False, max_length=24)),
                    ],
                    options={
                        'ordering': ['due_on', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('transition', 'months'), name='follow_up_once'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('lapsed_on__isnull', True), _connector='OR'), name='follow_up_one_end')],
                    },
                ),
                migrations.CreateModel(
                    name='StageReached',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('transition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reached', to='people.transition')),
                        ('stage', models.CharField(choices=[('exploring', 'kijken welk werk past'), ('internship', 'stage bij een bedrijf'), ('offered', 'contract aangeboden'), ('started', 'begonnen in gewoon werk'), ('aftercare', 'nazorg'), ('settled', 'gelukt'), ('stopped', 'gestopt')], max_length=10, verbose_name='stap')),
                        ('on', models.DateField(verbose_name='op')),
                    ],
                    options={
                        'ordering': ['on', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='WorkOffer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='public', max_length=10, verbose_name='zichtbaar voor')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisatie')),
                        ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.site', verbose_name='vestiging')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.municipality', verbose_name='gemeente')),
                        ('lat', models.FloatField(blank=True, editable=False, help_text='degrees, WGS84', null=True)),
                        ('lon', models.FloatField(blank=True, editable=False, help_text='degrees, WGS84', null=True)),
                        ('sort', models.CharField(choices=[('job', 'werk'), ('internship', 'stage'), ('experience', 'werkervaring'), ('activity', 'activiteit, geen job')], default='job', max_length=10, verbose_name='wat je aanbiedt')),
                        ('title', models.CharField(max_length=60, verbose_name='naam van het werk')),
                        ('sentence', models.CharField(max_length=160, verbose_name='wat je doet, in één zin')),
                        ('tasks', models.TextField(blank=True, max_length=600, verbose_name='wat je op een dag doet')),
                        ('pictogram', models.CharField(default='package-open', max_length=20, verbose_name='tekening')),
                        ('asks', models.JSONField(blank=True, default=list, help_text='keys of Asks', verbose_name='wat het werk vraagt')),
                        ('helps', models.JSONField(blank=True, default=list, help_text='keys of Helps', verbose_name='wat helpt')),
                        ('way', models.CharField(choices=[('in_house', 'in het eigen gebouw'), ('enclave', 'in groep bij een ander bedrijf, met een eigen begeleider'), ('on_site', 'op verplaatsing')], default='in_house', max_length=10, verbose_name='waar je werkt')),
                        ('hours_per_week_h', models.FloatField(blank=True, help_text='hours a week', null=True, verbose_name='uren per week')),
                        ('places', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='aantal plaatsen')),
                        ('is_paid', models.BooleanField(default=True, verbose_name='je krijgt loon')),
                        ('route', models.CharField(blank=True, max_length=120, verbose_name='hoe je er komt')),
                        ('esco_code', models.CharField(blank=True, max_length=8, verbose_name='ESCO-groep')),
                        ('competent_code', models.CharField(blank=True, max_length=20, verbose_name='Competent-code')),
                        ('available_from', models.DateField(blank=True, null=True, verbose_name='vanaf')),
                        ('available_until', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                        ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='laatst bevestigd')),
                        ('asked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='gevraagd of het nog klopt')),
                        ('is_gone', models.BooleanField(default=False, verbose_name='weg')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'werkaanbod',
                        'verbose_name_plural': 'werkaanbod',
                        'ordering': ['-confirmed_at', '-id'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(condition=models.Q(('is_gone', False)), fields=['lat', 'lon'], name='offer_point'), models.Index(fields=['organisation', '-confirmed_at'], name='offer_of_organisation')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('available_from__isnull', True), ('available_until__isnull', True), ('available_until__gte', models.F('available_from')), _connector='OR'), name='offer_dates'), models.CheckConstraint(condition=models.Q(('hours_per_week_h__isnull', True), models.Q(('hours_per_week_h__gt', 0), ('hours_per_week_h__lte', 40)), _connector='OR'), name='offer_hours'), models.CheckConstraint(condition=models.Q(models.Q(('sort', 'activity'), _negated=True), models.Q(('route', ''), _negated=True), _connector='OR'), name='offer_route')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
            ],
        ),
    ]
