"""What a page must not hold, found by reading it as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "srcset",
    "hx-post",
    "hx-get",
    "xlink:href",
}
VOID = {"meta", "link", "input", "br", "hr", "img", "source", "col", "area", "base", "embed", "track", "wbr"}
WITHOUT_BODY = {*VOID, "use", "path", "circle", "rect"}


@dataclass
class Page(HTMLParser):
    """A page taken apart: its tags, its ids, its text, and what it would be better without."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if len(values) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag not in WITHOUT_BODY:
            self.open.append(tag)
        self._judge(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in WITHOUT_BODY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in WITHOUT_BODY:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.open and self.open[-1] in ("script", "style") and data.strip():
            self.faults.append(f"inline <{self.open[-1]}>: {data.strip()[:40]}")

    def _judge(self, tag: str, values: dict[str, str]) -> None:
        for name, value in values.items():
            if name == "style":
                self.faults.append(f"<{tag}> has an inline style")
            if name.startswith("on") or name.startswith("hx-on"):
                self.faults.append(f"<{tag}> has the handler {name}")
            if name in ADDRESSES and tag != "a" and urlsplit(value).netloc:
                self.faults.append(f"<{tag} {name}> loads from {urlsplit(value).netloc}")
            if name in ADDRESSES and value.strip().lower().startswith("javascript:"):
                self.faults.append(f"<{tag} {name}> is a script")
        if (
            tag == "svg"
            and values.get("aria-hidden") != "true"
            and values.get("role") not in ("img", "group")
        ):
            self.faults.append("an svg that is neither hidden nor named")

    @property
    def text(self) -> str:
        """Return all words of the page, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Return the attributes of every ``tag`` that has ``attributes``; ``class_`` stands for one of its classes."""
        wanted = attributes.pop("class_", None)
        return [
            values
            for name, values in self.tags
            if name == tag
            and all(values.get(key.replace("_", "-")) == value for key, value in attributes.items())
            and (wanted is None or wanted in values.get("class", "").split())
        ]


def read(content: bytes | str) -> Page:
    """Take a page apart; check that no id stands twice, that references lead somewhere, that forms have their token."""
    page = Page()
    page.feed(content.decode() if isinstance(content, bytes) else content)
    page.close()
    ids = [values["id"] for _, values in page.tags if "id" in values]
    page.faults += [f"the id {name} stands twice" for name in {name for name in ids if ids.count(name) > 1}]
    forms = len([1 for form in page.all("form") if form.get("method", "").lower() == "post"])
    tokens = [field["value"] for field in page.all("input", name="csrfmiddlewaretoken")]
    if len(tokens) != forms or not all(len(token) == 64 for token in tokens):
        page.faults.append(f"{forms} forms that write, {len(tokens)} tokens")
    for tag, values in page.tags:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            page.faults += [
                f"<{tag} {name}> points at nothing: {to}"
                for to in values.get(name, "").split()
                if to not in ids
            ]
        if tag == "a" and values.get("href", "").startswith("#") and values["href"][1:] not in ids:
            page.faults.append(f"a link within the page leads nowhere: {values['href']}")
    return page
