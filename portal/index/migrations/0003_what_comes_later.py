"""Let a document say that it comes after others that are as good; the next sync fills it in.

SQLite copies the table for it, so the database's own index is taken away before and made anew behind.
"""

from importlib import import_module

from django.db import migrations, models

full_text = import_module("portal.index.migrations.0002_full_text")


class Migration(migrations.Migration):
    dependencies = [("index", "0002_full_text")]
    operations = [
        migrations.RunPython(full_text.remove, full_text.create),
        migrations.AddField("document", "later", models.BooleanField(default=False)),
        migrations.RunPython(full_text.create, full_text.remove),
    ]
