// The preview beside the source: it shows the part the cursor is in. The headings that both have are the fixed points.

const name = (text) => text.replace(/\{#[^}]*\}\s*$/, "").replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

// The headings of a source, in order: its line, from 1, and its name. A number sign within a fence begins none.
function headings(lines) {
  const found = [];
  let fence = "";
  lines.forEach((text, at) => {
    const mark = text.match(/^ {0,3}(`{3,}|~{3,})/)?.[1];
    if (mark && (!fence || mark.startsWith(fence))) fence = fence ? "" : mark;
    else if (!fence && /^#{2,6} /.test(text)) found.push({ line: at + 1, name: name(text) });
  });
  return found;
}

// Places of the preview, in pixels from its top, with the lines they belong to; its beginning and its end are two of them.
function places(preview, lines) {
  const edge = preview.getBoundingClientRect().top - preview.scrollTop;
  const shown = [...preview.querySelectorAll("h2, h3, h4, h5, h6")].filter((heading) => heading.getClientRects().length);
  const found = [{ line: 1, top: 0 }];
  let from = 0;
  for (const heading of headings(lines)) {
    const at = shown.findIndex((one, index) => index >= from && name(one.textContent) === heading.name);
    if (at < 0) continue;
    found.push({ line: heading.line, top: shown[at].getBoundingClientRect().top - edge });
    from = at + 1;
  }
  return [...found, { line: lines.length + 1, top: preview.scrollHeight }];
}

// Scroll the preview to where a line of the text is shown; what is in view already stays where it is.
export function follow(preview, text, line) {
  const lines = text.split("\n");
  const all = places(preview, lines);
  const next = Math.max(1, all.findIndex((place) => place.line > line));
  const [before, after] = [all[next - 1], all[next]];
  const top = before.top + ((after.top - before.top) * (line - before.line)) / Math.max(1, after.line - before.line);
  const { scrollTop, clientHeight } = preview;
  if (top < scrollTop || top > scrollTop + clientHeight * 0.8) preview.scrollTop = top - clientHeight / 4;
}
