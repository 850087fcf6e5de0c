// The source editor of the Studio: CodeMirror over a text area that works without it. Bundled by `npm run build`.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown } from "@codemirror/lang-markdown";
import { yaml, yamlFrontmatter } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting, bracketMatching } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: tags.heading, color: "var(--ink)", fontWeight: "700" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.keyword, tags.labelName], color: "var(--accent-strong)" },
  { tag: [tags.string, tags.monospace], color: "var(--good)" },
  { tag: [tags.link, tags.url], color: "var(--accent)" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: [tags.processingInstruction, tags.meta, tags.punctuation, tags.comment, tags.contentSeparator], color: "var(--ink-2)" },
]);

const LOOK = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "0.875rem", blockSize: "100%", minBlockSize: "34rem" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-data)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "0.75rem" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-2)", borderColor: "var(--line)" },
  ".cm-activeLine": { backgroundColor: "transparent", boxShadow: "inset 0 0 0 1px var(--line)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--accent-soft)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--warn-soft)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent-line)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", borderColor: "var(--line)", fontFamily: "var(--font-panel)" },
  ".cm-textfield, .cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "3px" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-diagnostic-error": { borderInlineStart: "0", color: "var(--bad)", fontFamily: "var(--font-panel)" },
});

function language(name) {
  if (name === "yaml") return [yaml()];
  return name === "markdown" ? [yamlFrontmatter({ content: markdown() })] : [];
}

// Shows an editor in `place` (a shadow root: there, styles need no <style> element, which the policy forbids). Tab is left
// to the page on purpose, so that nobody is caught. `changed` and `moved` are told of each change and of the cursor.
export function mount(place, { text, label, name, changed, moved }) {
  const view = new EditorView({
    root: place,
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), lintGutter(), history(), drawSelection(), bracketMatching(), highlightActiveLine(), highlightActiveLineGutter(),
        highlightSelectionMatches(), language(name), syntaxHighlighting(COLOURS), LOOK, EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true" }),
        keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
          if (update.docChanged || update.selectionSet) moved(cursor(update.state));
        }),
      ],
    }),
  });
  return {
    focus: () => view.focus(),
    jump(number) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    },
    insert(piece) {
      const line = view.state.doc.lineAt(view.state.selection.main.to);
      const put = `${line.text.trim() ? "\n\n" : ""}${piece}`;
      view.dispatch({ changes: { from: line.to, insert: put }, selection: { anchor: line.to + put.length }, scrollIntoView: true });
      view.focus();
    },
    set: (whole) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: whole } }),
    mark(found) {
      const { doc } = view.state;
      const marks = found.filter(([number]) => number > 0 && number <= doc.lines).map(([number, message]) => {
        const line = doc.line(number);
        return { from: line.from, to: line.to, severity: "error", message };
      });
      view.dispatch(setDiagnostics(view.state, marks));
    },
  };
}

function cursor(state) {
  const at = state.selection.main.head;
  const line = state.doc.lineAt(at);
  return [line.number, at - line.from + 1];
}
