"""Live conversations."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("record", "0021_waiting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="way",
            field=models.CharField(blank=True, choices=[("stands", "Stands"), ("next", "Next"), ("renew", "Renew"), ("solves", "Solves"), ("parks", "Parks"), ("waits", "Waits"), ("closes", "Closes"), ("live", "Live")], max_length=8),
        ),
        migrations.AlterField(
            model_name="message",
            name="way",
            field=models.CharField(blank=True, choices=[("stands", "Stands"), ("next", "Next"), ("renew", "Renew"), ("solves", "Solves"), ("parks", "Parks"), ("waits", "Waits"), ("closes", "Closes"), ("live", "Live")], max_length=8),
        ),
        migrations.AlterField(
            model_name="promise",
            name="how",
            field=models.CharField(choices=[("write", "Write"), ("ring", "Ring"), ("come", "Come"), ("live", "Live")], default="write", max_length=8),
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField()),
                ("here_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("left_by", models.CharField(blank=True, choices=[("agent", "Agent"), ("requester", "Requester")], max_length=9)),
                ("agent", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("ticket", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="talks", to="record.ticket")),
            ],
            options={
                "constraints": [models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("ticket",), name="talk_one_at_a_time")],
            },
        ),
    ]
