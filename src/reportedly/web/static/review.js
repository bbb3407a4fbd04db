// Single keys on the pages of the review queue. All they do is also a link, a choice or a button of the page.

const KEPT = "reportedly-keys";
const toggle = document.getElementById("keys");
const rows = [...document.querySelectorAll("[data-row]")];
let on = localStorage.getItem(KEPT) !== "off";

/** Keys alone may be switched off, since speech input and stray fingers press them too. */
function told() {
  toggle.hidden = false;
  toggle.textContent = on ? "Switch single keys off" : "Switch single keys on";
}
toggle?.addEventListener("click", () => {
  on = !on;
  localStorage.setItem(KEPT, on ? "on" : "off");
  told();
});
if (toggle) told();

/** From row to row; the first one when none is at hand. */
function move(by) {
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next].focus();
}

function press(target) {
  target.closest("details")?.setAttribute("open", "");
  target.click(); // a form that lacks something shows where
  if (target.type === "radio") target.focus();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=radio]), textarea, select");
  if (!on || typing || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const key = event.key.toLowerCase();
  const target = key.length === 1 && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target) press(target);
  else if (rows.length && (key === "j" || key === "k")) move(key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
});

/** Whoever signs in a row types the name once; it is forgotten with the tab. */
for (const field of document.querySelectorAll('input[name="by"]:not([type="hidden"])')) {
  field.value ||= sessionStorage.getItem("reportedly-by") ?? "";
  field.form.addEventListener("submit", () => sessionStorage.setItem("reportedly-by", field.value));
}

if (document.querySelector(".undo")) rows[0]?.focus();
