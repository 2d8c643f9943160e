// Charts tell the exact figure of what the pointer rests on, at once and by touch.
"use strict";

for (const picture of document.querySelectorAll(".picture")) {
  const told = picture.querySelector(".told");
  const tell = (event) => {
    const mark = event.target.closest(".mark");
    told.textContent = mark ? mark.querySelector("title").textContent : "";
  };
  picture.addEventListener("pointerover", tell);
  picture.addEventListener("pointerdown", tell);
}
