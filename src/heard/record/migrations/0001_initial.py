"""Who signs in, alone: what other packages lay for them is laid while little else is there to be thought of."""

from django.db import migrations, models

import heard.record.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Agent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('public_id', models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('lead', 'Lead'), ('admin', 'Admin')], default='agent', max_length=8)),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('language', models.CharField(default='en', max_length=16)),
                ('is_active', models.BooleanField(default=True)),
                ('away_from', models.DateTimeField(blank=True, null=True)),
                ('away_until', models.DateTimeField(blank=True, null=True)),
                ('feed_version', models.PositiveIntegerField(default=0)),
                ('feed_since', models.DateTimeField(blank=True, null=True)),
                ('joined_at', models.DateTimeField()),
                ('skills', models.CharField(blank=True, max_length=500)),
                ('sample', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
