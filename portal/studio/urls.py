"""Addresses of studio."""

from django.urls import path

from portal.studio.views import file, making, tree

app_name = "studio"
urlpatterns = [
    path("", tree.tree, name="tree"),
    path("folder/<path:path>/", tree.folder, name="folder"),
    path("file/<path:path>/", file.file, name="file"),
    path("save/<path:path>/", file.save, name="save"),
    path("discard/<path:path>/", file.discard, name="discard"),
    path("remove/<path:path>/", file.remove, name="remove"),
    path("picture/<path:path>", file.picture, name="picture"),
    path("new/", making.new, name="new"),
    path("move/<path:path>/", making.move, name="move"),
    path("upload/<path:path>/", making.upload, name="upload"),
]
