// Drag a post to another day: the day is written into the post's own form, and that form is sent.
// Keyboard and touch use the same form by hand; the server says yes or no to both alike.
let dragged = null;

document.documentElement.classList.add("can-drag");
for (const entry of document.querySelectorAll("[data-entry]")) entry.draggable = true;

// While its form is open, the text in its fields can be marked with the mouse.
document.addEventListener(
  "toggle",
  (event) => {
    const entry = event.target.closest?.("[data-entry]");
    if (entry) entry.draggable = !event.target.open;
  },
  true,
);

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-entry]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.id);
  dragged.classList.add("is-dragged");
});

document.addEventListener("dragover", (event) => {
  const day = dayUnder(event);
  mark(day);
  if (day) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const day = dayUnder(event);
  if (!day) return;
  event.preventDefault();
  const form = dragged.querySelector("form");
  if (form.elements.day.value === day.dataset.day && form.elements.was.value) return;
  form.elements.day.value = day.dataset.day;
  form.requestSubmit();
});

document.addEventListener("dragend", () => {
  mark(null);
  dragged?.classList.remove("is-dragged");
  dragged = null;
});

function dayUnder(event) {
  return dragged && (event.target.closest?.("[data-day]") ?? null);
}

function mark(day) {
  for (const one of document.querySelectorAll(".is-over")) if (one !== day) one.classList.remove("is-over");
  day?.classList.add("is-over");
}
