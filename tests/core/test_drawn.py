"""Templates drawn once: holes are filled, texts are escaped, and equal values share what was drawn."""

import subprocess
import sys

import pytest
from django.utils.safestring import mark_safe

from portal.core.drawn import MARK, Drawn, Holes, draw

pytestmark = pytest.mark.once


def with_holes(text: str) -> Drawn:
    hole = Holes()
    return Drawn(text.format(name=hole["name"], token=hole["token"], request=hole["request"]))


def test_every_hole_is_filled_each_time_it_stands_there() -> None:
    assert with_holes("{name} and {name}, {token}").fill(name="Ada", token="t") == "Ada and Ada, t"


def test_what_is_filled_in_is_escaped_unless_it_is_safe() -> None:
    drawn = with_holes("{name}")
    assert drawn.fill(name="<b>") == "&lt;b&gt;"
    assert drawn.fill(name=mark_safe("<b>")) == "<b>"


def test_a_piece_with_open_holes_can_be_filled_into_another() -> None:
    inner = with_holes("<{token}>").fill()
    assert Drawn(with_holes("{name}{token}").fill(name=inner)).forms("t") == "<t>t"


def test_each_form_gets_an_id_of_its_own_and_the_same_token() -> None:
    first, second, token = with_holes("{request} {request} {token}").forms("t").split()
    assert token == "t"
    assert len({first, second}) == 2


def test_a_page_with_an_open_hole_is_an_error_not_an_answer() -> None:
    with pytest.raises(KeyError, match="name"):
        with_holes("{name}").forms("t")


def test_filling_leaves_the_drawing_as_it_was() -> None:
    drawn = with_holes("{name}")
    assert [drawn.fill(name=name) for name in "ab"] == ["a", "b"]


def test_equal_values_are_drawn_once_and_other_values_anew() -> None:
    first, again, other = (draw("core/_refused.html", reason=reason) for reason in ("a", "a", "b"))
    assert first is again
    assert "b" in other.fill()


def test_the_digest_tells_texts_apart_and_leaves_out_what_is_new_each_time() -> None:
    one, other = with_holes("a{token}"), with_holes("b{token}")
    assert one.digest(1) == with_holes("a{token}").digest(1)
    assert len({one.digest(1), one.digest(2), other.digest(1)}) == 3
    assert with_holes("a{token}").digest() != with_holes("a{request}").digest()


def test_the_digest_is_the_same_in_every_process() -> None:
    code = (
        "from portal.core.drawn import Drawn, MARK; print(Drawn('a' + MARK + 'token' + MARK + 'b').digest())"
    )
    printed = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout for _ in range(2)
    }
    assert printed == {Drawn(f"a{MARK}token{MARK}b").digest() + "\n"}
