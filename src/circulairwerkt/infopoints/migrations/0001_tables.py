# fmt: off
# Written by script/fold_migrations
import django.core.validators
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.base.models.slots
import circulairwerkt.base.texts
import circulairwerkt.infopoints.models.appointments


class Migration(migrations.Migration):

    replaces = [('infopoints', '0001_initial')]

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
                    name='InfoPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('slug', models.SlugField(max_length=140, unique=True, verbose_name='adres op de site')),
                        ('name', models.CharField(max_length=120, verbose_name='naam')),
                        ('words', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='wat je er kan vragen')),
                        ('place_name', models.CharField(blank=True, max_length=120, verbose_name='gebouw of balie')),
                        ('street', models.CharField(blank=True, max_length=120, verbose_name='straat en nummer')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.municipality', verbose_name='gemeente')),
                        ('lat', models.FloatField(blank=True, help_text='degrees, WGS84', null=True)),
                        ('lon', models.FloatField(blank=True, help_text='degrees, WGS84', null=True)),
                        ('hours', models.CharField(blank=True, help_text='OSM syntax', max_length=400, verbose_name='openingsuren')),
                        ('who', models.CharField(blank=True, max_length=200, verbose_name='wie er zit')),
                        ('takes_appointments', models.BooleanField(default=False, verbose_name='neemt afspraken aan')),
                        ('slot_minutes', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(240)], verbose_name='duur van een afspraak (minuten)')),
                        ('desks', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='hoeveel afspraken tegelijk')),
                        ('is_shown', models.BooleanField(default=True, verbose_name='staat op de site')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                        ('hosts', models.ManyToManyField(blank=True, related_name='info_points', to=settings.AUTH_USER_MODEL, verbose_name='medewerkers')),
                    ],
                    options={
                        'verbose_name': 'infopunt',
                        'verbose_name_plural': 'infopunten',
                        'ordering': ['name', 'pk'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_at', models.DateTimeField(verbose_name='begint')),
                        ('ends_at', models.DateTimeField(verbose_name='eindigt')),
                        ('state', models.CharField(choices=[('held', 'even vastgehouden'), ('booked', 'afgesproken'), ('cancelled', 'afgezegd'), ('done', 'doorgegaan'), ('no_show', 'niet gekomen')], max_length=10, verbose_name='toestand')),
                        ('state_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='toestand sinds')),
                        ('held_until', models.DateTimeField(blank=True, null=True, verbose_name='vastgehouden tot')),
                        ('uid', models.CharField(default=circulairwerkt.base.models.slots.fresh_uid, max_length=36, unique=True, verbose_name="kenmerk in agenda's")),
                        ('sequence', models.PositiveSmallIntegerField(default=0, verbose_name='aantal wijzigingen')),
                        ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='herinnerd op')),
                        ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='infopoints.infopoint', verbose_name='infopunt')),
                        ('name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                        ('contact', models.CharField(blank=True, max_length=254, verbose_name='e-mail of telefoon')),
                        ('about', models.CharField(blank=True, max_length=300, verbose_name='waarover')),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal van de mails')),
                        ('nonce', models.CharField(default=circulairwerkt.infopoints.models.appointments.fresh_nonce, editable=False, max_length=24)),
                    ],
                    options={
                        'verbose_name': 'afspraak',
                        'verbose_name_plural': 'afspraken',
                        'ordering': ['starts_at', 'id'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['keeper', 'starts_at'], name='appointment_at_point'), models.Index(fields=['state', 'starts_at'], name='appointment_to_remind')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='appointment_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('state', 'held')), models.Q(models.Q(('state', 'held'), _negated=True), ('held_until__isnull', True)), _connector='OR'), name='appointment_held_until')],
                    },
                ),
                migrations.CreateModel(
                    name='ClosedDays',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closed_days', to='infopoints.infopoint', verbose_name='infopunt')),
                        ('first_day', models.DateField(verbose_name='eerste dag')),
                        ('last_day', models.DateField(verbose_name='laatste dag')),
                        ('reason', models.CharField(blank=True, max_length=80, verbose_name='waarom')),
                    ],
                    options={
                        'ordering': ['first_day', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='closed_days_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Visit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='infopoints.infopoint', verbose_name='infopunt')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='wanneer')),
                        ('words', models.CharField(blank=True, max_length=300, verbose_name='waarover het ging')),
                        ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='genoteerd door')),
                        ('appointment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='visit', to='infopoints.appointment', verbose_name='afspraak')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                    ],
                    options={
                        'verbose_name': 'bezoek',
                        'verbose_name_plural': 'bezoeken',
                        'ordering': ['-at', '-pk'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['point', '-at'], name='visit_at_point')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
            ],
        ),
    ]
