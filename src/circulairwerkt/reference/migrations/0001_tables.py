# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
from django.db import migrations, models

import circulairwerkt.base.migrating
import circulairwerkt.base.texts


class Migration(migrations.Migration):

    replaces = [('reference', '0001_initial'), ('reference', '0002_names_and_points')]

    initial = True

    dependencies = [
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='Goal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField()),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('label', circulairwerkt.base.texts.Texts(blank=True, default=dict)),
                        ('since_phase', models.PositiveSmallIntegerField(default=1)),
                        ('valid_from', models.DateField(blank=True, null=True)),
                        ('valid_to', models.DateField(blank=True, null=True)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('source', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='goal_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Municipality',
                    fields=[
                        ('nis', models.CharField(max_length=5, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=80, verbose_name='naam')),
                        ('name_fr', models.CharField(blank=True, max_length=80)),
                        ('province', models.CharField(max_length=40, verbose_name='provincie')),
                        ('aliases', models.JSONField(blank=True, default=list, help_text='other spellings in use')),
                        ('postcodes', models.JSONField(default=list)),
                        ('lat', models.FloatField(help_text='degrees, WGS84', null=True)),
                        ('lon', models.FloatField(help_text='degrees, WGS84', null=True)),
                        ('inhabitants', models.PositiveIntegerField(default=0, help_text='of the main town, to order suggestions by; not a figure to show')),
                        ('valid_from', models.DateField(blank=True, null=True)),
                        ('valid_to', models.DateField(blank=True, help_text='last day of validity', null=True)),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='reference.municipality')),
                        ('source', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'verbose_name': 'gemeente',
                        'verbose_name_plural': 'gemeenten',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Sector',
                    fields=[
                        ('key', models.SlugField(primary_key=True, serialize=False)),
                        ('label', circulairwerkt.base.texts.Texts(blank=True, default=dict)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['position', 'key'],
                    },
                ),
                migrations.CreateModel(
                    name='Place',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(db_index=True, max_length=80)),
                        ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='reference.municipality')),
                        ('aliases', models.JSONField(blank=True, default=list, help_text='other names in use')),
                        ('postcode', models.CharField(blank=True, max_length=4)),
                        ('lat', models.FloatField(help_text='degrees, WGS84')),
                        ('lon', models.FloatField(help_text='degrees, WGS84')),
                        ('has_own_point', models.BooleanField(default=True, help_text="false: the point is the municipality's")),
                        ('inhabitants', models.PositiveIntegerField(default=0, help_text='to order suggestions by; 0 is unknown')),
                        ('source', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.UniqueConstraint(fields=('name', 'municipality'), name='place_once')],
                    },
                ),
            ],
        ),
    ]
