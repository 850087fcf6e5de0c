"""From since when a lesson fades, which nobody wrote, to when it will."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("progress", "0001_initial")]
    operations = [migrations.RenameField("lessonstate", "fading_since", "fades_at")]
