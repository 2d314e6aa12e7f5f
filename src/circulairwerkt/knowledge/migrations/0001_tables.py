# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.base.texts


class Migration(migrations.Migration):

    replaces = [('knowledge', '0001_initial'), ('knowledge', '0002_story_of_a_lesson'), ('knowledge', '0003_articles'), ('knowledge', '0004_newsletter')]

    initial = True

    dependencies = [
        ('cases', '0001_tables'),
        ('hubs', '0001_tables'),
        ('organisations', '0001_tables'),
        ('reference', '0001_tables'),
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='Article',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('hub', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('kind', models.CharField(choices=[('guide', 'gids'), ('answer', 'vraag en antwoord'), ('sector', 'over een sector'), ('term', 'woord')], max_length=10, verbose_name='soort')),
                        ('state', models.CharField(choices=[('draft', 'ontwerp'), ('published', 'gepubliceerd'), ('withdrawn', 'ingetrokken')], default='draft', max_length=10, verbose_name='stand')),
                        ('slug', models.SlugField(max_length=140, unique=True)),
                        ('title', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='titel')),
                        ('summary', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='in het kort')),
                        ('body', circulairwerkt.base.texts.Texts(blank=True, default=dict, help_text='Markdown', verbose_name='tekst')),
                        ('keywords', models.JSONField(blank=True, default=list, help_text='materials and words it answers to')),
                        ('author', models.CharField(blank=True, max_length=120, verbose_name='wie het schreef')),
                        ('published_on', models.DateField(blank=True, null=True)),
                        ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='nagekeken op')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                        ('loaded_values', models.JSONField(blank=True, default=dict, editable=False)),
                        ('sectors', models.ManyToManyField(blank=True, related_name='articles', to='reference.sector')),
                    ],
                    options={
                        'verbose_name': 'tekst',
                        'verbose_name_plural': 'teksten',
                        'ordering': ['-published_on', 'slug'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'indexes': [models.Index(fields=['kind', 'state'], name='article_kind')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Issue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('state', models.CharField(choices=[('draft', 'ontwerp'), ('sending', 'vertrekt'), ('sent', 'verstuurd')], default='draft', max_length=10, verbose_name='stand')),
                        ('number', models.PositiveIntegerField(null=True, verbose_name='nummer')),
                        ('title', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='titel')),
                        ('intro', circulairwerkt.base.texts.Texts(blank=True, default=dict, help_text='Markdown', verbose_name='inleiding')),
                        ('keys', models.JSONField(blank=True, default=list, verbose_name='berichten')),
                        ('sent_at', models.DateTimeField(null=True, verbose_name='verstuurd op')),
                        ('sent_until', models.BigIntegerField(default=0)),
                        ('letters', models.PositiveIntegerField(default=0, verbose_name='aantal mails')),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                    ],
                    options={
                        'verbose_name': 'nieuwsbrief',
                        'verbose_name_plural': 'nieuwsbrieven',
                        'ordering': ['-sent_at', '-pk'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'constraints': [models.UniqueConstraint(fields=('hub', 'number'), name='issue_number_once_a_hub')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name='Subscription',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='hubs.hub')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mailadres')),
                        ('address_digest', models.CharField(max_length=32)),
                        ('language', models.CharField(max_length=2, verbose_name='taal')),
                        ('asked_at', models.DateTimeField()),
                        ('confirmed_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': 'inschrijving op de nieuwsbrief',
                        'indexes': [models.Index(fields=['hub', 'confirmed_at'], name='subscription_confirmed')],
                        'constraints': [models.UniqueConstraint(fields=('hub', 'address_digest'), name='subscription_once_a_hub')],
                    },
                ),
                migrations.CreateModel(
                    name='CaseStory',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubs.hub')),
                        ('visibility', models.CharField(choices=[('public', 'iedereen'), ('network', 'alle hubs'), ('hub', 'alleen deze hub'), ('parties', 'alleen de betrokkenen')], default='hub', max_length=10, verbose_name='zichtbaar voor')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('slug', models.SlugField(max_length=140, unique=True)),
                        ('title', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='titel')),
                        ('summary', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='in het kort')),
                        ('body', circulairwerkt.base.texts.Texts(blank=True, default=dict, help_text='Markdown', verbose_name='tekst')),
                        ('lesson', circulairwerkt.base.texts.Texts(blank=True, default=dict, verbose_name='les')),
                        ('keywords', models.JSONField(blank=True, default=list, help_text='materials and words it answers to')),
                        ('source', models.URLField(blank=True, max_length=300, verbose_name='bron')),
                        ('source_read_on', models.DateField(blank=True, null=True)),
                        ('published_on', models.DateField(blank=True, null=True)),
                        ('is_example', models.BooleanField(default=False, verbose_name='voorbeeld')),
                        ('came_of', models.CharField(blank=True, choices=[('scaled_up', 'opgeschaald'), ('realised', 'gelukt'), ('tested', 'getest'), ('stopped', 'gestopt, met een les'), ('under_way', 'loopt nog')], max_length=10, verbose_name='hoe het afliep')),
                        ('told_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stories', to='cases.lesson', verbose_name='les uit een dossier')),
                        ('loaded_values', models.JSONField(blank=True, default=dict, editable=False)),
                        ('sectors', models.ManyToManyField(blank=True, related_name='case_stories', to='reference.sector')),
                        ('organisations', models.ManyToManyField(blank=True, related_name='case_stories', to='organisations.organisation')),
                    ],
                    options={
                        'verbose_name': 'verhaal',
                        'verbose_name_plural': 'verhalen',
                        'ordering': ['-published_on', 'slug'],
                        'abstract': False,
                        'base_manager_name': 'unscoped',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('told_of__isnull', False)), fields=('told_of',), name='story_of_lesson_once')],
                    },
                    managers=[
                        ('objects', django.db.models.manager.Manager()),
                        ('unscoped', django.db.models.manager.Manager()),
                    ],
                ),
            ],
        ),
    ]
