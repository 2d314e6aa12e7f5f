# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.base.texts


class Migration(migrations.Migration):

    replaces = [('hubs', '0001_initial'), ('hubs', '0002_rights'), ('hubs', '0003_absences'), ('hubs', '0004_two_people')]

    initial = True

    dependencies = [
        ('reference', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='Phase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(unique=True)),
                        ('name', circulairwerkt.base.texts.Texts(blank=True, default=dict)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('source', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'ordering': ['number'],
                    },
                ),
                migrations.CreateModel(
                    name='ProgrammeInbox',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('name', models.CharField(max_length=120, verbose_name='naam')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mailadres')),
                        ('answer_days', models.PositiveSmallIntegerField(default=5, verbose_name='antwoord binnen (werkdagen)')),
                        ('is_active', models.BooleanField(default=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('is_active',), name='programme_inbox_active_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Hub',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('slug', models.SlugField(unique=True)),
                        ('name', models.CharField(max_length=120, verbose_name='naam')),
                        ('summary', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='voorstelling')),
                        ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hubs_seated', to='reference.municipality')),
                        ('lat', models.FloatField(help_text='degrees, WGS84')),
                        ('lon', models.FloatField(help_text='degrees, WGS84')),
                        ('life_cycle', models.CharField(choices=[('not_confirmed', 'nog niet bevestigd'), ('active', 'actief'), ('embedded', 'verankerd in een andere werking'), ('ended', 'gestopt')], default='not_confirmed', max_length=15, verbose_name='levensloop')),
                        ('checked_on', models.DateField(blank=True, null=True, verbose_name='nagekeken op')),
                        ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='hubs.hub', verbose_name='opvolger')),
                        ('successor_text', models.CharField(blank=True, max_length=200, verbose_name='opvolger buiten dit platform')),
                        ('claimed_on', models.DateField(blank=True, help_text='day a coordinator took it up', null=True)),
                        ('website', models.URLField(blank=True, max_length=300, verbose_name='website')),
                        ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='contactpersoon')),
                        ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mailadres')),
                        ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='telefoon')),
                        ('answer_days', models.PositiveSmallIntegerField(default=3, help_text='working days within which a question is answered', verbose_name='antwoord binnen (werkdagen)')),
                        ('opening_hours', models.CharField(blank=True, help_text='OSM syntax', max_length=300, verbose_name='openingsuren')),
                        ('sources', models.JSONField(blank=True, default=list, help_text='addresses of the pages that say so')),
                        ('source_read_on', models.DateField(blank=True, null=True)),
                        ('is_likely_only', models.BooleanField(default=False, help_text='no page names it outright')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                        ('loaded_values', models.JSONField(blank=True, default=dict, editable=False)),
                        ('sectors', models.ManyToManyField(blank=True, related_name='hubs', to='reference.sector', verbose_name='sectoren')),
                    ],
                    options={
                        'verbose_name': 'hub',
                        'verbose_name_plural': 'hubs',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='HubAlias',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='hubs.hub')),
                        ('name', models.CharField(max_length=120)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('hub', 'name'), name='hub_alias_once')],
                    },
                ),
                migrations.CreateModel(
                    name='HubArea',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='area', to='hubs.hub')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='reference.municipality')),
                        ('valid_from', models.DateField(blank=True, null=True)),
                        ('valid_to', models.DateField(blank=True, help_text='last day of validity', null=True)),
                        ('source', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('hub', 'municipality'), name='hub_area_open_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='hub_area_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='Switch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='switches', to='hubs.hub')),
                        ('key', models.SlugField()),
                        ('is_on', models.BooleanField(default=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('hub', 'key'), name='hub_switch_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL)),
                        ('replacement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vervanger')),
                        ('first_day', models.DateField(verbose_name='eerste dag')),
                        ('last_day', models.DateField(verbose_name='laatste dag')),
                        ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('noted_at', models.DateTimeField(auto_now_add=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        'ordering': ['first_day', 'id'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['hub', 'last_day'], name='absence_days')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_days_in_order'), models.CheckConstraint(condition=models.Q(('replacement__isnull', True), models.Q(('replacement', models.F('user')), _negated=True), _connector='OR'), name='absence_by_another')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='HubMembership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('valid_from', models.DateField(verbose_name='van')),
                        ('valid_to', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                        ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hub_memberships', to=settings.AUTH_USER_MODEL)),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='hubs.hub')),
                        ('role', models.CharField(choices=[('coach', 'coach'), ('coordinator', 'hubcoördinator'), ('member', 'hublid')], max_length=20, verbose_name='rol')),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='hubmembership_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mailadres')),
                        ('role', models.CharField(choices=[('coach', 'coach'), ('coordinator', 'hubcoördinator'), ('member', 'hublid')], max_length=20, verbose_name='rol')),
                        ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                        ('state', models.CharField(choices=[('open', 'wacht op antwoord'), ('accepted', 'aanvaard'), ('withdrawn', 'ingetrokken')], default='open', max_length=10)),
                        ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('invited_at', models.DateTimeField(auto_now_add=True)),
                        ('expires_at', models.DateTimeField()),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-invited_at'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
            ],
        ),
    ]
