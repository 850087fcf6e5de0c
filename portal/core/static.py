"""How static files are stored when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = r"""(?P<matched>from\s*["'](?P<url>\.\.?/[^"']+)["'])"""


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Files named by their content and compressed; our scripts' imports are made to name them so, too.

    Django can do that for every script, but stumbles over examples in the comments of other people's.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", ((_IMPORT, 'from "%(url)s"'),)))
