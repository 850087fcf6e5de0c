"""A bound for whatever is uploaded, before anything of it is looked at."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from portal.owndata.rules.archive import MOST_BYTES


class BoundedUpload(FileUploadHandler):
    """The first handler of every upload: a file that is larger than an archive may be never arrives."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on to the next handler."""
        if start + len(raw_data) > MOST_BYTES:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the next handler."""
        return None
