// Helps of the reviewer's desk: all of a table at once. The page works without it.
"use strict";

for (const all of document.querySelectorAll("form.queue input.all")) {
  const boxes = () => all.form.querySelectorAll("tbody input[type=checkbox]");
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
}
