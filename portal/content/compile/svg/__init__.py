"""SVG pictures of authors, read strictly and written anew, to stand inside a page."""

from portal.content.compile.svg.writing import inline

__all__ = ["inline"]
