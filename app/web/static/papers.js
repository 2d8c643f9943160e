// A paper dropped on a form is the file that it sends.
"use strict";

(() => {
  const drop = document.getElementById("drop");
  if (!drop) return;
  const paper = drop.querySelector('[name="paper"]');
  const title = drop.querySelector('[name="paper_title"]');
  const titled = () => {
    const file = paper.files[0];
    if (file && !title.value) title.value = file.name.replace(/\.[^.]*$/, "");
  };
  paper.addEventListener("change", titled);
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
    if (!event.dataTransfer.files.length) return;
    paper.files = event.dataTransfer.files;
    paper.dispatchEvent(new Event("input", { bubbles: true }));
    titled();
  });
})();
