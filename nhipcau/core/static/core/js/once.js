// A form that is on its way is not sent a second time. The server knows a resend by its key as well.
const RETRY_AFTER = 8000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const buttons = form.querySelectorAll("button:not([type=button])");
  // A moment later, so that the pressed button's own value still goes along.
  setTimeout(() => buttons.forEach((button) => (button.disabled = true)), 0);
  setTimeout(() => free(form), RETRY_AFTER);
});

function free(form) {
  delete form.dataset.sent;
  form.querySelectorAll("button:not([type=button])").forEach((button) => (button.disabled = false));
}

addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(free);
});
