# fmt: off
# Written by script/fold_migrations
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import circulairwerkt.base.migrating


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_rights'), ('accounts', '0003_two_people')]

    initial = True

    dependencies = [
    ]

    operations = [
        circulairwerkt.base.migrating.Tables(
            models=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mailadres')),
                        ('name', models.CharField(blank=True, max_length=120, verbose_name='naam')),
                        ('language', models.CharField(default='nl', max_length=2, verbose_name='taal')),
                        ('is_active', models.BooleanField(default=True)),
                        ('is_example', models.BooleanField(default=False, help_text='made up, for trying out', verbose_name='voorbeeld')),
                        ('joined_at', models.DateTimeField(auto_now_add=True)),
                        ('left_at', models.DateTimeField(blank=True, help_text='when the person removed the account', null=True)),
                    ],
                    options={
                        'verbose_name': 'persoon',
                        'verbose_name_plural': 'personen',
                    },
                ),
                migrations.CreateModel(
                    name='ProgrammeRole',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('valid_from', models.DateField(verbose_name='van')),
                        ('valid_to', models.DateField(blank=True, null=True, verbose_name='tot en met')),
                        ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme_roles', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('administrator', 'programmabeheerder'), ('funder', 'financier')], max_length=20, verbose_name='rol')),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='programmerole_dates')],
                    },
                ),
            ],
        ),
    ]
