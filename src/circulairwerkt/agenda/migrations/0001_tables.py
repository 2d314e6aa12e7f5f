# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.agenda.models.events
import circulairwerkt.agenda.models.feeds
import circulairwerkt.base.migrating
import circulairwerkt.base.texts


class Migration(migrations.Migration):

    replaces = [('agenda', '0001_events'), ('agenda', '0002_registrations'), ('agenda', '0003_walk_ins'), ('agenda', '0004_planned_at'), ('agenda', '0005_registrations_by_name'), ('agenda', '0006_price_in_words')]

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
                    name='CalendarFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('nonce', models.CharField(default=circulairwerkt.agenda.models.feeds.fresh_nonce, editable=False, max_length=24)),
                        ('made_at', models.DateTimeField(verbose_name='gemaakt op')),
                    ],
                    options={
                        'verbose_name': 'eigen agenda',
                        'verbose_name_plural': "eigen agenda's",
                    },
                ),
                migrations.CreateModel(
                    name='Series',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('rule', models.CharField(help_text='RRULE of RFC 5545', max_length=200, verbose_name='regel')),
                        ('starts_at', models.DateTimeField(verbose_name='begint op')),
                        ('exceptions', models.JSONField(blank=True, default=list, help_text='days, ISO 8601', verbose_name='niet op')),
                        ('made_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'reeks',
                        'verbose_name_plural': 'reeksen',
                        'ordering': ['pk'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('slug', models.SlugField(max_length=140, unique=True, verbose_name='adres op de site')),
                        ('kind', models.CharField(choices=[('network', 'netwerkmoment'), ('info_session', 'infosessie'), ('visit', 'bedrijfsbezoek'), ('study_trip', 'studiereis'), ('festival', 'festival'), ('training', 'opleiding'), ('hackathon', 'hackathon')], default='network', max_length=15, verbose_name='soort')),
                        ('title', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='titel')),
                        ('summary', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='in het kort')),
                        ('description', circulairwerkt.base.texts.Texts(blank=True, default=dict, help_text='Markdown', verbose_name='tekst')),
                        ('state', models.CharField(choices=[('draft', 'in voorbereiding'), ('published', 'staat in de agenda'), ('cancelled', 'afgelast')], default='draft', max_length=10, verbose_name='stand')),
                        ('mode', models.CharField(choices=[('on_site', 'ter plaatse'), ('online', 'online'), ('hybrid', 'ter plaatse en online')], default='on_site', max_length=10, verbose_name='hoe')),
                        ('place_name', models.CharField(blank=True, max_length=120, verbose_name='zaal of gebouw')),
                        ('street', models.CharField(blank=True, max_length=120, verbose_name='straat en nummer')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.municipality', verbose_name='gemeente')),
                        ('lat', models.FloatField(blank=True, help_text='degrees, WGS84', null=True)),
                        ('lon', models.FloatField(blank=True, help_text='degrees, WGS84', null=True)),
                        ('online_url', models.URLField(blank=True, max_length=400, verbose_name='link om online mee te doen')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='talen')),
                        ('price_eur', models.DecimalField(blank=True, decimal_places=2, help_text='empty: as price_text says, else free', max_digits=7, null=True, verbose_name='prijs per persoon')),
                        ('price_text', models.CharField(blank=True, max_length=200, verbose_name='over de prijs')),
                        ('registration', models.CharField(choices=[('none', 'nee, iedereen is welkom'), ('here', 'ja, op deze site'), ('elsewhere', 'ja, op een andere site')], default='none', max_length=10, verbose_name='inschrijven')),
                        ('registration_url', models.URLField(blank=True, max_length=400, verbose_name='adres om in te schrijven')),
                        ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='inschrijven tot')),
                        ('most_together', models.PositiveSmallIntegerField(default=1, verbose_name='samen inschrijven met hoogstens')),
                        ('chooses_sessions', models.BooleanField(default=False, verbose_name='kiest zelf sessies')),
                        ('offer_hours', models.PositiveSmallIntegerField(default=48, verbose_name='uren dat een aangeboden plaats vrij blijft')),
                        ('asks_diet', models.BooleanField(default=False, verbose_name='vraagt eetwensen')),
                        ('asks_photos', models.BooleanField(default=False, verbose_name="vraagt of men op foto's mag")),
                        ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='agenda.series', verbose_name='reeks')),
                        ('planned_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='volgens de reeks op')),
                        ('first_starts_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='begint op')),
                        ('last_ends_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='eindigt op')),
                        ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='in de agenda sinds')),
                        ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='afgelast op')),
                        ('cancel_reason', models.CharField(blank=True, max_length=300, verbose_name='waarom het niet doorgaat')),
                        ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gemaakt door')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                        ('sectors', models.ManyToManyField(blank=True, related_name='events', to='reference.sector', verbose_name='sectoren')),
                        ('goals', models.ManyToManyField(blank=True, related_name='events', to='reference.goal', verbose_name='doelen')),
                        ('with_hubs', models.ManyToManyField(blank=True, related_name='events_together', to='hubs.hub', verbose_name='samen met de hubs')),
                        ('partners', models.ManyToManyField(blank=True, related_name='events', to='organisations.organisation', verbose_name='samen met')),
                    ],
                    options={
                        'verbose_name': 'activiteit',
                        'verbose_name_plural': 'activiteiten',
                        'ordering': ['first_starts_at', 'pk'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['visibility', 'last_ends_at'], name='event_to_come'), models.Index(fields=['hub', 'last_ends_at'], name='event_of_hub'), models.Index(fields=['changed_at'], name='event_changed')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='OwnQuestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_questions', to='agenda.event')),
                        ('words', models.CharField(max_length=200, verbose_name='vraag')),
                        ('sort', models.CharField(choices=[('text', 'een korte tekst'), ('yes_no', 'ja of nee'), ('choice', 'één keuze uit een lijst')], default='text', max_length=10, verbose_name='soort antwoord')),
                        ('choices', models.JSONField(blank=True, default=list, verbose_name='keuzes')),
                        ('is_required', models.BooleanField(default=False, verbose_name='moet ingevuld worden')),
                    ],
                    options={
                        'verbose_name': 'eigen vraag',
                        'verbose_name_plural': 'eigen vragen',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Registration',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='agenda.event')),
                        ('name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                        ('address_digest', models.CharField(blank=True, editable=False, max_length=32)),
                        ('organisation', models.CharField(blank=True, max_length=140, verbose_name='organisatie')),
                        ('size', models.PositiveSmallIntegerField(default=1, verbose_name='met hoeveel')),
                        ('others', models.JSONField(blank=True, default=list, verbose_name='namen van wie meekomt')),
                        ('answers', models.JSONField(blank=True, default=dict, verbose_name='antwoorden')),
                        ('diet', models.CharField(blank=True, max_length=200, verbose_name='eetwensen')),
                        ('may_be_pictured', models.BooleanField(blank=True, null=True, verbose_name='mag op de foto')),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal')),
                        ('nonce', models.CharField(default=circulairwerkt.agenda.models.feeds.fresh_nonce, editable=False, max_length=24)),
                        ('door_key', models.CharField(blank=True, editable=False, max_length=32)),
                        ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='ingeschreven op')),
                        ('told_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='laatst gemaild op')),
                    ],
                    options={
                        'verbose_name': 'inschrijving',
                        'verbose_name_plural': 'inschrijvingen',
                        'ordering': ['made_at', 'pk'],
                        'indexes': [models.Index(fields=['address_digest'], name='registration_address'), models.Index(fields=['event', 'name'], name='registration_by_name')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('address_digest', ''), _negated=True), fields=('event', 'address_digest'), name='registration_once'), models.UniqueConstraint(condition=models.Q(('door_key', ''), _negated=True), fields=('event', 'door_key'), name='registration_at_door_once'), models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='registration_of_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Session',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='agenda.event')),
                        ('title', models.CharField(blank=True, max_length=120, verbose_name='titel van de sessie')),
                        ('starts_at', models.DateTimeField(verbose_name='begint op')),
                        ('ends_at', models.DateTimeField(verbose_name='eindigt op')),
                        ('room', models.CharField(blank=True, max_length=120, verbose_name='waar precies')),
                        ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='aantal plaatsen')),
                        ('uid', models.CharField(default=circulairwerkt.agenda.models.events.fresh_uid, editable=False, max_length=80, unique=True)),
                        ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                        ('moved_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='eerst gepland op')),
                        ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='afgelast op')),
                    ],
                    options={
                        'verbose_name': 'sessie',
                        'verbose_name_plural': 'sessies',
                        'ordering': ['starts_at', 'pk'],
                        'indexes': [models.Index(fields=['starts_at'], name='session_starts')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_start')],
                    },
                ),
                migrations.CreateModel(
                    name='Seat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='agenda.registration')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='agenda.session')),
                        ('state', models.CharField(choices=[('confirmed', 'ingeschreven'), ('waiting', 'op de wachtlijst'), ('offered', 'plaats aangeboden'), ('cancelled', 'uitgeschreven'), ('declined', 'aanbod geweigerd'), ('lapsed', 'aanbod verlopen')], max_length=10, verbose_name='stand')),
                        ('size', models.PositiveSmallIntegerField(default=1, verbose_name='aantal plaatsen')),
                        ('turn', models.PositiveIntegerField(default=0, verbose_name='beurt')),
                        ('offered_until', models.DateTimeField(blank=True, null=True, verbose_name='aangeboden tot')),
                        ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='herinnerd op')),
                        ('came', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='hoeveel er kwamen')),
                        ('came_at', models.DateTimeField(blank=True, null=True, verbose_name='aangevinkt op')),
                        ('came_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='aangevinkt door')),
                    ],
                    options={
                        'verbose_name': 'plaats',
                        'verbose_name_plural': 'plaatsen',
                        'ordering': ['turn', 'pk'],
                        'indexes': [models.Index(fields=['session', 'state', 'turn'], name='seat_line'), models.Index(condition=models.Q(('state', 'offered')), fields=['offered_until'], name='seat_offers')],
                        'constraints': [models.UniqueConstraint(fields=('registration', 'session'), name='seat_once'), models.UniqueConstraint(fields=('session', 'turn'), name='seat_turn_once'), models.CheckConstraint(condition=models.Q(('came__isnull', True), ('came__lte', models.F('size')), _connector='OR'), name='no_more_came_than_seats'), models.CheckConstraint(condition=models.Q(models.Q(('offered_until__isnull', False), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('offered_until__isnull', True)), _connector='OR'), name='offer_has_an_end')],
                    },
                ),
            ],
        ),
    ]
