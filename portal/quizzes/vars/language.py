"""Expressions: what may stand in one, checked before it is ever evaluated.

Python's own parser reads them; only the nodes, names and functions listed here are let through, so an
expression can neither loop nor reach anything, and its length bounds its cost.
"""

import ast
import warnings
from functools import lru_cache

LONGEST = 300
MOST_NODES = 60
FUNCTIONS = {"min": (1, 9), "max": (1, 9), "round": (1, 2), "abs": (1, 1)}
DRAWS = {"randint": (2, 2), "uniform": (2, 2), "choice": (1, 1)}
_BINARY = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_COMPARE = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


class Faulty(Exception):
    """The expression is not allowed, or has no value; the text says why."""


@lru_cache(maxsize=1024)
def tree_of(text: str) -> ast.expr:
    """Return the expression that ``text`` is; raises ``Faulty``. Names and functions are not looked at."""
    if len(text) > LONGEST:
        raise Faulty(f"an expression of more than {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError, Warning):
        raise Faulty(f"{text.strip()!r} is not an expression") from None
    if sum(1 for _ in ast.walk(tree)) > 3 * MOST_NODES:
        raise Faulty(f"an expression of more than {MOST_NODES} parts")
    return tree


def check(text: str, names: frozenset[str], *, draws: bool) -> None:
    """Raise ``Faulty`` unless ``text`` holds only ``names``, numbers, texts and what the language has.

    ``draws`` allows ``randint``, ``uniform`` and ``choice``, which only the lines of a ``vars`` block may
    use.
    """
    _check(tree_of(text), names, FUNCTIONS | DRAWS if draws else FUNCTIONS)


def _check(node: ast.expr, names: frozenset[str], functions: dict[str, tuple[int, int]]) -> None:
    """Check one node and all below it."""
    match node:
        case ast.Constant(value=int() | float() | str() as value) if not isinstance(value, bool):
            inner: list[ast.expr] = []
        case ast.Name(id=name) if name in names:
            inner = []
        case ast.Name(id=name):
            raise Faulty(f"{name!r} has no value here; {', '.join(sorted(names)) or 'nothing'} has")
        case ast.BinOp(op=op) if isinstance(op, _BINARY):
            inner = [node.left, node.right]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            inner = [node.operand]
        case ast.IfExp(test=ast.Compare(ops=[op]) as test) if isinstance(op, _COMPARE):
            inner = [test.left, *test.comparators, node.body, node.orelse]
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in functions:
            inner = _arguments(node, name, functions[name])
        case _:
            raise Faulty(f"{ast.unparse(node)[:60]!r} is not part of the language")
    for one in inner:
        _check(one, names, functions)


def _arguments(node: ast.Call, name: str, counts: tuple[int, int]) -> list[ast.expr]:
    """Return the arguments of a call, those of ``choice`` out of their list."""
    if not counts[0] <= len(node.args) <= counts[1] or any(isinstance(one, ast.Starred) for one in node.args):
        raise Faulty(f"{name} with {len(node.args)} arguments")
    if name != "choice":
        return list(node.args)
    options = node.args[0]
    if not isinstance(options, ast.List) or not options.elts:
        raise Faulty("choice without a list, such as choice([100, 200])")
    return list(options.elts)
