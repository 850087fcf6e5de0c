"""Addresses of studio."""

from django.urls import path

from portal.studio.views import conflicts, file, history, making, proposals, publishing, tree

app_name = "studio"
urlpatterns = [
    path("", tree.tree, name="tree"),
    path("propose/", proposals.propose, name="propose"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/picture/<path:path>", proposals.picture, name="proposed-picture"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="withdraw"),
    path("proposals/<int:pk>/return/", proposals.send_back, name="send-back"),
    path("proposals/<int:pk>/schedule/", proposals.schedule, name="schedule"),
    path("proposals/<int:pk>/alias/", proposals.alias, name="alias"),
    path("proposals/<int:pk>/publish/", publishing.publish, name="publish"),
    path("proposals/<int:pk>/merge/<path:path>", publishing.merge, name="merge"),
    path("history/", history.history, name="history"),
    path("history/<int:pk>/", history.release, name="release"),
    path("history/<int:pk>/undo/", history.undo, name="undo"),
    path("versions/<path:path>", history.versions, name="versions"),
    path("compare/<int:old>/<int:new>/", history.compare, name="compare"),
    path("restore/<int:pk>/", history.restore, name="restore"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<int:pk>/", conflicts.conflict, name="conflict"),
    path("conflicts/<int:pk>/decide/", conflicts.settle, name="settle"),
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
