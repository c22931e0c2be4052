"""Cover, calendars a rota is read from, feeds, a pager for each desk, and how an agent is told."""

import django.db.models.deletion
import heard.record.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0024_handover'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlertChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('routes', models.JSONField(blank=True, default=dict)),
                ('week', models.JSONField(blank=True, default=list)),
                ('quiet_from', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('quiet_until', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('through_quiet', models.BooleanField(default=True)),
                ('secret', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('return_starts_at', models.DateTimeField(blank=True, null=True)),
                ('return_ends_at', models.DateTimeField(blank=True, null=True)),
                ('asked_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RotaCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('secret', models.TextField(blank=True)),
                ('added_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('next_read_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=500)),
                ('strangers', models.JSONField(blank=True, default=list)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='agent',
            name='feed_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agent',
            name='feed_version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='alert',
            name='not_before',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='desk',
            name='pager',
            field=models.TextField(blank=True),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('seen_at', None)), fields=['agent', '-id'], name='alert_unseen'),
        ),
        migrations.AddField(
            model_name='alertchoice',
            name='agent',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='alert_choice', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='cover',
            name='agent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers_asked', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='cover',
            name='asked_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='covers_wanted', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='cover',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='record.desk'),
        ),
        migrations.AddField(
            model_name='cover',
            name='taken_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='covers_taken', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rotacalendar',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendars', to='record.desk'),
        ),
        migrations.AddField(
            model_name='turn',
            name='calendar',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='record.rotacalendar'),
        ),
        migrations.AddConstraint(
            model_name='cover',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at')), models.Q(models.Q(('return_ends_at', None), ('return_starts_at', None)), ('return_starts_at__lt', models.F('return_ends_at')), _connector='OR')), name='cover_has_a_length'),
        ),
    ]
