// A slider says its value while it is moved: in words beside it, and to who hears it. Without it both say what was sent last.
function say(slider) {
  const said = document.querySelector(`output[for="${slider.id}"]`);
  if (!said) return;
  said.value = `${slider.value} ${said.dataset.unit}`;
  slider.setAttribute("aria-valuetext", said.value);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("input[type=range]")) say(event.target);
});
document.querySelectorAll("input[type=range]").forEach(say);
