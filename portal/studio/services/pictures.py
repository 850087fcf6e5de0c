"""Pictures that are uploaded: judged by what they are, drawn anew without what came with them, kept as drafts."""

from __future__ import annotations

import re
import warnings
from datetime import datetime
from io import BytesIO
from itertools import chain, count
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.accounts.models import User
from portal.content.compile.problems import Problems
from portal.content.compile.source.paths import MAX_BYTES, kind_of
from portal.content.compile.svg import inline
from portal.core.errors import Refused
from portal.studio.models import Draft
from portal.studio.selectors.sheet import PICTURES, sheet_of
from portal.studio.services.drafts import put

MOST_BYTES: Final = 8 * 1024 * 1024
MOST: Final = 24
"""Millions of pixels."""
EXTENSIONS: Final = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif"}
_QUALITIES = (88, 76, 64)


def upload(author: User, beside: str, name: str, data: bytes, *, now: datetime) -> Draft:
    """Keep an uploaded picture as the author's draft in ``assets/`` beside the text at ``beside``; return it.

    The name keeps its letters; its ending says what the picture is, and a number keeps it from being that of another
    picture. Where ``beside`` is a picture of the same kind, it takes the place of that one. Raises ``Refused`` for what
    is no picture, is too large, or is a drawing the compiler does not take.
    """
    if len(data) > MOST_BYTES:
        raise Refused(
            f"The picture has {len(data) / 1024**2:.1f} MB; {MOST_BYTES // 1024**2} MB can be uploaded."
        )
    drawing = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    extension, kept = _drawing(data) if drawing else _drawn_anew(data)
    if kind_of(beside) in PICTURES and beside.replace(".jpeg", ".jpg").endswith(f".{extension}"):
        return put(author, beside, kept, now=now)
    folder = beside.rpartition("/")[0]
    at = folder if folder.endswith("/assets") else f"{folder}/assets"
    return put(author, _free(author, f"{at}/{_safe(name)}", extension, kept), kept, now=now)


def _free(author: User, stem: str, extension: str, kept: bytes) -> str:
    """Return the first path that no other picture has, be it published or a draft of the author."""
    paths = (f"{stem}{number}.{extension}" for number in chain([""], map("-{}".format, count(2))))
    sheets = ((path, sheet_of(author, path)) for path in paths)
    return next(path for path, sheet in sheets if sheet is None or sheet.data == kept)


def _safe(name: str) -> str:
    """Return the part of a file's name before its ending, in letters, digits, ``-`` and ``_``."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    return re.sub(r"[^A-Za-z0-9_]+", "-", stem).strip("-")[:60].lower() or "picture"


def _drawing(data: bytes) -> tuple[str, bytes]:
    """Return a drawing as it is, once the compiler has nothing against it."""
    if len(data) > MAX_BYTES:
        raise Refused(f"The drawing has {len(data) / 1024:.0f} KB; {MAX_BYTES // 1024} KB are allowed.")
    problems = Problems("drawing")
    inline(data, problems, prefix="fig1-")
    if problems:
        first = problems[0]
        raise Refused(
            f"The drawing was not taken. Line {first.line}: {first.wrong}. Allowed: {first.allowed}."
        )
    return "svg", data


def _drawn_anew(data: bytes) -> tuple[str, bytes]:
    """Return the ending and the bytes of a picture made of the pixels of this one alone, small enough to keep."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=tuple(EXTENSIONS)) as opened:
                kind = str(opened.format)
                _check(opened)
                opened.load()
                picture = ImageOps.exif_transpose(opened)
                picture = _plain(picture, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(f"The picture has far more than the {MOST} million pixels that are allowed.") from error
    except UnidentifiedImageError as error:
        raise Refused("This is no PNG, JPEG, WebP or GIF picture, and no SVG drawing.") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("The picture is damaged and cannot be read to its end.") from error
    return EXTENSIONS[kind], _small(picture, kind)


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """Return the pixels without what came with them; a GIF keeps its palette, and which colour of it is no colour."""
    clear = picture.info.get("transparency")
    if kind != "GIF":
        alpha = kind != "JPEG" and picture.has_transparency_data
        picture = picture.convert("RGBA" if alpha else "RGB")
    picture.info.clear()
    if kind == "GIF" and clear is not None:
        picture.info["transparency"] = clear
    return picture


def _check(picture: Image.Image) -> None:
    """Raise ``Refused`` for what is too large to be unpacked, or moves; nothing of it is unpacked yet."""
    if picture.width * picture.height > MOST * 10**6:
        millions = picture.width * picture.height / 1e6
        raise Refused(f"The picture has {millions:.0f} million pixels; {MOST} million are allowed.")
    if getattr(picture, "n_frames", 1) > 1:
        raise Refused("The picture moves. Only still pictures are taken.")


def _small(picture: Image.Image, kind: str) -> bytes:
    """Return the picture in at most ``MAX_BYTES`` bytes: a little less exact first, then smaller."""
    while True:
        for quality in _QUALITIES if kind != "PNG" else (0,):
            out = BytesIO()
            options = {"optimize": True} if kind == "PNG" else {"quality": quality}
            picture.save(out, kind, **options)
            if out.tell() <= MAX_BYTES:
                return out.getvalue()
        picture = picture.resize((max(picture.width * 3 // 4, 1), max(picture.height * 3 // 4, 1)))
