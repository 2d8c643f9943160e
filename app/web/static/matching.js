// Matching by keyboard, and the sums of what is chosen. The page works without it.
"use strict";

(() => {
  const typing = (element) =>
    element.matches("input:not([type=checkbox]), textarea, select");

  // J and K go from one proposal to the next, U to taking back the latest match.
  const step = (by) => {
    const all = [...document.querySelectorAll("button.accept")];
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    all[Math.min(Math.max(at + by, 0), all.length - 1)].focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "u") document.querySelector("input.undo")?.focus();
    else return;
    event.preventDefault();
  });
  // After one was accepted the next is at hand; the way to the place itself takes the
  // focus away once more when the page has come whole.
  if (location.hash === "#proposals")
    window.addEventListener("load", () => setTimeout(() => step(1)));

  // What is chosen on each side, and by how much they differ.
  const form = document.getElementById("by-hand");
  const sums = document.getElementById("sums");
  if (!form || !sums) return;
  const chosen = (name) =>
    [...form.querySelectorAll(`input[name=${name}]:checked`)].reduce(
      (total, box) => total + BigInt(box.dataset.fen),
      0n,
    );
  const yuan = (fen) => {
    const sign = fen < 0n ? "-" : "";
    const whole = fen < 0n ? -fen : fen;
    return `${sign}${whole / 100n}.${String(whole % 100n).padStart(2, "0")}`;
  };
  const tell = () => {
    const books = chosen("posting");
    const bank = chosen("row");
    const { books: left, bank: right, gap } = sums.dataset;
    sums.textContent = `${left} ${yuan(books)}　${right} ${yuan(bank)}　${gap} ${yuan(bank - books)}`;
    sums.classList.toggle("pending", bank !== books);
    for (const box of form.querySelectorAll("tbody input[type=checkbox]"))
      box.closest("tr").classList.toggle("chosen", box.checked);
  };
  form.addEventListener("change", tell);
  tell();
})();
