"""Names for the parts of a question that say nothing about the answer."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256


def keys_for(question: str, texts: Iterable[str]) -> list[str]:
    """Return a key for each text: the same wherever the text stands, so that no order can be read off.

    Equal texts get numbers behind their common key.
    """
    seen: Counter[str] = Counter()
    keys = []
    for text in texts:
        key = sha256(f"{question}\n{text}".encode()).hexdigest()[:8]
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def doubled(texts: Iterable[str]) -> str:
    """Return the first text that comes a second time, or an empty one."""
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            return text
        seen.add(text)
    return ""
