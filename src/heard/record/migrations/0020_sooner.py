"""What stood when somebody needed it sooner, and who was asked to decide."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0019_problems"),
    ]

    operations = [
        migrations.AddField(
            model_name="owedanswer",
            name="stood_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="owedanswer",
            name="escalated_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="owedanswer",
            name="escalated_to",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.agent",
            ),
        ),
    ]
