// Small helps of the pages. Every page works without them.
"use strict";

// What a form says, in a number: enough to know it again, and nothing of it is kept.
const marked = (form) => {
  let mark = 0;
  for (const [name, value] of new FormData(form)) {
    if (name === "once" || name === "form_token") continue;
    const text = value instanceof File ? `${value.name}/${value.size}` : value;
    for (const one of `${name}=${text};`) mark = (mark * 31 + one.codePointAt(0)) % 2 ** 45;
  }
  return mark;
};
// Who comes back to a page and sends the same again sends the same form, not another.
const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const visit = (cameBack && history.state?.visit) || `${Date.now()}-${Math.random()}`;
history.replaceState({ visit }, "");
const numbered = (form, button) => {
  const once = form.querySelector("input[name=once]");
  if (!once) return;
  const to = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const key = `${visit} ${to} ${marked(form)}`;
  once.value = sessionStorage.getItem(key) ?? once.value;
  sessionStorage.setItem(key, once.value);
};

// A form is sent once: a second click while it is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  numbered(form, event.submitter);
  // A form that answers with a file stays on its page and may be sent again.
  if (form.method === "post" && !form.dataset.again) form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What is wider than the screen can be reached and scrolled by keyboard.
const reach = () => {
  for (const part of document.querySelectorAll("table, .scroll")) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
};
window.addEventListener("load", reach);
window.addEventListener("resize", reach);
document.addEventListener("input", () => requestAnimationFrame(reach));
