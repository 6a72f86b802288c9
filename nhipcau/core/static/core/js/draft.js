// <form data-draft="key">: what is typed stays on this device until it has been sent.
// A page that carries data-draft-done="key" (shown after the submit) drops it, with data-draft-submit-key only the draft
// of that submit; signing out drops all of them.

function store() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const kept = store();

// Each person's own: somebody else who signs in on this device finds the fields empty. A page kept for the time without
// a connection names nobody; it belongs to the person who was here last.
const user = document.body.dataset.user || kept?.getItem("nhipcau-user") || "";
export const PREFIX = `nhipcau-draft:${user}:`;

function fields(form) {
  return [...form.elements].filter((field) =>
    field.name && field.name !== "csrfmiddlewaretoken" && !["file", "password", "submit", "button"].includes(field.type)
    && (field.type !== "hidden" || field.name === "submit_key"));
}

function drop(done) {
  const { draftDone, draftSubmitKey } = done.dataset;
  const stored = kept.getItem(PREFIX + draftDone);
  if (!draftSubmitKey || (stored && stored.includes(draftSubmitKey))) kept.removeItem(PREFIX + draftDone);
}

// With each value goes what the server had put into the field: a draft is newer only than the words it was begun from.
function save(form) {
  const values = fields(form).map((field) =>
    [field.name, ["checkbox", "radio"].includes(field.type) ? field.checked : field.value, field.type === "radio" ? field.value : "",
      field.defaultValue ?? ""]);
  try {
    kept.setItem(PREFIX + form.dataset.draft, JSON.stringify(values));
  } catch {
    // Full or forbidden storage: the form works as it would without this.
  }
}

export function restore(form) {
  let values;
  try {
    values = JSON.parse(kept.getItem(PREFIX + form.dataset.draft) || "[]");
  } catch {
    values = [];
  }
  let changed = false;
  for (const [name, value, choice, base] of values) {
    const field = fields(form).find((one) => one.name === name && (one.type !== "radio" || one.value === choice));
    if (!field) continue;
    if (typeof value === "boolean") {
      changed ||= field.checked !== value;
      field.checked = value;
    } else if (name === "submit_key" || !field.value || field.value === base || field.tagName === "SELECT") {
      changed ||= name !== "submit_key" && field.value !== value;
      field.value = value;
    }
  }
  const told = form.querySelector("[data-draft-restored]");
  if (told && changed) told.hidden = false;
}

// Signing out drops the drafts; what waits to be sent goes only after that was said once.
function leave(event) {
  const form = event.target;
  if (!form.matches("[data-forget-drafts]")) return;
  const [whose, unsent] = (kept.getItem("nhipcau-unsent") || " 0").split(" ");
  const question = form.querySelector("[data-unsent]");
  if (whose === user && Number(unsent) && question.hidden) {
    event.preventDefault();
    question.hidden = false;
    return;
  }
  Object.keys(kept).filter((key) => key.startsWith(PREFIX)).forEach((key) => kept.removeItem(key));
  kept.removeItem("nhipcau-user");
  if (whose !== user) return; // no story was ever written here
  event.preventDefault();
  import(form.dataset.leave).then((stories) => stories.leave(Number(user))).finally(() => form.submit());
}

if (kept) {
  if (document.body.dataset.user) kept.setItem("nhipcau-user", user);
  document.querySelectorAll("[data-draft-done]").forEach(drop);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    // After a refused submit the server has put back what was typed; it is newer than the draft.
    if (!form.querySelector("[aria-invalid=true], .form-errors")) restore(form);
  }
  for (const typed of ["input", "change"]) {
    document.addEventListener(typed, (event) => {
      if (event.target.form?.dataset.draft) save(event.target.form);
    });
  }
  document.addEventListener("submit", leave, { capture: true });
}
