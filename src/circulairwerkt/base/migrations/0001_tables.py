# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.base.models.imports


class Migration(migrations.Migration):

    replaces = [('base', '0001_initial'), ('base', '0002_loadedfile'), ('base', '0003_rights'), ('base', '0004_dutyrun'), ('base', '0005_jobs'), ('base', '0006_mail'), ('base', '0007_imports'), ('base', '0009_links'), ('base', '0010_mail_wishes')]

    initial = True

    dependencies = [
        ('hubs', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='CacheEntry',
                    fields=[
                        ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                        ('value', models.TextField()),
                        ('expires', models.DateTimeField(db_index=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='DutyRun',
                    fields=[
                        ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ('started_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Link',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('origin_type', models.CharField(max_length=60)),
                        ('origin_id', models.BigIntegerField()),
                        ('result_type', models.CharField(max_length=60)),
                        ('result_id', models.BigIntegerField()),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['result_type', 'result_id'], name='link_result')],
                        'constraints': [models.UniqueConstraint(fields=('origin_type', 'origin_id', 'result_type', 'result_id'), name='link_once')],
                    },
                ),
                migrations.CreateModel(
                    name='LoadedFile',
                    fields=[
                        ('name', models.SlugField(primary_key=True, serialize=False)),
                        ('digest', models.CharField(max_length=64)),
                        ('row_keys', models.JSONField(default=list)),
                        ('loaded_at', models.DateTimeField(auto_now=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='MailChoice',
                    fields=[
                        ('address_digest', models.CharField(max_length=32, primary_key=True, serialize=False)),
                        ('stopped_at', models.DateTimeField(null=True)),
                        ('reason', models.CharField(blank=True, choices=[('signed_off', 'afgemeld'), ('not_interested', 'niet geïnteresseerd')], max_length=20)),
                    ],
                ),
                migrations.CreateModel(
                    name='SearchDue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=12)),
                        ('object_id', models.BigIntegerField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'object_id'], name='search_due_of')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=12)),
                        ('object_id', models.BigIntegerField()),
                        ('at', models.DateTimeField()),
                        ('title', models.CharField(max_length=200)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'object_id'], name='search_entry_of')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchWord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scope', models.CharField(max_length=30)),
                        ('length', models.PositiveSmallIntegerField()),
                        ('word', models.CharField(max_length=40)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['scope', 'length', 'word'], name='search_word_of')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                        ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('is_system', models.BooleanField(default=False)),
                        ('action', models.CharField(db_index=True, max_length=80)),
                        ('object_type', models.CharField(max_length=80)),
                        ('object_id', models.CharField(max_length=40)),
                        ('object_name', models.CharField(blank=True, max_length=200)),
                        ('hub_id', models.BigIntegerField(db_index=True, null=True)),
                        ('changes', models.JSONField(default=dict)),
                    ],
                    options={
                        'ordering': ['-at', '-id'],
                        'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_object')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedSearch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='searches', to=settings.AUTH_USER_MODEL)),
                        ('name', models.CharField(max_length=80, verbose_name='naam')),
                        ('words', models.CharField(max_length=120, verbose_name='woorden')),
                        ('kind', models.CharField(blank=True, max_length=12, verbose_name='soort')),
                        ('alerts', models.CharField(choices=[('none', 'geen mails'), ('daily', 'elke dag'), ('weekly', 'elke week')], default='none', max_length=10, verbose_name='mails over nieuwe resultaten')),
                        ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='gepauzeerd')),
                        ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='weg')),
                        ('seen', models.JSONField(default=list, editable=False)),
                        ('looked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='laatst gezocht')),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'indexes': [models.Index(condition=models.Q(('paused_at__isnull', True), ('removed_at__isnull', True)), fields=['alerts', 'looked_at'], name='saved_search_due')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportHabit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hubs.hub')),
                        ('kind', models.CharField(max_length=40)),
                        ('columns', models.JSONField(default=dict)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('hub', 'kind'), name='import_habit_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OutgoingMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('personal', 'persoonlijk'), ('bundle', 'gebundeld'), ('reminder', 'herinnering')], max_length=10)),
                        ('state', models.CharField(choices=[('queued', 'wacht'), ('sending', 'vertrekt'), ('sent', 'verstuurd'), ('given_up', 'raakt niet weg'), ('dropped', 'niet verstuurd')], default='queued', max_length=10)),
                        ('to', models.EmailField(blank=True, max_length=254, verbose_name='aan')),
                        ('address_digest', models.CharField(blank=True, max_length=32)),
                        ('subject', models.CharField(blank=True, max_length=250, verbose_name='onderwerp')),
                        ('text', models.TextField(blank=True)),
                        ('reply_to', models.EmailField(blank=True, max_length=254)),
                        ('headers', models.JSONField(default=dict)),
                        ('message_id', models.CharField(max_length=200, unique=True)),
                        ('hub', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('about', models.CharField(blank=True, db_index=True, max_length=80)),
                        ('wished_at', models.DateTimeField(null=True)),
                        ('useless_at', models.DateTimeField(null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('next_try_at', models.DateTimeField()),
                        ('claimed_at', models.DateTimeField(null=True)),
                        ('problem', models.CharField(blank=True, max_length=200)),
                        ('made_at', models.DateTimeField(auto_now_add=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-made_at', '-pk'],
                        'indexes': [models.Index(fields=['state', 'next_try_at'], name='mail_due'), models.Index(fields=['address_digest', 'state'], name='mail_address')],
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=80)),
                        ('title', models.CharField(max_length=200, verbose_name='taak')),
                        ('state', models.CharField(choices=[('queued', 'wacht op haar beurt'), ('running', 'bezig'), ('done', 'klaar'), ('failed', 'mislukt'), ('cancelled', 'gestopt')], default='queued', max_length=10)),
                        ('done', models.PositiveIntegerField(default=0)),
                        ('total', models.PositiveIntegerField(null=True)),
                        ('arguments', models.JSONField(default=dict)),
                        ('checkpoint', models.JSONField(default=dict)),
                        ('result', models.JSONField(default=dict)),
                        ('error', models.TextField(blank=True)),
                        ('who', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hub', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('language', models.CharField(max_length=8)),
                        ('is_cancel_wanted', models.BooleanField(default=False)),
                        ('run', models.CharField(blank=True, max_length=32)),
                        ('heartbeat_at', models.DateTimeField()),
                        ('lost', models.PositiveSmallIntegerField(default=0)),
                        ('made_at', models.DateTimeField(auto_now_add=True)),
                        ('started_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-made_at', '-pk'],
                        'indexes': [models.Index(fields=['state', 'heartbeat_at'], name='job_state'), models.Index(fields=['hub', '-made_at'], name='job_hub')],
                    },
                ),
                migrations.CreateModel(
                    name='Import',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('kind', models.CharField(max_length=40)),
                        ('key', models.CharField(max_length=40, unique=True)),
                        ('file', models.FileField(blank=True, max_length=200, upload_to=circulairwerkt.base.models.imports.file_path)),
                        ('file_name', models.CharField(max_length=120, verbose_name='bestand')),
                        ('state', models.CharField(choices=[('uploaded', 'wacht op je kolommen'), ('checking', 'wordt nagekeken'), ('checked', 'nagekeken'), ('running', 'wordt ingelezen'), ('done', 'ingelezen'), ('undoing', 'wordt teruggenomen'), ('undone', 'teruggenomen')], default='uploaded', max_length=10)),
                        ('who', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='base.job')),
                        ('columns', models.JSONField(default=list)),
                        ('sample', models.JSONField(default=list)),
                        ('rows', models.PositiveIntegerField(default=0, verbose_name='rijen')),
                        ('mapping', models.JSONField(default=dict, verbose_name='gekozen kolommen')),
                        ('made_at', models.DateTimeField(auto_now_add=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'ordering': ['-made_at', '-pk'],
                        'indexes': [models.Index(fields=['hub', '-made_at'], name='import_hub')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='base.import')),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('good', 'klaar om in te lezen'), ('wrong', 'niet ingelezen: er klopt iets niet'), ('twin', 'lijkt op iets dat er al is'), ('made', 'ingelezen'), ('skipped', 'overgeslagen'), ('undone', 'teruggenomen'), ('kept', 'gebleven, want intussen veranderd of gebruikt')], max_length=10)),
                        ('choice', models.CharField(blank=True, choices=[('use', 'Neem wat er al is'), ('skip', 'Sla deze rij over'), ('make', 'Maak toch iets nieuws')], max_length=5)),
                        ('cells', models.JSONField(default=dict)),
                        ('values', models.JSONField(default=dict)),
                        ('problems', models.JSONField(default=dict)),
                        ('twin', models.JSONField(default=dict)),
                        ('made', models.JSONField(default=dict)),
                        ('name', models.CharField(blank=True, max_length=200)),
                        ('key', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'ordering': ['number'],
                        'indexes': [models.Index(fields=['of', 'state', 'number'], name='import_row_state'), models.Index(fields=['of', 'key'], name='import_row_key')],
                        'constraints': [models.UniqueConstraint(fields=('of', 'number'), name='import_row_once')],
                    },
                ),
            ],
        ),
    ]
