"""What the code blocks of a quiz are for."""

from portal.content.compile.fences import Fence
from portal.content.compile.problems import Problems

SHOWN = frozenset({"static", "text", "output"})


def check_fence(fence: Fence, roles: frozenset[str], problems: Problems) -> None:
    """Note a code block that is none of ``roles``, and words behind its role other than a title."""
    if fence.role not in roles:
        named = f"with the role {fence.role!r}" if fence.role else "without a role"
        wrong = f"a {fence.language} block {named}" if fence.language else "a code block without a language"
        problems.add(fence.line, wrong, f"one of {', '.join(sorted(roles))}")
    for key in fence.options.keys() - {"title"}:
        problems.add(fence.line, f"the word {key!r} behind a code block", '`title="…"`, or nothing')
