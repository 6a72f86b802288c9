// <form data-send>: what is sent is first kept on this phone, whole and with its photos, then sent from there; so a lost
// connection or a closed browser loses nothing. Without this module the form is sent as any other; either way the server
// knows a resend by its key.
import { all, filesOf, get, newKey, put, remove } from "./store.js";
import { PREFIX, restore } from "../core/js/draft.js";
import { secondsOf, shrink } from "./shrink.js";
import { heard, refresh, run, whose } from "./waiting.js";

let form, preparing;
let aside; // the key of the story that was last kept for later
const pictures = new Map(); // addresses of the small pictures shown, by the file's key

function tell(name) {
  for (const note of document.querySelectorAll("[data-send-note]")) note.hidden = note.dataset.sendNote !== name;
}

const key = () => form.elements.submit_key.value;
const isClip = (file) => /^video\//.test(file.type) || /\.(mp4|mov|m4v)$/i.test(file.name);
// By what the phone says, where it says anything; the server looks at the bytes.
const isOther = (file) => !/^image\/|^video\/(mp4|quicktime|x-m4v|3gpp)$/.test(file.type)
  && !/\.(jpe?g|png|webp|hei[cf]|mp4|mov|m4v)$/i.test(file.name) && (file.type || /\.\w+$/.test(file.name));

// ---- photos and clips, as soon as they are chosen

async function take(chosen) {
  const { mostPhotos, clipMegabytes, clipSeconds } = form.dataset;
  const kept = await filesOf(key());
  let photos = kept.filter((file) => file.kind === "photo").length + Number(form.dataset.photosHere);
  let clips = kept.filter((file) => file.kind === "clip").length;
  let position = Math.max(0, ...kept.map((file) => file.position));
  for (const file of chosen) {
    const clip = isClip(file);
    if (isOther(file)) problem("kind", file);
    else if (clip ? clips >= 1 : photos >= Number(mostPhotos)) problem("many", file);
    else if (clip && (file.size > clipMegabytes * 1e6 || (await secondsOf(file)) > Number(clipSeconds))) problem("clip", file);
    else {
      const blob = clip || form.elements.original?.checked ? file : await shrink(file);
      await put("files", { key: newKey(), story: key(), kind: clip ? "clip" : "photo", name: file.name, blob, position: (position += 1) });
      if (clip) clips += 1;
      else photos += 1;
      await list();
    }
  }
}

function problem(name, file) {
  const told = form.querySelector(`[data-problem=${name}]`);
  const names = told.querySelector("[data-name]");
  names.textContent = told.hidden ? file.name : `${names.textContent}, ${file.name}`;
  told.hidden = false;
}

async function list() {
  const files = await filesOf(key());
  const rows = files.map((file) => {
    const row = form.querySelector("[data-chosen-row]").content.cloneNode(true).firstElementChild;
    if (!pictures.has(file.key)) pictures.set(file.key, URL.createObjectURL(file.blob));
    const picture = row.querySelector("img");
    picture.onerror = () => picture.remove(); // not every phone can show every kind of photo
    if (file.kind === "photo") picture.src = pictures.get(file.key);
    else picture.remove();
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("button").onclick = () => remove("files", file.key).then(list);
    return row;
  });
  form.querySelector("[data-chosen]").replaceChildren(...rows);
  form.querySelector(".file-drawn span").hidden = true; // the list says what was chosen
  form.querySelector("[data-rights]").hidden = !files.length && form.dataset.photosHere === "0";
}

// ---- sending

function fields(button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  return [...body].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
}

async function keep(button) {
  const user = await whose();
  if (!user) return null;
  const title = form.elements.title.value.trim() || form.elements.text.value.trim().slice(0, 60);
  const story = { key: key(), user, action: form.getAttribute("action"), draft: form.dataset.draft, fields: fields(button), title, at: Date.now(), state: "waiting" };
  await put("outbox", story);
  navigator.storage?.persist?.();
  return story;
}

async function send(button) {
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  buttons.forEach((one) => (one.disabled = true));
  tell("under-way");
  await preparing;
  const story = await keep(button);
  const result = story ? await run() : "signed-out";
  buttons.forEach((one) => (one.disabled = false));
  if (!form.isConnected || !story || result === "signed-out") {
    if (form.isConnected) tell("signed-out");
    return;
  }
  if ((await get("outbox", story.key))?.state !== "waiting") return;
  if (result === "busy") {
    setTimeout(() => send(button), 1000); // another window sends; the same story stays one
    return;
  }
  if (!(await isComplete())) { // it would come back: better now, while its writer is here
    await remove("outbox", story.key);
    await refresh();
    tell("incomplete");
    return;
  }
  await setAside(story);
}

