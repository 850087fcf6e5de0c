"""The days of study that the log tells of already."""

from django.db import migrations

FILL = """
    INSERT INTO progress_studyday (user_id, day, acted, minutes, done, edited, detail)
    SELECT DISTINCT user_id, local_date, TRUE, 0, 0, FALSE, {detail}
    FROM progress_progressevent
    WHERE kind IN ('item-ticked', 'lesson-done', 'lesson-practised', 'lesson-proven')
"""
DETAIL = """'{"shape": "", "blocks": {}}'"""


def fill(apps, schema_editor):
    """Write a row for each day on which anything was done."""
    postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(FILL.format(detail=f"CAST({DETAIL} AS jsonb)" if postgres else DETAIL))


class Migration(migrations.Migration):
    dependencies = [("progress", "0003_days_and_marks")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
