"""Have the database keep an index over the stems of each document, in the way of its vendor."""

from django.db import migrations

from portal.index.engines import ENGINES


def create(apps, schema_editor):
    for statement in ENGINES[schema_editor.connection.vendor].create:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in ENGINES[schema_editor.connection.vendor].remove:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("index", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]