async function isComplete() {
  const unsaid = (await filesOf(key())).length + (form.dataset.said ? 0 : Number(form.dataset.photosHere));
  const { shown, rights } = form.elements;
  return form.checkValidity() && (!unsaid || shown.value === "nobody" || Boolean(shown.value && rights.checked));
}

// Kept on the phone: the form is free for another story.
async function setAside(story) {
  localStorage.removeItem(PREFIX + story.draft);
  await remove("drafts", PREFIX + story.draft);
  tell(window.isSecureContext ? "kept" : "kept-plain");
  aside = story.key;
  if (form.dataset.draft !== "story") {
    form.hidden = true;
    return;
  }
  for (const told of form.querySelectorAll(".form-errors, .invalid-feedback")) told.remove(); // of the story that is set aside
  for (const field of form.elements) {
    field.removeAttribute("aria-invalid");
    field.classList.remove("is-invalid");
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.name && field.type !== "hidden" && field.type !== "select-one") field.value = "";
  }
  form.elements.submit_key.value = newKey();
  form.elements.topic.selectedIndex = 0;
  list();
  scrollTo(0, 0);
}

heard(async (story, what, more) => {
  if (what === "sent" && story.key === aside) tell("");
  if (!form?.isConnected || story.key !== key()) return;
  if (what === "sent") location.assign(story.url);
  if (what === "refused") await show(story, more);
});

// The answer to a refused submit takes the place of the page's content; the photos stay with the form.
async function show(story, answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.querySelector("main");
  if (!content) return;
  const files = await filesOf(story.key);
  await remove("outbox", story.key);
  content.querySelector("[data-outbox]")?.replaceWith(document.querySelector("[data-outbox]")); // the one that is kept up to date
  document.querySelector("main").replaceWith(content);
  document.title = page.title;
  await begin();
  if (form && key() !== story.key) for (const file of files) await put("files", { ...file, key: newKey(), story: key(), begun: false });
  if (form) await list();
  content.focus();
  scrollTo(0, 0);
}

// ---- beginning

async function sweep() {
  const stories = (await all("outbox")).filter((story) => story.state !== "taken-back").map((story) => story.key);
  const drafts = (await all("drafts")).map((draft) => draft.values).join();
  for (const file of await all("files")) {
    if (file.story !== key() && !stories.includes(file.story) && !drafts.includes(file.story)) await remove("files", file.key);
  }
}

async function begin() {
  form = document.querySelector("form[data-send]");
  if (!form) return;
  const original = form.querySelector("[data-original]");
  original.hidden = false;
  const taken = await get("outbox", key());
  if (taken?.state === "taken-back") await remove("outbox", taken.key);
  await units();
  if (!form.querySelector("[aria-invalid=true], .form-errors")) await restoreDraft();
  await sweep();
  await list();
}

// What is typed is kept as well where a killed browser does not lose it.
async function keepDraft() {
  const values = localStorage.getItem(PREFIX + form.dataset.draft);
  if (values) await put("drafts", { key: PREFIX + form.dataset.draft, user: await whose(), values });
}

async function restoreDraft() {
  const draft = await get("drafts", PREFIX + form.dataset.draft);
  if (!draft) return;
  localStorage.setItem(draft.key, draft.values);
  restore(form);
}

// The page kept for the time without a connection knows no units: those of the person who was here last.
async function units() {
  const place = form.querySelector("[data-units]");
  if (!place) return;
  const known = (await get("me", "me"))?.units ?? [];
  place.querySelector("select").replaceChildren(...known.map(([value, name]) => new Option(name, value)));
  place.hidden = known.length < 2;
}

document.addEventListener("change", (event) => {
  if (event.target.type !== "file" || event.target.form !== form) return;
  event.stopImmediatePropagation(); // our own list says what was chosen
  const input = event.target;
  const chosen = [...input.files];
  for (const told of form.querySelectorAll("[data-problem]")) told.hidden = true;
  preparing = Promise.resolve(preparing).then(() => take(chosen)).then(() => (input.value = ""), () => {});
}, { capture: true });

for (const typed of ["input", "change"]) {
  document.addEventListener(typed, (event) => {
    if (form && event.target.form === form) keepDraft();
  });
}

document.addEventListener("submit", (event) => {
  if (event.target !== form || event.defaultPrevented) return;
  event.preventDefault();
  send(event.submitter).catch(() => form.submit()); // no room or no right to keep anything here: as without scripts
}, { capture: true });

begin();
