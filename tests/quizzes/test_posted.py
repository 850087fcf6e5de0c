"""What is posted becomes a response that fits the question's fields, can be stored, and is nothing else."""

import pytest

from portal.quizzes.answers.posted import Field, response_of

FIELDS = {
    "one": Field(among=("a", "b")),
    "many": Field(among=("a", "b"), many=True),
    "text": Field(longest=5),
}


@pytest.mark.parametrize(
    ("posted", "response"),
    [
        ({"one": "a"}, {"one": ["a"]}),
        ({"one": ["b", "a"]}, {"one": ["b"]}),
        ({"one": ["c", "a"]}, {"one": ["a"]}),
        ({"many": ["b", "c", "a", "b"]}, {"many": ["b", "a"]}),
        ({"text": ["abc", "d"]}, {"text": ["abc"]}),
        ({"text": "a\x00b\ud800c"}, {"text": ["abc"]}),
        ({"text": "a\r\nb"}, {"text": ["a\nb"]}),
        ({"text": " \n"}, {}),
        ({"text": "sixsix"}, {}),
        ({"other": "a"}, {}),
        ({"one": 1, "many": [None, {}], "text": b"a"}, {}),
        ([("one", "a")], {}),
        (None, {}),
        ("one=a", {}),
    ],
)
def test_a_response_holds_what_fits(posted: object, response: dict[str, list[str]]) -> None:
    assert response_of(FIELDS, posted) == response
