"""The values of expressions, and of the variables of a question for one seed."""

import ast
import math
import operator
from collections.abc import Callable, Iterable, Mapping

from portal.quizzes.dice import Dice
from portal.quizzes.vars.language import Faulty, tree_of

Value = int | float | str
VARIANTS = range(32)
LARGEST = 10**18
LONGEST = 500
_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def dice_for(question: str, seed: int) -> Dice:
    """Return the dice of a question's variables. There are 32 variants; the compiler tries each."""
    return Dice(seed % len(VARIANTS), question, "vars")


def variables_for(lines: Iterable[tuple[str, str]], dice: Dice) -> dict[str, Value]:
    """Return the value of every variable, in order; each may use those above it. Raises ``Faulty``."""
    values: dict[str, Value] = {}
    for name, expression in lines:
        values[name] = value_of(expression, values, dice)
    return values


def value_of(text: str, values: Mapping[str, Value], dice: Dice | None = None) -> Value:
    """Return the value of an expression that ``language.check`` has let through; raises ``Faulty``."""
    try:
        return _value(tree_of(text), values, dice)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise Faulty(f"{text.strip()!r} has no value: {error}") from None


def number_of(text: str, values: Mapping[str, Value]) -> float:
    """Return the value of an expression that must be a number; raises ``Faulty``."""
    value = value_of(text, values)
    if isinstance(value, str):
        raise Faulty(f"{text.strip()!r} is a text where a number is needed")
    return value


def shown(value: Value) -> str:
    """Return a value as a learner reads it: whole numbers whole, others to ten digits."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else f"{value:.10g}"
    return str(value)


def _value(node: ast.expr, values: Mapping[str, Value], dice: Dice | None) -> Value:
    """Evaluate one node."""
    match node:
        case ast.Constant(value=int() | float() | str() as value):
            return _bounded(value)
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _bounded(_operated(op, _number(left, values, dice), _number(right, values, dice)))
        case ast.UnaryOp(op=op, operand=operand):
            number = _number(operand, values, dice)
            return -number if isinstance(op, ast.USub) else number
        case ast.IfExp(test=ast.Compare() as test, body=body, orelse=orelse):
            return _value(body if _holds(test, values, dice) else orelse, values, dice)
        case ast.Call(func=ast.Name(id=name), args=args):
            return _bounded(_called(name, args, values, dice))
    raise ValueError("it is not part of the language")


def _number(node: ast.expr, values: Mapping[str, Value], dice: Dice | None) -> float:
    """Evaluate a node that must be a number."""
    value = _value(node, values, dice)
    if isinstance(value, str):
        raise TypeError(f"{value!r} is a text")
    return value


def _operated(op: ast.operator, left: float, right: float) -> float:
    """Apply an operator; a power is bounded before it is computed."""
    if not isinstance(op, ast.Pow):
        return _BINARY[type(op)](left, right)
    if abs(right) > 64 or (left and abs(math.log10(abs(left)) * right) > 18):
        raise ValueError("the power is too large")
    result = left**right
    if isinstance(result, int | float):
        return result
    raise ValueError("a root of a negative number")


def _holds(test: ast.Compare, values: Mapping[str, Value], dice: Dice | None) -> bool:
    """Evaluate a comparison."""
    left, right = _value(test.left, values, dice), _value(test.comparators[0], values, dice)
    return _COMPARE[type(test.ops[0])](left, right)


def _called(name: str, args: list[ast.expr], values: Mapping[str, Value], dice: Dice | None) -> Value:
    """Call a function of the language."""
    if name == "choice" and dice and isinstance(args[0], ast.List):
        options = args[0].elts
        return _value(options[dice.below(len(options))], values, dice)
    numbers = [_number(arg, values, dice) for arg in args]
    if name == "randint" and dice:
        low, high = round(numbers[0]), round(numbers[1])
        if [low, high] != numbers or low > high:
            raise ValueError("randint takes two whole numbers, the smaller first")
        return low + dice.below(high - low + 1)
    if name == "uniform" and dice:
        return numbers[0] + (numbers[1] - numbers[0]) * dice.random()
    if name == "round":
        if len(numbers) > 1 and numbers[1] not in range(16):
            raise ValueError("round takes 0 to 15 digits")
        return round(numbers[0], int(numbers[1])) if len(numbers) > 1 else round(numbers[0])
    if name == "abs":
        return abs(numbers[0])
    return {"min": min, "max": max}[name](numbers)


def _bounded(value: Value) -> Value:
    """Return ``value`` unless it is too large or too long; raises ``ValueError``."""
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise ValueError(f"a text of more than {LONGEST} characters")
    elif not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError("a number larger than 10^18")
    return value
