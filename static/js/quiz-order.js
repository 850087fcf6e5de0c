// Steps in order: buttons and arrow keys move a step beside its number field. The numbers are what is sent.
export function arrange(list) {
  const label = (item) => item.querySelector("select").getAttribute("aria-label").replace("Place of: ", "");
  const items = () => [...list.querySelectorAll(".sequence__item")];

  function number() {
    let place = 0;
    for (const item of items()) {
      const field = item.querySelector("select");
      if (field.value !== "") field.value = String(++place);
    }
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function move(item, by) {
    const field = item.querySelector("select");
    if (items().every((one) => one.querySelector("select").value === "")) {
      for (const one of items()) one.querySelector("select").value = "1";
    }
    if (field.value === "") field.value = "1";
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (other?.matches(".sequence__item")) by < 0 ? other.before(item) : other.after(item);
    number();
  }

  for (const item of items()) {
    const moves = document.createElement("span");
    moves.className = "sequence__moves";
    for (const [by, sign, word] of [[-1, "↑", "up"], [1, "↓", "down"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--icon";
      button.textContent = sign;
      button.setAttribute("aria-label", `Move ${word}: ${label(item)}`);
      button.addEventListener("click", () => {
        move(item, by);
        button.focus();
      });
      button.addEventListener("keydown", (event) => {
        const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!way) return;
        event.preventDefault();
        move(item, way);
        button.focus();
      });
      moves.append(button);
    }
    item.append(moves);
  }

  const sorted = items().sort((a, b) => (Number(a.querySelector("select").value) || 99) - (Number(b.querySelector("select").value) || 99));
  list.append(...sorted);
}
