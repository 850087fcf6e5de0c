"""What the format does not allow is a problem with its line, in words an author can act on."""

import pytest

from portal.quizzes.compile import MOST_QUESTIONS
from tests.quizzes.making import HEAD, make_text, problems_of, raw_problems

OPTIONS = "- [x] one\n- [ ] two\n"
FIRST = HEAD.count("\n") + 1


@pytest.mark.parametrize(
    ("markdown", "line", "wrong"),
    [
        # headings
        (f"## No id\n\n{OPTIONS}", 0, "a question without an id; `{#no-id}` at the end of its heading"),
        (f"## Q {{#Bad_Id}}\n\n{OPTIONS}", 0, "the id 'Bad_Id'"),
        (f"## Q {{#../q}}\n\n{OPTIONS}", 0, "'#../q' between the braces"),
        (f"## Q {{#q .unknown}}\n\n{OPTIONS}", 0, "the class .unknown on a question of the kind single"),
        (f"## Q {{#q .easy=2}}\n\n{OPTIONS}", 0, "the class .easy=2"),
        (f"## Q {{#q .easy .hard}}\n\n{OPTIONS}", 0, "a question that is .easy and .hard"),
        (f"## Q {{#q colour=red}}\n\n{OPTIONS}", 0, "the key 'colour' on a question of the kind single"),
        (f"## Q {{#q min=20}}\n\n{OPTIONS}", 0, "the key 'min' on a question of the kind single"),
        (f"## Q {{#q points=0}}\n\n{OPTIONS}", 0, "points=0"),
        (f"## Q {{#q points=many}}\n\n{OPTIONS}", 0, "points=many"),
        (f"## Q {{#q concept=Window}}\n\n{OPTIONS}", 0, "the concept 'Window'"),
        (f"## Q {{#q points=1 points=2}}\n\n{OPTIONS}", 0, "'points' twice between the braces"),
        (f"## {{#q}}\n\n{OPTIONS}", 0, "a question without a title"),
        # the form of the answer
        ("## Q {#q}\n\nJust prose.\n", 0, "a question without an answer that can be recognised"),
        (f"## Q {{#q}}\n\n{OPTIONS}\nAnd [[a gap]].\n", 0, "the answer has the form of short"),
        (f"## Q {{#q .card}}\n\n{OPTIONS}", 0, "the answer has the form of card"),
        (f"## Q {{#q}}\n\n{OPTIONS}\nProse.\n\n{OPTIONS}", 7, "a second task list"),
        (f"## Q {{#q}}\n\n```sql\nSELECT 1\n```\n\n{OPTIONS}", 2, "a sql block without a role"),
        (f"## Q {{#q}}\n\n```\nSELECT 1\n```\n\n{OPTIONS}", 2, "a code block without a language"),
        (f"## Q {{#q}}\n\n```sql run\nSELECT 1\n```\n\n{OPTIONS}", 2, "a sql block with the role 'run'"),
        (
            f"## Q {{#q}}\n\n```sql solution\nSELECT 1\n```\n\n{OPTIONS}",
            2,
            "a sql block with the role 'solution'",
        ),
        (
            "## Q {#q}\n\n```java drill\nint x;\n```\n",
            0,
            "a question without an answer that can be recognised",
        ),
        (f"## Q {{#q}}\n\n{OPTIONS}\n```text\nnever closed\n", 5, "this code block is never closed"),
        (f"## Q [[a]] {{#q}}\n\n{OPTIONS}", 0, "a gap in a heading"),
        (
            f"## Q {{#q}}\n\n```sql static x=1\nSELECT 1\n```\n\n{OPTIONS}",
            2,
            "the word 'x' behind a code block",
        ),
        (f"## Q {{#q}}\n\n{OPTIONS}\n> [!TIP]\n> ```sql\n> SELECT\n> ```\n", 6, "a sql block without a role"),
        (
            f"## Q {{#q}}\n\n{OPTIONS}\n> [!TIP] A hint\n",
            5,
            "a hint or an explanation that is not read as one",
        ),
        (
            f"## Q {{#q}}\n\n{OPTIONS}\n> [!note]\n> Why\n",
            5,
            "a hint or an explanation that is not read as one",
        ),
        (f"## Q {{#q}}\n\n{OPTIONS}  > [!TIP]\n  > Why\n", 3, "a hint or an explanation below an option"),
        # options
        ("## Q {#q}\n\n- [ ] one\n- [ ] two\n", 0, "no right options"),
        ("## Q {#q .single}\n\n- [x] one\n- [x] two\n", 0, "2 right options"),
        ("## Q {#q .multi}\n\n- [ ] one\n- [ ] two\n", 0, "no right option"),
        ("## Q {#q}\n\n- [x] one\n", 2, "1 option"),
        ("## Q {#q}\n\n- [x] one\n- [ ] one\n", 2, "the option 'one' twice"),
        ("## Q {#q}\n\n- [x] one\n- [y] two\n", 3, "the box [y]"),
        ("## Q {#q}\n\n- [x] one\n- [] two\n", 3, "the box []"),
        ("## Q {#q}\n\n- [x] one\n- two\n", 3, "an option without a box"),
        ("## Q {#q}\n\n- [x] one\n> feedback\n- [ ] two\n", 3, "feedback that is not indented"),
        ("## Q {#q}\n\n- [x] one\n > feedback\n- [ ] two\n", 3, "feedback at the wrong place"),
        ("## Q {#q}\n\n- [x] one\n       > feedback\n- [ ] two\n", 3, "feedback at the wrong place"),
        ("## Q {#q}\n\n- [x] one\n- [ ] two {credit=150%}\n", 3, "credit=150%"),
        ("## Q {#q}\n\n- [x] one\n- [ ] two {credit=half}\n", 3, "credit=half"),
        ("## Q {#q}\n\n- [x] one\n- [ ] two {credit=100%}\n", 0, "a wrong option with the full credit"),
        ("## Q {#q}\n\n- [x] one {credit=50%}\n- [ ] two\n", 0, "a right option with a part of the credit"),
        ("## Q {#q}\n\n- [x] one {.first}\n- [ ] two\n", 2, "unknown word 'first' behind an option"),
        ("## Q {#q}\n\n- [x] one {.void}\n- [ ] two\n", 2, "a right option that is void"),
        ("## Q {#q}\n\n- [x] one {#one}\n- [ ] two\n", 2, "an id behind an option"),
        (
            "## Q {#q}\n\n- [x] one {credit=60%}\n- [x] two {credit=60%}\n- [ ] no\n",
            0,
            "the credits of the right",
        ),
        ("## Q {#q}\n\n- [x] one\n- [x] two\n- [ ] no {credit=20%}\n", 0, "a wrong option that earns credit"),
        ("## Q {#q}\n\n- [x] True\n- [x] False\n", 0, "not one right option"),
        ("## Q {#q}\n\n- [x] True\n- [ ] False {credit=20%}\n", 0, "a credit in a question of true or false"),
        # gaps
        ("## Q {#q}\n\nIt is [[ never closed.\n", 2, "a gap that is never closed"),
        ("## Q {#q}\n\nIt is [[]].\n", 2, "a gap with an empty answer"),
        ("## Q {#q}\n\nOne\nand [[ a | ]].\n", 3, "a gap with an empty answer"),
        ("## Q {#q}\n\nIt is [[/(/]].\n", 2, "not a regular expression"),
        ("## Q {#q}\n\nIt is [[/^(a|a)*$/]].\n", 2, "a regular expression that takes too long"),
        ("## Q {#q}\n\nIt is [[/a/gx]].\n", 2, "the flags 'gx'"),
        ("## Q {#q}\n\nIt is [[= many]].\n", 2, "'many' has no value here"),
        ("## Q {#q}\n\nIt is [[= 11,57]].\n", 2, "'(11, 57)' is not part of the language"),
        ("## Q {#q}\n\nIt is [[= 12..10]].\n", 2, "the number '12..10'"),
        ("## Q {#q}\n\nIt is [[= 12 ± ]].\n", 2, "the number '12 ±'"),
        ("## Q {#q}\n\nIt is [[= 12 ± -1]].\n", 2, "the number '12 ± -1'"),
        ("## Q {#q}\n\nIt is [[= 10..12 ± 1]].\n", 2, "the number '10..12 ± 1'"),
        ("## Q {#q}\n\nIt is [[ (x) a | (x) b ]].\n", 2, "a drop-down without exactly one right entry"),
        ("## Q {#q}\n\nIt is [[ (x) a | b ]].\n", 2, "a drop-down with an entry that has no mark"),
        ("## Q {#q}\n\nIt is [[ (x) a | ( ) a ]].\n", 2, "the entry 'a' twice"),
        ("## Q {#q}\n\nSee [this](https://example.org/[[a]]).\n", 2, "a gap where none can stand"),
        # tables and orders
        ("## Q {#q .match}\n\nNo table.\n", 0, "a question marked .match without a table"),
        ("## Q {#q .match}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", 2, "a table of 1 pairs"),
        ("## Q {#q .match}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 2 |\n", 2, "'2' twice on the right"),
        ("## Q {#q .match}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 3 |\n", 2, "'1' twice on the left"),
        ("## Q {#q .match}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |   |\n", 5, "a row that is not a pair"),
        ("## Q {#q .match}\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", 4, "a row that is not a pair"),
        ("## Q {#q}\n\n| | a | b |\n|---|---|---|\n| r | [x] | |\n", 4, "a row without a text, a box"),
        (
            "## Q {#q}\n\n| | a | b |\n|---|---|---|\n| r | [x] | [ ] |\n| s | [ ] | [ ] |\n",
            5,
            "a row without a text",
        ),
        ("## Q {#q .order}\n\nNothing.\n", 0, "a question marked .order without an ordered list"),
        ("## Q {#q .order}\n\n1. only\n", 2, "an order of 1"),
        ("## Q {#q .order}\n\n1. a\n2. a\n", 2, "the step 'a' twice"),
        # code
        ("## Q {#q}\n\n```sql parsons\nSELECT 1\n```\n", 2, "a parsons block of 1 lines"),
        ("## Q {#q}\n\n```sql parsons x=1\na\nb\n```\n", 2, "the words 'x=1' behind parsons"),
        ("## Q {#q}\n\n```python predict\nprint(1)\n```\n", 2, "a predict block without its one output"),
        ("## Q {#q}\n\n```python lines\na\nb\n```\n", 2, "0 of 2 lines marked"),
        ("## Q {#q}\n\n```sql drill\nSELECT 1\n```\n", 0, "a drill with 0 solution blocks"),
        ("## Q {#q}\n\n```sql drill order=up\n-\n```\n\n```sql solution\n-\n```\n", 2, "the option order=up"),
        (
            "## Q {#q}\n\n```sql drill\n-\n```\n\n```sql solution\n-\n```\n\n```sql reject\n-\n```\n",
            10,
            "a wrong solution",
        ),
        (
            "## Q {#q}\n\n```python drill\n-\n```\n\n```python solution\n-\n```\n",
            0,
            "a Python drill without a test",
        ),
        (
            "## Q {#q}\n\n```sql drill\n-\n```\n\n```python solution\n-\n```\n",
            6,
            "a python block in a sql drill",
        ),
        # words
        ("## Q {#q .card}\n", 0, "a card with nothing behind it"),
        ("## Q {#q .reflect min=long}\n", 0, "min=long"),
        ("## Q {#q .rubric}\n\nNothing.\n", 0, "a rubric without criteria"),
        ("## Q {#q .rubric}\n\n- [ ] no points\n", 2, "a criterion without points"),
        ("## Q {#q .rubric points=4}\n\n- [ ] (1) one\n", 0, "points=4 for criteria of 1"),
        ("## Q {#q .rubric}\n\n- [x] (1) one\n", 2, "a criterion with a tick"),
        # variables
        ("## Q {#q}\n\n```vars\nx = 1 / 0\n```\n\n[[= x]]\n", 3, "'1 / 0' has no value"),
        ("## Q {#q}\n\n```vars\nx = open(1)\n```\n\n[[= x]]\n", 3, "'open(1)' is not part of the language"),
        ("## Q {#q}\n\n```vars\nrandint(1, 2)\n```\n\n[[= 1]]\n", 3, "'randint(1, 2)' in a vars block"),
        ("## Q {#q}\n\n```vars\n```\n\n[[= 1]]\n", 2, "a vars block without a variable"),
        ("## Q {#q}\n\n```vars\nx = 1\n```\n\nIs {{ y }} [[= x]]\n", 6, "'y' has no value here; x has"),
        (
            "## Q {#q}\n\n```vars\nx = choice([1, 2])\n```\n\n- [x] {{ x }}\n- [ ] 2\n",
            0,
            "two options that read the",
        ),
        (
            "## Q {#q}\n\n```vars\nx = randint(0, 9)\n```\n\n[[= 1 / (x - 3)]]\n",
            0,
            "'1 / (x - 3)' has no value: division by zero",
        ),
    ],
)
def test_it_is_refused_with_its_line(markdown: str, line: int, wrong: str) -> None:
    found = problems_of(markdown)
    assert any(problem.startswith(f"{FIRST + line}: {wrong}") for problem in found), found


