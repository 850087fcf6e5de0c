"""Figures in words. Pure."""


def clock(minutes: int) -> str:
    """Return minutes as hours and minutes, ``13:05``."""
    return f"{minutes // 60}:{minutes % 60:02}"


def spoken(minutes: int) -> str:
    """Return minutes as ``45 min`` or ``13 h 05``."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 topic`` or ``2 topics``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def percent(part: float, whole: float) -> int | None:
    """Return the share in whole percent, rounded down; None of nothing."""
    return int(100 * part / whole + 1e-9) if whole else None


def share(part: int, whole: int) -> str:
    """Return ``29 of 36 (80 %)``, or that there was none."""
    return f"{part} of {whole} ({percent(part, whole)} %)" if whole else "none"


def quoted(text: str) -> str:
    """Return Markdown as a quotation, which ends whatever was left open in it: a fence, a list, a comment."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
