// The tree beside the source: what a save made of the file, and of the folders it is in, wherever the tree shows them.
export function flag(nodes) {
  for (const [path, text, isBad] of nodes) {
    for (const entry of document.querySelectorAll(`[data-node="${CSS.escape(path)}"]`)) {
      let word = entry.querySelector(".tree__flag");
      if (!word) entry.append(" ", word = document.createElement("span"));
      word.className = isBad ? "tree__flag tree__flag--bad" : "tree__flag";
      word.textContent = text;
    }
  }
}
