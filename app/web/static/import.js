// Files dropped on the form are the files that it sends.
"use strict";

(() => {
  const drop = document.getElementById("drop");
  if (!drop) return;
  for (const kind of ["dragover", "dragenter"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) {
      drop.querySelector('[name="files"]').files = event.dataTransfer.files;
    }
  });
})();
