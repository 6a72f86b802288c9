// The phone's own file button speaks the phone's language: draw ours, and say what was chosen.
document.documentElement.classList.add("js");

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file") return;
  const told = document.getElementById(`${input.id}-chosen`);
  if (!told) return;
  const names = [...input.files].map((file) => file.name);
  told.textContent = names.length ? names.join(", ") : told.dataset.none;
});
