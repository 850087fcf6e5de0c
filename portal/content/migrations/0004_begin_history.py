"""Let the history of files begin with the release that is served, as the folder brought it."""

from django.db import migrations


def begin(apps, schema_editor):
    """Write down every file of the newest release as a version of it, and as what the folder held."""
    Release, SourceFile, FileVersion, FolderFile = (
        apps.get_model("content", name) for name in ("Release", "SourceFile", "FileVersion", "FolderFile")
    )
    release = Release.objects.order_by("-pk").first()
    if release is None:
        return
    files = list(SourceFile.objects.order_by("path").values_list("path", "blob_id"))
    versions = [FileVersion(release=release, path=path, blob_id=blob) for path, blob in files]
    FileVersion.objects.bulk_create(versions, batch_size=500)
    FolderFile.objects.bulk_create([FolderFile(path=path, blob_id=blob) for path, blob in files], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [("content", "0003_versions")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
