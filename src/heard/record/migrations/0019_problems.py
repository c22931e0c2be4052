"""Problems, reports, and broadcasts to every voice."""

import django.db.models.deletion
import heard.record.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0018_spoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProblemWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=16)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('workaround', models.TextField(blank=True)),
                ('watch', models.CharField(blank=True, max_length=500)),
                ('sample_text', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('not_before', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('next', 'Next'), ('stands', 'Stands'), ('solves', 'Solves'), ('beside', 'Beside'), ('late', 'Late'), ('none', 'None'), ('no_route', 'No Route'), ('left', 'Left'), ('stopped', 'Stopped')], max_length=8)),
                ('stumbles', models.PositiveIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Broadcast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True)),
                ('pressed_at', models.DateTimeField()),
                ('begins_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('solves', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('looking', 'Looking'), ('known', 'Known'), ('fixing', 'Fixing'), ('fixed', 'Fixed'), ('wont', 'Wont')], max_length=8)),
                ('fixed_in', models.CharField(blank=True, max_length=100)),
                ('tickets', models.PositiveIntegerField(default=0)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stopped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='BroadcastText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=16)),
                ('text', models.TextField()),
                ('broadcast', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='record.broadcast')),
            ],
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('looking', 'Looking'), ('known', 'Known'), ('fixing', 'Fixing'), ('fixed', 'Fixed'), ('wont', 'Wont')], default='looking', max_length=8)),
                ('fixed_in', models.CharField(blank=True, max_length=100)),
                ('state_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('sample', models.BooleanField(default=False)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='record.desk')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='broadcast',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='broadcasts', to='record.problem'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='problem',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='record.problem'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('problem__isnull', False)), fields=['problem', 'id'], name='ticket_problem'),
        ),
        migrations.AddField(
            model_name='problemwords',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='record.problem'),
        ),
        migrations.AddField(
            model_name='report',
            name='agent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='message',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.message'),
        ),
        migrations.AddField(
            model_name='report',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='record.problem'),
        ),
        migrations.AddField(
            model_name='report',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='record.ticket'),
        ),
        migrations.AddField(
            model_name='telling',
            name='broadcast',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='record.broadcast'),
        ),
        migrations.AddField(
            model_name='telling',
            name='message',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.message'),
        ),
        migrations.AddField(
            model_name='telling',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='record.ticket'),
        ),
        migrations.AddConstraint(
            model_name='broadcasttext',
            constraint=models.UniqueConstraint(fields=('broadcast', 'language'), name='broadcast_text_once'),
        ),
        migrations.AddIndex(
            model_name='problem',
            index=models.Index(fields=['desk', 'state', '-id'], name='problem_of_desk'),
        ),
        migrations.AddConstraint(
            model_name='broadcast',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('problem',), name='broadcast_one_runs'),
        ),
        migrations.AddConstraint(
            model_name='problemwords',
            constraint=models.UniqueConstraint(fields=('problem', 'language'), name='problem_words_once'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['problem', 'ticket', 'at'], name='report_of_problem'),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['not_before', 'id'], name='telling_waits'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.UniqueConstraint(fields=('broadcast', 'ticket'), name='telling_once'),
        ),
    ]
