"""Pictures that are not drawings: the bytes are what the name says."""

from portal.content.compile.problems import Problems

_BEGINNINGS = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}


def check_picture(path: str, data: bytes, problems: Problems) -> None:
    """Check that a picture begins as its kind does."""
    extension = path.rpartition(".")[2]
    fits = data.startswith(_BEGINNINGS[extension])
    if not fits or (extension == "webp" and data[8:12] != b"WEBP"):
        problems.add(0, f"not a {extension.upper()} picture", "the name its kind of picture has")
