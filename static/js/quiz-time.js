// The time that is left of an exam: shown, said aloud near the end, and handed in when it is over.
const SAID = [300, 60];
let clock = 0;

const say = (text) => document.dispatchEvent(new CustomEvent("portal:say", { detail: text }));

function words(seconds) {
  if (seconds >= 120) return `${Math.ceil(seconds / 60)} min left`;
  return `${seconds} s left`;
}

// `seconds` are left now, by the portal's clock; `over` is called once when none is.
export function countdown(seconds, line, over) {
  clearInterval(clock);
  if (!Number.isFinite(seconds)) return;
  const end = performance.now() + seconds * 1000;
  let last = seconds;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (line) line.textContent = words(left);
    const near = SAID.find((mark) => left <= mark && last > mark);
    if (near) say(`${near / 60} minute${near > 60 ? "s" : ""} left.`);
    last = left;
    if (left > 0) return;
    clearInterval(clock);
    over();
  };
  clock = setInterval(tick, 1000);
}
