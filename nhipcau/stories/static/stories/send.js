// <form data-send>: sends in place, so that a lost connection loses neither the words nor the chosen photos.
// Without this module the form is sent as any other; either way the server knows a resend by its key.
function tell(name) {
  for (const note of document.querySelectorAll("[data-send-note]")) note.hidden = note.dataset.sendNote !== name;
}

// The answer to a refused submit takes the place of the page's content.
async function show(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.querySelector("main");
  if (!content) {
    location.assign(answer.url);
    return;
  }
  document.querySelector("main").replaceWith(content);
  document.title = page.title;
  content.focus();
  scrollTo(0, 0);
}

async function send(form, button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  const buttons = form.querySelectorAll("button:not([type=button])");
  buttons.forEach((one) => (one.disabled = true));
  tell("under-way");
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (answer.redirected) location.assign(answer.url);
    else await show(answer);
  } catch {
    buttons.forEach((one) => (one.disabled = false));
    tell("lost");
    addEventListener("online", () => form.isConnected && send(form, button), { once: true });
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-send]") || event.defaultPrevented) return;
  event.preventDefault();
  send(event.target, event.submitter);
}, { capture: true });
