"""The blocks of a question as text again, whole or cut at their gaps."""

from portal.content.compile.problems import Problems
from portal.quizzes.answers.gaps import Gap, split_gaps
from portal.quizzes.source.blocks import Alert, Block, Code, Grid, Listing


def holds_gaps(block: Block) -> bool:
    """Return whether two brackets in a block are a gap: not in code, in alerts and in options."""
    return not isinstance(block, Code | Alert) and not (isinstance(block, Listing) and block.tasks)


def pieces_of(block: Block, problems: Problems) -> list[str | Gap]:
    """Return the text of a block cut at its gaps; brackets that were escaped are bare."""
    if "[[" not in block.text or not holds_gaps(block):
        return [block.text]
    return split_gaps(block.text, block.line, isinstance(block, Grid), problems)


def joined(blocks: list[Block], texts: list[str]) -> str:
    """Return the texts of blocks, each as far below the one before as it is in the file."""
    whole, at = "", blocks[0].line if blocks else 0
    for block, text in zip(blocks, texts, strict=True):
        whole += "\n" * (block.line - at) + text
        at = block.line + block.text.count("\n")
    return whole


def written(blocks: list[Block]) -> list[str | Gap]:
    """Return the text of blocks as an author writes it, cut at its gaps; other brackets are escaped."""
    pieces: list[str | Gap] = []
    at = blocks[0].line if blocks else 0
    for block in blocks:
        pieces.append("\n" * (block.line - at))
        for piece in pieces_of(block, Problems("")):
            bare = isinstance(piece, str) and holds_gaps(block)
            pieces.append(piece.replace("[[", "\\[[") if bare and isinstance(piece, str) else piece)
        at = block.line + block.text.count("\n")
    return pieces
