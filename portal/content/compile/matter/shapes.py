"""The shapes of ids and addresses."""

from dataclasses import dataclass

_WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text must look like: ``pattern`` matches all of it, ``allowed`` says so to an author."""

    name: str
    pattern: str
    allowed: str
    limit: int = 60


ID = Shape("id", _WORD, "an id of lower-case letters, digits and single hyphens, such as draw-frame")
LESSON_ID = Shape("lesson id", f"{_WORD}/{_WORD}", "an id such as sql/window-functions", 120)
CONCEPT = Shape(
    "concept", rf"{_WORD}(?:\.{_WORD})+", "lower-case words joined by dots, such as sql.window.frame", 80
)
MILESTONE_ID = Shape("milestone id", r"m[1-9]", "m1, m2, …")
FOLDER = Shape("folder", rf"\d{{2,4}}-{_WORD}", "a number, a hyphen and a name, such as 03-sql")
ADDRESS = Shape(
    "https address",
    r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?",
    "an address that begins with https://",
    500,
)
