// Small helps of the pages. Every page works without them.
"use strict";

// A form is sent once: a second click while it is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
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
