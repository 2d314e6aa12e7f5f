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
import circulairwerkt.coaching.models.coach


class Migration(migrations.Migration):

    replaces = [('coaching', '0001_initial')]

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
                    name='Coach',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coaches', to=settings.AUTH_USER_MODEL, verbose_name='persoon')),
                        ('words', models.CharField(blank=True, max_length=400, verbose_name='waarmee je helpt')),
                        ('themes', models.JSONField(blank=True, default=list, verbose_name="thema's")),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='talen')),
                        ('ways', models.JSONField(blank=True, default=list, verbose_name='hoe je afspreekt')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.municipality', verbose_name='gemeente')),
                        ('lat', models.FloatField(blank=True, help_text='degrees, WGS84', null=True, verbose_name='breedtegraad')),
                        ('lon', models.FloatField(blank=True, help_text='degrees, WGS84', null=True, verbose_name='lengtegraad')),
                        ('where', models.CharField(blank=True, max_length=200, verbose_name='waar of via welke link')),
                        ('slot_minutes', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MaxValueValidator(240)], verbose_name='duur van een afspraak (minuten)')),
                        ('hours', models.CharField(blank=True, help_text='OSM syntax', max_length=400, verbose_name='wanneer je vrij bent')),
                        ('is_taking', models.BooleanField(default=True, verbose_name='neemt ondernemers aan')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                    ],
                    options={
                        'verbose_name': 'coach',
                        'verbose_name_plural': 'coaches',
                        'ordering': ['id'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'constraints': [models.UniqueConstraint(fields=('hub', 'user'), name='coach_once')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Away',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('coach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='away', to='coaching.coach', verbose_name='coach')),
                        ('first_day', models.DateField(verbose_name='eerste dag')),
                        ('last_day', models.DateField(verbose_name='laatste dag')),
                    ],
                    options={
                        'ordering': ['first_day', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='away_days_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Coaching',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('maturity', models.CharField(choices=[('not_started', 'nog niet begonnen'), ('first_steps', 'eerste stappen gezet'), ('far', 'al ver')], max_length=12, verbose_name='hoe ver het bedrijf staat')),
                        ('wish', models.CharField(blank=True, max_length=1000, verbose_name='wat de ondernemer wil')),
                        ('themes', models.JSONField(blank=True, default=list, verbose_name="thema's")),
                        ('spoken', models.CharField(choices=[('nl', 'Nederlands'), ('fr', 'Frans'), ('en', 'Engels'), ('de', 'Duits'), ('tr', 'Turks'), ('ar', 'Arabisch'), ('pl', 'Pools'), ('ro', 'Roemeens')], default='nl', max_length=2, verbose_name='taal van het gesprek')),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal van de mails')),
                        ('organisation_name', models.CharField(blank=True, max_length=160, verbose_name='bedrijf')),
                        ('contact', models.CharField(blank=True, max_length=254, verbose_name='e-mail of telefoon')),
                        ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.municipality', verbose_name='gemeente')),
                        ('lat', models.FloatField(blank=True, help_text='degrees, WGS84', null=True, verbose_name='breedtegraad')),
                        ('lon', models.FloatField(blank=True, help_text='degrees, WGS84', null=True, verbose_name='lengtegraad')),
                        ('nonce', models.CharField(default=circulairwerkt.coaching.models.coach.fresh_nonce, editable=False, max_length=24)),
                        ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='coachings', to='coaching.coach', verbose_name='coach')),
                        ('filed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='genoteerd door')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gevraagd op')),
                        ('moved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='laatste nieuws')),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='afgesloten op')),
                        ('closing', models.CharField(blank=True, choices=[('reached', 'doel bereikt'), ('on_its_way', 'de ondernemer kan alleen verder'), ('case', 'gaat verder als dossier'), ('referred', 'andere hulp past beter'), ('stopped', 'de ondernemer stopte'), ('silent', 'geen antwoord meer'), ('withdrawn', 'ingetrokken door de ondernemer')], max_length=12, verbose_name='waarom afgesloten')),
                        ('came_of', models.CharField(blank=True, max_length=1000, verbose_name='wat ervan kwam')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                    ],
                    options={
                        'verbose_name': 'begeleiding',
                        'verbose_name_plural': 'begeleidingen',
                        'ordering': ['-moved_at', '-id'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['hub', 'closed_at', '-moved_at'], name='coaching_list'), models.Index(fields=['coach', 'closed_at'], name='coaching_of_coach')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closing', '')), models.Q(('closed_at__isnull', False), models.Q(('closing', ''), _negated=True)), _connector='OR'), name='coaching_closed_for_a_reason')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Meeting',
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
                        ('coaching', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='coaching.coaching', verbose_name='begeleiding')),
                        ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='coaching.coach', verbose_name='coach')),
                        ('way', models.CharField(blank=True, choices=[('visit', 'bij de ondernemer'), ('hub', 'op de plaats van de coach'), ('online', 'online'), ('phone', 'per telefoon')], max_length=6, verbose_name='hoe je afspreekt')),
                        ('where', models.CharField(blank=True, max_length=200, verbose_name='waar of via welke link')),
                    ],
                    options={
                        'ordering': ['starts_at', 'id'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['keeper', 'starts_at'], name='meeting_of_coach'), models.Index(fields=['state', 'starts_at'], name='meeting_to_remind')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('state', 'held')), models.Q(models.Q(('state', 'held'), _negated=True), ('held_until__isnull', True)), _connector='OR'), name='meeting_held_until'), models.UniqueConstraint(condition=models.Q(('state__in', ('held', 'booked', 'done', 'no_show'))), fields=('keeper', 'starts_at'), name='meeting_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Note',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('coaching', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='coaching.coaching', verbose_name='begeleiding')),
                        ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='schrijver')),
                        ('is_from_hub', models.BooleanField(default=False, verbose_name='van de hub')),
                        ('is_shared', models.BooleanField(default=True, verbose_name='gedeeld met de ondernemer')),
                        ('text', models.CharField(max_length=4000, verbose_name='tekst')),
                        ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='geschreven op')),
                    ],
                    options={
                        'ordering': ['written_at', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Step',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('coaching', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='coaching.coaching', verbose_name='begeleiding')),
                        ('kind', models.CharField(choices=[('goal', 'doel'), ('action', 'actie')], max_length=6, verbose_name='soort')),
                        ('text', models.CharField(max_length=300, verbose_name='doel of actie')),
                        ('whose', models.CharField(choices=[('entrepreneur', 'de ondernemer'), ('coach', 'de coach')], default='entrepreneur', max_length=12, verbose_name='wie doet het')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='tegen')),
                        ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='klaar op')),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gemaakt op')),
                    ],
                    options={
                        'ordering': ['kind', 'due_on', 'id'],
                    },
                ),
            ],
        ),
    ]
