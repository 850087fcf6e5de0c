# ruff: noqa: RUF001, SIM905 - odd characters are what this is about, and a line of words reads well
"""A text that was decoded wrongly comes back; a clean one is never touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.planning.repair import repair

pytestmark = pytest.mark.once

MAC, WINDOWS, LATIN = "mac_roman", "cp1252", "latin-1"
CLEAN = [
    "SQL (3–4 weeks), the “long” way… l’été à l’école",
    "Mot—É, «École» et «Ça», “Äpfel”, ‚Äpfel‘, —¿Qué? —Él dijo",
    "Fuß” und Maß… Größe „Öl“ ‚ß‘ daß–“",
    "„IRMÃ… NÃO” “IRMÔ",
    "IRMÃ…",
    "Café”…",
    "l’école",
    "—Él",
    "A–Ä–",
    "Ä“",
    "Привет, мир — я и ты. Здравствуй",
    "Ελληνικά και English, naïve café — fine",
    "数据工程 三周 → 完成 🎯 👩‍💻",
    "√16 = 4, ≤ ≥ ≠ ∞ π ∑ ±2 °C ¬ £5 ¥6 €7 §8 ©",
    "Zażółć gęślą jaźń, Łódź; Çok güzel, İstanbul; Țară și oraș",
    "Tiếng Việt: Ấn Độ, Âu Á, chữ Ã và Õ",
    "N° 5 · “«»” ‹› • † ‡ ‰ ™",
    "plain ASCII only",
    "",
]
WORDS = [
    *"Daten für Größe über façade naïve élève été à la où señor mañana coração não irmã então Ålesund smörgås łódź".split(),
    *"weeks 3–4 “quoted” it’s … → • € ½ × ° «ici» — –".split(),
    *"plan SQL Python ETL (4 Wochen) привет мир данные δεδομένα γνώση 数据 工程 🎯 ✅ 📚".split(),
]
LATIN_WORDS = [word for word in WORDS if all(ord(letter) < 0x370 or ord(letter) > 0x2000 for letter in word)]


def broken(text: str, encoding: str) -> str:
    """Read the UTF-8 of ``text`` as another encoding; where Windows-1252 has no character, as browsers do."""
    read = (bytes([byte]).decode(encoding, "replace") for byte in text.encode())
    pairs = zip(read, text.encode(), strict=True)
    return "".join(
        chr(byte) if character == "\N{REPLACEMENT CHARACTER}" else character for character, byte in pairs
    )


def sentence(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_text_is_not_repaired(text: str) -> None:
    assert repair(text) is None


@given(
    st.lists(st.sampled_from([*WORDS, *(word.upper() for word in LATIN_WORDS), *" -—–“”’…\n"])).map("".join)
)
def test_no_order_of_clean_words_is_repaired_to_another_text_of_several_lines(text: str) -> None:
    clean = f"{text}\nGröße, l’été, ça «va»: señor"
    assert repair(clean) is None


@given(sentence(LATIN_WORDS))
def test_clean_words_are_never_repaired(text: str) -> None:
    assert repair(text) is None


@given(sentence(WORDS), st.sampled_from([MAC, WINDOWS, LATIN]))
def test_what_was_read_wrongly_comes_back(text: str, encoding: str) -> None:
    text = f"{text}, für 3–4 Wochen"
    found = repair(broken(text, encoding))
    assert found is not None
    assert found.text == text


@given(sentence(WORDS), st.sampled_from([MAC, WINDOWS, LATIN]), st.sampled_from([MAC, WINDOWS, LATIN]))
def test_what_was_read_wrongly_twice_comes_back(text: str, first: str, second: str) -> None:
    text = f"{text}, für 3–4 Wochen"
    found = repair(broken(broken(text, first), second))
    assert found is not None
    assert found.text == text


@given(sentence(WORDS))
def test_a_repaired_text_is_not_repaired_again(text: str) -> None:
    found = repair(broken(f"{text}, für 3–4 Wochen", MAC))
    assert found is not None
    assert repair(found.text) is None


def test_it_says_how_often_where_and_what_was_meant() -> None:
    text = "# Plan\n\n## SQL (3–4 weeks)\n- It’s “done”\n"
    found = repair(broken(text, MAC))
    assert found is not None
    assert (found.how, found.places) == ("UTF-8 read as Mac Roman", 4)
    assert found.examples == (
        (3, "## SQL (3‚Äì4 weeks)", "## SQL (3–4 weeks)"),
        (4, "- It‚Äôs ‚Äúdone‚Äù", "- It’s “done”"),
    )


def test_windows_is_told_from_mac() -> None:
    found = repair("SQL (3â€“4 weeks), fÃ¼r")
    assert found is not None
    assert (found.text, found.how) == ("SQL (3–4 weeks), für", "UTF-8 read as Latin-1 or Windows-1252")


def test_a_line_that_was_pasted_in_wrongly_is_found_among_clean_ones() -> None:
    found = repair("Für dich\nSQL (3â€“4 weeks)\nGröße")
    assert found is not None
    assert found.text == "Für dich\nSQL (3–4 weeks)\nGröße"


def test_a_text_with_a_lost_character_is_not_guessed_at() -> None:
    assert repair("SQL (3\N{REPLACEMENT CHARACTER}4 weeks) \N{REPLACEMENT CHARACTER}") is None
