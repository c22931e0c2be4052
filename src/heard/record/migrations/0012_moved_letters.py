from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0011_doors"),
    ]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt"),
                    ("reply", "Reply"),
                    ("missed", "Missed"),
                    ("moved", "Moved"),
                    ("alert", "Alert"),
                    ("canary", "Canary"),
                ],
                max_length=8,
            ),
        ),
    ]
