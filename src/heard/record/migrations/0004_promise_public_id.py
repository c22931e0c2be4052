from django.db import migrations, models

import heard.record.ids


def give_ids(apps, schema_editor):
    """Every promise made so far gets one of its own."""
    promises = apps.get_model("record", "Promise").objects.using(schema_editor.connection.alias)
    for pk in promises.filter(public_id=None).values_list("pk", flat=True).iterator():
        promises.filter(pk=pk).update(public_id=heard.record.ids.new_public_id())


class Migration(migrations.Migration):
    dependencies = [("record", "0003_lists")]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="public_id",
            field=models.CharField(max_length=32, null=True, editable=False),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="promise",
            name="public_id",
            field=models.CharField(
                default=heard.record.ids.new_public_id, editable=False, max_length=32, unique=True
            ),
        ),
    ]
