// On every page of a sender: what is still on this phone is shown ("not sent: 3"), and sent whenever that is possible:
// when a page is opened or looked at again, when the network comes back, every half minute; with the pages closed by
// the service worker, where the browser has Background Sync.
import { me, sendAll, waitingFor, whoIsThere } from "./outbox.js";
import { get, put, remove } from "./store.js";
import { PREFIX } from "../core/js/draft.js";
import { uploader } from "./uploading.js";

const bar = document.querySelector("[data-outbox]");
const upload = uploader(bar.dataset.client);
const listeners = [];
const MIRROR = "nhipcau-unsent"; // so that signing out, on any page, knows

export const heard = (listener) => listeners.push(listener);

export async function whose() {
  return bar.dataset.user ? Number(bar.dataset.user) : (await me())?.user;
}

export async function refresh() {
  const user = await whose();
  const stories = user ? await waitingFor(user) : [];
  bar.hidden = !stories.length;
  bar.dataset.known = stories.length;
  bar.querySelector("[data-count]").textContent = stories.length;
  bar.querySelector("ul").replaceChildren(...stories.map(row));
  try {
    localStorage.setItem(MIRROR, `${user} ${stories.length}`);
  } catch {
    // Forbidden storage: signing out then asks nothing, and deletes nothing that is not its own.
  }
  return stories;
}

function row(story) {
  const shown = bar.querySelector("template").content.cloneNode(true).firstElementChild;
  shown.querySelector("[data-title]").textContent = story.title;
  shown.querySelector(`[data-state=${story.state}]`).hidden = false;
  const mend = shown.querySelector("[data-mend]");
  mend.hidden = story.state !== "refused";
  mend.onclick = () => takeBack(story);
  return shown;
}

// Back into its form, with its photos, to be corrected by hand.
async function takeBack(story) {
  const values = story.fields.map(([name, value]) => [name, value, value, ""]);
  await put("drafts", { key: PREFIX + story.draft, user: story.user, values: JSON.stringify(values) });
  await put("outbox", { ...story, state: "taken-back", user: null });
  location.assign(story.action);
}

export async function run() {
  const result = await sendAll(upload, async (...told) => {
    for (const listener of listeners) await listener(...told);
    await refresh();
  });
  for (const note of bar.querySelectorAll("[data-result]")) note.hidden = note.dataset.result !== result;
  await refresh();
  if (result === "offline") askForSync();
  if (result === "busy") setTimeout(again, 1500); // another window or the service worker is at it
  return result;
}

async function askForSync() {
  try {
    await (await navigator.serviceWorker?.ready)?.sync?.register("outbox");
  } catch {
    // Without Background Sync the pages send.
  }
}

// A page shown after the submit drops the draft here as well.
async function dropDrafts() {
  for (const { dataset } of document.querySelectorAll("[data-draft-done]")) {
    const draft = await get("drafts", PREFIX + dataset.draftDone);
    if (draft && (!dataset.draftSubmitKey || draft.values.includes(dataset.draftSubmitKey))) await remove("drafts", draft.key);
  }
}

// Progress of the story whose page this is.
heard(async (story, what) => {
  const here = document.querySelector(`[data-media="${story.key}"]`);
  if (!here) return;
  if (what === "file") {
    const count = here.querySelector("[data-arrived]");
    count.textContent = Number(count.textContent) + 1;
  }
  if (what === "whole") location.reload();
});

async function begin() {
  await dropDrafts();
  if (window.isSecureContext && navigator.serviceWorker) navigator.serviceWorker.register(bar.dataset.worker, { type: "module", scope: "/stories/" }).catch(() => {});
  else for (const note of document.querySelectorAll("[data-plain-http]")) note.hidden = false;
  if (bar.dataset.user && (await me())?.user !== Number(bar.dataset.user)) await whoIsThere().catch(() => {});
  if ((await refresh()).length) await run();
}

async function again() {
  if (document.visibilityState === "visible" && (await refresh()).length) await run();
}


addEventListener("online", again);
document.addEventListener("visibilitychange", again);
setInterval(again, 30_000);
begin();
