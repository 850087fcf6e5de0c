// The source editor of the Studio: CodeMirror over a text area that works without it. Bundled by `npm run build`.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown } from "@codemirror/lang-markdown";
import { yaml, yamlFrontmatter } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting, bracketMatching } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
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
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "0.875rem", blockSize: "100%", minBlockSize: "20rem" },
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
  ".cm-fault": { backgroundColor: "var(--bad-soft)", textDecoration: "underline wavy var(--bad) 1px", textUnderlineOffset: "0.2em" },
});

// Lines with a problem. The package for this draws with pictures in data addresses, which the policy forbids.
const setFaults = StateEffect.define();
const faults = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    for (const effect of change.effects) if (effect.is(setFaults)) return effect.value;
    return marks.map(change.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
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
        lineNumbers(), faults, history(), drawSelection(), bracketMatching(), highlightActiveLine(), highlightActiveLineGutter(),
        highlightSelectionMatches(), language(name), syntaxHighlighting(COLOURS), LOOK, EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true", tabindex: "0" }),
        EditorView.domEventHandlers({ beforeinput: typedOver }),
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
      const { doc } = view.state;
      const filled = (number) => number >= 1 && number <= doc.lines && doc.line(number).text.trim() !== "";
      const before = filled(line.number) ? "\n\n" : filled(line.number - 1) ? "\n" : ""; // a piece has empty lines around it
      const put = `${before}${piece}${filled(line.number + 1) ? "\n" : ""}`;
      view.dispatch({ changes: { from: line.to, insert: put }, selection: { anchor: line.to + put.length }, scrollIntoView: true });
      view.focus();
    },
    set: (whole) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: whole } }),
    mark(found) {
      const { doc } = view.state;
      const words = new Map();
      for (const [number, message] of found) if (number > 0 && number <= doc.lines) words.set(number, [...(words.get(number) ?? []), message]);
      const marks = [...words].map(([number, all]) => Decoration.line({ class: "cm-fault", attributes: { title: all.join("\n") } }).range(doc.line(number).from));
      view.dispatch({ effects: setFaults.of(Decoration.set(marks, true)) });
    },
  };
}

// What is typed over a selection: a browser would give the line it makes of several a style, which the policy forbids.
function typedOver(event, view) {
  if (event.inputType !== "insertText" || event.data === null || view.composing || view.state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

function cursor(state) {
  const at = state.selection.main.head;
  const line = state.doc.lineAt(at);
  return [line.number, at - line.from + 1];
}
