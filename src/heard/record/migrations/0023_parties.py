"""Parties and their words on a chase; trackers of other teams."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import heard.record.ids


def give_ids(apps, schema_editor):
    """Every chase so far gets an id of its own."""
    chases = apps.get_model("record", "Chase").objects.using(schema_editor.connection.alias)
    for pk in chases.values_list("pk", flat=True).iterator():
        chases.filter(pk=pk).update(public_id=heard.record.ids.new_public_id())


def give_words(apps, schema_editor):
    """Every chase so far gets the words that we know of: what was asked, and the answer."""
    using = schema_editor.connection.alias
    words = apps.get_model("record", "Ping").objects.using(using)
    for chase in apps.get_model("record", "Chase").objects.using(using).iterator():
        words.create(chase=chase, kind="ping", said_at=chase.asked_at, agent_id=chase.agent_id, text=chase.asked)
        if at := chase.answered_at:
            words.create(chase=chase, kind="answer", said_at=at, counted_at=at, text=chase.answer)
            type(chase).objects.using(using).filter(pk=chase.pk).update(heard_at=at)


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0022_talk'),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('address', models.EmailField(blank=True, max_length=320)),
                ('language', models.CharField(blank=True, max_length=16)),
                ('zone', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField()),
                ('sample', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Ping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('ping', 'Ping'), ('answer', 'Answer')], max_length=6)),
                ('said_at', models.DateTimeField()),
                ('robot', models.CharField(blank=True, max_length=100)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=320)),
                ('text', models.TextField(blank=True)),
                ('header_id', models.CharField(blank=True, max_length=998)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['said_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Tracker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('github', 'Github'), ('webhook', 'Webhook')], max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('web', models.URLField(max_length=300)),
                ('api', models.URLField(blank=True, max_length=300)),
                ('secret', models.TextField(blank=True)),
                ('added_at', models.DateTimeField()),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=500)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TrackerDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TrackerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500, unique=True)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('milestone', models.CharField(blank=True, max_length=200)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('release', models.CharField(blank=True, max_length=200)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='chase',
            name='alone',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='chase',
            name='colleague',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consults', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chase',
            name='days',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='chase',
            name='heard_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='chase',
            name='public_id',
            field=models.CharField(max_length=32, null=True, editable=False),
        ),
        migrations.AddField(
            model_name='letter',
            name='chase',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='record.chase'),
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('receipt', 'Receipt'), ('folded', 'Folded'), ('reply', 'Reply'), ('missed', 'Missed'), ('moved', 'Moved'), ('merged', 'Merged'), ('split', 'Split'), ('closed', 'Closed'), ('alert', 'Alert'), ('canary', 'Canary'), ('ping', 'Ping'), ('consult', 'Consult'), ('comment', 'Comment')], max_length=8),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('chase__isnull', False)), fields=['chase'], name='letter_chase'),
        ),
        migrations.AddField(
            model_name='party',
            name='organization',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parties', to='record.organization'),
        ),
        migrations.AddField(
            model_name='chase',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chases', to='record.party'),
        ),
        migrations.AddField(
            model_name='ping',
            name='agent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ping',
            name='chase',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='record.chase'),
        ),
        migrations.AddField(
            model_name='ping',
            name='intake',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='record.intake'),
        ),
        migrations.AddField(
            model_name='ping',
            name='letter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.letter'),
        ),
        migrations.AddField(
            model_name='trackerdelivery',
            name='tracker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='record.tracker'),
        ),
        migrations.AddField(
            model_name='trackerentry',
            name='tracker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='record.tracker'),
        ),
        migrations.AddField(
            model_name='chase',
            name='entry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chases', to='record.trackerentry'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('address', ''), _negated=True), fields=('address',), name='party_address_once'),
        ),
        migrations.AddConstraint(
            model_name='ping',
            constraint=models.UniqueConstraint(condition=models.Q(('header_id', ''), _negated=True), fields=('chase', 'header_id'), name='ping_mail_once'),
        ),
        migrations.AddIndex(
            model_name='trackerdelivery',
            index=models.Index(fields=['at'], name='tracker_delivery_age'),
        ),
        migrations.AddConstraint(
            model_name='trackerdelivery',
            constraint=models.UniqueConstraint(fields=('tracker', 'key'), name='tracker_delivery_once'),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='chase',
            name='public_id',
            field=models.CharField(default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True),
        ),
        migrations.RunPython(give_words, migrations.RunPython.noop),
    ]