def test_an_id_is_used_once() -> None:
    question = f"## Q {{#same}}\n\n{OPTIONS}"
    assert problems_of(question, question) == [
        f"{FIRST + 5}: the id 'same' for the second time; an id of its own for each question"
    ]


def test_proposed_ids_are_free() -> None:
    found = problems_of(f"## Häufige Frage?\n\n{OPTIONS}", f"## Häufige Frage?\n\n{OPTIONS}")
    assert "`{#haufige-frage}`" in found[0]
    assert "`{#haufige-frage-2}`" in found[1]


def test_all_problems_are_found_in_one_run() -> None:
    found = problems_of("## A {#a}\n\nProse.\n", "## B\n\n- [ ] one\n", "## C {#c}\n\n[[/(/]]\n")
    assert [problem.split(":")[0] for problem in found] == ["6", "10", "12", "10", "16"]


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        ("---\nid: q\ntitle: Q\npass: 120%\n---\n", "4: pass is '120%'"),
        ("---\nid: q\ntitle: Q\ndraw: 0\n---\n", "4: draw is '0'"),
        ("---\nid: q\ntitle: Q\ndraw: 3\n---\n", "4: draw: 3 of 1 questions"),
        ("---\nid: q\ntitle: Q\nshuffle: [answers]\n---\n", "4: shuffle is 'answers'"),
        ("---\nid: q\ntitle: Q\nfeedback: never\n---\n", "4: feedback is 'never'"),
        ("---\nid: q\ntitle: Q\nreview: some\n---\n", "4: review is 'some'"),
        ("---\nid: q\ntitle: Q\nspeed: 3\n---\n", "4: unknown key 'speed'"),
        ("---\nid: q\ntitle: Q\naliases: {old: gone}\n---\n", "4: the alias 'old' leads to 'gone'"),
        ("---\nid: q\ntitle: Q\naliases: {q: q}\n---\n", "4: the alias 'q' is the id of a question"),
        ("---\nid: q\ntitle: Q\n---\n# Another title\n", "5: the heading 'Another title'; `# Q`"),
        ("---\ntitle: Q\n---\n", "2: the key id is missing"),
        ("no front matter\n", "1: no front matter"),
    ],
)
def test_front_matter_is_checked(head: str, wrong: str) -> None:
    found = problems_of(f"## Q {{#q}}\n\n{OPTIONS}", head=head)
    assert any(problem.startswith(wrong) for problem in found), found


def test_a_quiz_without_questions_is_refused() -> None:
    assert problems_of() == [f"{FIRST - 1}: a quiz without questions; `## Question {{#id}}`, then its answer"]


def test_a_quiz_has_a_limit_of_questions() -> None:
    many = [f"## Q {{#q{number} .reflect}}\n" for number in range(MOST_QUESTIONS + 1)]
    assert any(f"{MOST_QUESTIONS + 1} questions" in problem for problem in problems_of(*many))


def test_characters_that_mark_slots_are_refused() -> None:
    found = problems_of(f"## Q \ue000 {{#q}}\n\n{OPTIONS}")
    assert f"{FIRST}: the character U+E000; printable text only" in found


def test_a_problem_names_the_file() -> None:
    assert str(raw_problems("## Q {#q}\n")[0]).startswith("quiz.quiz.md:6: ")
    assert make_text("## Q {#q}\n").startswith("---\n")
