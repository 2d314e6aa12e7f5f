# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.base.texts


class Migration(migrations.Migration):

    replaces = [('organisations', '0001_initial'), ('organisations', '0002_other_social_enterprise'), ('organisations', '0003_rights'), ('organisations', '0004_two_people'), ('organisations', '0005_contact_persons')]

    initial = True

    dependencies = [
        ('hubs', '0001_tables'),
        ('reference', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('slug', models.SlugField(max_length=140, unique=True)),
                        ('name', models.CharField(max_length=140, verbose_name='naam')),
                        ('search_name', models.CharField(db_index=True, editable=False, help_text='folded for searching', max_length=140)),
                        ('kind', models.CharField(choices=[('local_authority', 'lokaal bestuur'), ('intercommunal', 'intercommunale'), ('province', 'provincie'), ('enterprise', 'bedrijf'), ('social_enterprise', 'maatwerkbedrijf'), ('sheltered_department', 'maatwerkafdeling'), ('local_services', 'lokale diensteneconomie'), ('reuse_centre', 'kringloopcentrum'), ('other_social_enterprise', 'andere sociale onderneming'), ('knowledge', 'kennisinstelling'), ('social_profit', 'socialprofitorganisatie'), ('network', 'netwerk of ondernemersorganisatie'), ('funder', 'financier')], max_length=25, verbose_name='soort')),
                        ('is_kind_certain', models.BooleanField(default=True, help_text='false: the page that names it does not say its kind outright')),
                        ('summary', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='voorstelling')),
                        ('kbo_number', models.CharField(blank=True, db_index=True, max_length=10, verbose_name='ondernemingsnummer')),
                        ('website', models.URLField(blank=True, max_length=300, verbose_name='website')),
                        ('sources', models.JSONField(blank=True, default=list)),
                        ('checked_on', models.DateField(blank=True, null=True, verbose_name='nagekeken op')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                        ('loaded_values', models.JSONField(blank=True, default=dict, editable=False)),
                        ('sectors', models.ManyToManyField(blank=True, related_name='organisations', to='reference.sector', verbose_name='sectoren')),
                    ],
                    options={
                        'verbose_name': 'organisatie',
                        'verbose_name_plural': 'organisaties',
                        'ordering': ['search_name', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('kbo_number', ''), _negated=True), fields=('kbo_number',), name='organisation_kbo_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OrganisationMembership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('valid_from', models.DateField(verbose_name='van')),
                        ('valid_to', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                        ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organisation_memberships', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='organisations.organisation')),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organisationmembership_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='Site',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sites', to='organisations.organisation')),
                        ('name', models.CharField(blank=True, max_length=140, verbose_name='naam')),
                        ('establishment_number', models.CharField(blank=True, max_length=10, verbose_name='vestigingsnummer')),
                        ('street', models.CharField(blank=True, max_length=140, verbose_name='straat en nummer')),
                        ('postcode', models.CharField(blank=True, max_length=4, verbose_name='postcode')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='reference.municipality')),
                        ('lat', models.FloatField(blank=True, help_text='degrees, WGS84', null=True)),
                        ('lon', models.FloatField(blank=True, help_text='degrees, WGS84', null=True)),
                        ('h3_cell', models.CharField(blank=True, db_index=True, editable=False, max_length=16)),
                        ('source', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['lat', 'lon'], name='site_point')],
                    },
                ),
                migrations.CreateModel(
                    name='ContactPerson',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_persons', to='organisations.organisation', verbose_name='organisatie')),
                        ('name', models.CharField(max_length=120, verbose_name='naam')),
                        ('role', models.CharField(blank=True, max_length=80, verbose_name='functie')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='telefoon')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                        ('noted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='genoteerd op')),
                    ],
                    options={
                        'verbose_name': 'contactpersoon',
                        'verbose_name_plural': 'contactpersonen',
                        'ordering': ['name', 'id'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['hub', 'organisation'], name='contact_person_of')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Partnership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partnerships', to='organisations.organisation')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partnerships', to='hubs.hub')),
                        ('role', models.CharField(choices=[('lead', 'trekker'), ('partner', 'partner')], default='partner', max_length=10, verbose_name='rol')),
                        ('valid_from', models.DateField(blank=True, null=True, verbose_name='van')),
                        ('valid_to', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                        ('source', models.CharField(blank=True, max_length=300, verbose_name='bron')),
                    ],
                    options={
                        'ordering': ['role', 'organisation__search_name'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('organisation', 'hub'), name='partnership_open_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='partnership_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='Recognition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recognitions', to='organisations.organisation')),
                        ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='recognitions', to='organisations.site')),
                        ('sort', models.CharField(choices=[('maatwerkbedrijf', 'maatwerkbedrijf'), ('maatwerkafdeling', 'maatwerkafdeling'), ('lde', 'lokale diensteneconomie'), ('kringloopcentrum', 'kringloopcentrum')], max_length=20, verbose_name='soort erkenning')),
                        ('number', models.CharField(blank=True, max_length=40, verbose_name='nummer')),
                        ('valid_from', models.DateField(verbose_name='van')),
                        ('valid_to', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                        ('source', models.CharField(blank=True, max_length=300, verbose_name='bron')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='recognition_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='Claim',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='organisations.organisation')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to=settings.AUTH_USER_MODEL)),
                        ('message', models.CharField(blank=True, max_length=500, verbose_name='waarom')),
                        ('state', models.CharField(choices=[('open', 'wacht op antwoord'), ('confirmed', 'bevestigd'), ('refused', 'geweigerd'), ('withdrawn', 'ingetrokken')], default='open', max_length=10)),
                        ('asked_at', models.DateTimeField(auto_now_add=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('organisation', 'user'), name='claim_open_once')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
            ],
        ),
    ]
