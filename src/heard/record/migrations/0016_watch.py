"""The watch of a desk, its rota, and alerts about a desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0015_senders'),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='desk',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='record.desk'),
        ),
        migrations.AddField(
            model_name='desk',
            name='watched_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('starts', models.PositiveSmallIntegerField()),
                ('ends', models.PositiveSmallIntegerField()),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to=settings.AUTH_USER_MODEL)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='record.desk')),
            ],
            options={
                'ordering': ['weekday', 'starts', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__lte', 1440), ('starts__lt', models.F('ends')), ('weekday__lte', 6)), name='shift_in_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='turns', to=settings.AUTH_USER_MODEL)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='record.desk')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['desk', 'ends_at'], name='turn_ahead')],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='turn_has_a_length')],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField()),
                ('lasts_until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('offered_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.TextField(blank=True)),
                ('hot', models.JSONField(blank=True, default=list)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to=settings.AUTH_USER_MODEL)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='record.desk')),
                ('offered_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offered_watches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', '-taken_at'], name='watch_of_desk')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('desk',), name='watch_one_at_a_time'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('taken_at')), _connector='OR'), name='watch_ends_after_it_began')],
            },
        ),
    ]
