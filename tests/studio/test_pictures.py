"""Pictures that are uploaded are what they say, and carry nothing but what can be seen."""

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from portal.core.errors import Refused
from portal.studio.services import pictures
from portal.studio.services.drafts import put
from portal.studio.services.pictures import upload
from tests.factories import NOON
from tests.studio.curriculum import LESSON, PICTURE, SVG, serve
from tests.studio.making import make_editor

pytestmark = pytest.mark.django_db


def png(width: int = 8, height: int = 8, kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, (width, height), "red").save(out, kind, **options)
    return out.getvalue()


def kept(name: str, data: bytes) -> tuple[str, bytes]:
    draft = upload(make_editor(), LESSON, name, data, now=NOON)
    return draft.path, bytes(draft.data or b"")


@pytest.mark.parametrize(
    ("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")]
)
def test_a_picture_is_named_for_what_it_is(kind: str, ending: str) -> None:
    path, data = kept("../My Frame.exe", png(kind=kind))
    assert path == f"03-sql/01-core/assets/my-frame.{ending}"
    assert Image.open(BytesIO(data)).format == kind


def test_what_came_with_a_picture_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = "4711 Secret Street"
    for kind in ("JPEG", "PNG", "WEBP"):
        sent = png(kind=kind, exif=exif)
        assert b"4711 Secret" in sent
        assert b"4711 Secret" not in kept("a.png", sent)[1]
    tail = kept("a.png", png() + b"<script>alert(1)</script>")[1]
    assert b"script" not in tail


def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is() -> None:
    with pytest.raises(Refused, match="25 million pixels; 24 million"):
        kept("a.png", png(5000, 5000))
    for side in (10_000, 20_000):
        with pytest.raises(Refused, match="far more than the 24 million pixels"):
            kept("a.png", png(side, side, mode="1"))


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a" + b"\0" * 99, b"%PDF-1.4", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, png()[:40]]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        kept("a.png", data)


def test_a_picture_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(Refused, match="can be uploaded"):
        kept("a.png", png() + b"\0" * pictures.MOST_BYTES)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_large_picture_is_made_small_enough_to_be_published(kind: str) -> None:
    noise = Image.frombytes("RGB", (900, 900), Random(1).randbytes(900 * 900 * 3))
    out = BytesIO()
    noise.save(out, kind, quality=95)
    assert len(kept("a", out.getvalue())[1]) <= pictures.MAX_BYTES


def test_a_drawing_is_taken_as_it_is_or_refused_with_its_line() -> None:
    assert kept("a.svg", SVG.encode()) == ("03-sql/01-core/assets/a.svg", SVG.encode())
    for part in (
        "<script>alert(1)</script>",
        "<image href='https://example.org/x'/>",
        "<rect onload='x()'/>",
    ):
        with pytest.raises(Refused, match="Line 1"):
            kept("a.svg", SVG.replace("<rect", f"{part}<rect").encode())


def test_a_gif_keeps_its_colours_and_nothing_that_came_with_it() -> None:
    drawn = Image.new("P", (8, 8), 1)
    drawn.putpalette([255, 0, 0, 0, 0, 255, 0, 255, 0])
    drawn.putpixel((0, 0), 2)
    out = BytesIO()
    drawn.save(out, "GIF", transparency=2, comment=b"4711 Secret Street")
    assert b"4711 Secret" in out.getvalue()
    data = kept("a.gif", out.getvalue() + b"<script>")[1]
    assert not any(word in data for word in (b"4711 Secret", b"<script>"))
    shown = Image.open(BytesIO(data)).convert("RGBA")
    assert shown.getpixel((1, 1)) == (0, 0, 255, 255)
    assert shown.getpixel((0, 0))[3] == 0  # type: ignore[index]  # of RGBA it is four numbers


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_picture_that_moves_is_refused(kind: str) -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    with pytest.raises(Refused, match="Only still pictures are taken"):
        kept("a", out.getvalue())


def test_transparency_stays() -> None:
    data = kept("a.png", png(mode="RGBA"))[1]
    assert Image.open(BytesIO(data)).mode == "RGBA"


def test_a_name_that_is_taken_gets_a_number_unless_the_picture_is_the_same(tmp_path: Path) -> None:
    serve(tmp_path)
    editor, other = make_editor(), SVG.replace("<rect", "<circle r='1'/><rect")
    names = [
        upload(editor, beside, "Frame.svg", data.encode(), now=NOON).path.rpartition("/")[2]
        for beside, data in [(LESSON, SVG), (LESSON, other), (LESSON, other), (PICTURE, other)]
    ]
    assert names == ["frame.svg", "frame-2.svg", "frame-2.svg", "frame.svg"]
    put(editor, PICTURE, None, now=NOON)
    assert upload(editor, LESSON, "frame.svg", SVG.encode(), now=NOON).path.endswith("frame-3.svg")


def test_a_picture_of_another_kind_takes_the_place_of_none(tmp_path: Path) -> None:
    serve(tmp_path)
    assert upload(make_editor(), PICTURE, "frame.svg", png(), now=NOON).path.endswith("/assets/frame.png")
