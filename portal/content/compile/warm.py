"""Imported by the process that the compiler's processes are forked from, so that they need not all warm up."""

from portal.content.compile.render import render_lines
from portal.content.compile.render.highlight import highlight

render_lines(["*warm*"])
for language in ("sql", "python", "yaml", "bash"):
    highlight("x", language)
