// How far a job is, asked once a second; the page is opened anew when it is over.
"use strict";

const shown = document.getElementById("progress");
const stage = document.getElementById("stage");

async function look() {
  const answer = await fetch(shown.dataset.at, { headers: { Accept: "application/json" } });
  if (!answer.ok) return location.reload();
  const told = await answer.json();
  if (told.over) return location.reload();
  if (told.stage) stage.textContent = told.stage;
  if (told.whole > 0) {
    shown.max = told.whole;
    shown.value = told.done;
  } else {
    shown.removeAttribute("value");
  }
  setTimeout(look, 1000);
}

// Where nothing answers for a moment, it is asked again.
const again = () => look().catch(() => setTimeout(again, 5000));
if (shown) setTimeout(again, 400);
