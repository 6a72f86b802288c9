// Sends what is kept on this phone: the words of a story first, then its photos and clips, each once.
// A story's `state`: "waiting" its words are still here, "sent" they are received and files follow,
// "refused" somebody has to look at it.
import { all, filesOf, forget, get, put, remove } from "./store.js";

export const SENDING = "/stories/sending/";
export const UPLOADS = "/stories/uploads/";

export class Refused extends Error {} // it will not be taken, however often it is sent

// Who is signed in, as the server says now; null when nobody is. Rejects without a connection.
export async function whoIsThere() {
  const before = (await get("me", "me"))?.left;
  const answer = await fetch(SENDING, { redirect: "manual", credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) {
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    return null;
  }
  const told = await answer.json();
  const now = await get("me", "me");
  if (now?.left && now.left !== before) return null; // signed out while the answer was on its way
  await put("me", { key: "me", user: told.user, units: told.units });
  return told;
}

export async function me() {
  const kept = await get("me", "me");
  return kept?.user ? kept : null;
}

// The stories of the person who is signed in; those of others wait until they sign in again.
export async function waitingFor(user) {
  const stories = (await all("outbox")).filter((story) => story.user === user);
  return stories.sort((one, other) => one.at - other.at);
}

// Sends all it can. `upload(file, token)` sends one file; `tell(story, what, more)` hears of each step.
// Words never wait for the files of another story. Returns "done", "offline", "signed-out" or "busy" (another window is at it).
export async function sendAll(upload, tell = () => {}) {
  try {
    const there = await whoIsThere();
    if (!there) return "signed-out";
    const inState = async (state) => (await waitingFor(there.user)).filter((story) => story.state === state);
    const words = await alone("words", async () => {
      for (const story of await inState("waiting")) await sendWords(story, there.token, tell);
    });
    const files = await alone("files", async () => {
      for (const story of await inState("sent")) await sendFiles(story, there.token, upload, tell);
    });
    return words === "busy" ? words : files;
  } catch {
    return "offline";
  }
}

// One window at a time, and the service worker; on plain http, without locks, one at a time in this window.
const running = new Set();
async function alone(what, work) {
  if (navigator.locks) {
    return navigator.locks.request(`nhipcau-${what}`, { ifAvailable: true }, async (lock) => (lock ? ((await work()), "done") : "busy"));
  }
  if (running.has(what)) return "busy";
  running.add(what);
  try {
    await work();
    return "done";
  } finally {
    running.delete(what);
  }
}

async function sendWords(story, token, tell) {
  const body = new FormData();
  for (const [name, value] of story.fields) body.append(name, value);
  for (const file of await filesOf(story.key)) body.append("announced", `${file.key} ${file.kind} ${file.name}`);
  const answer = await fetch(story.action, {
    method: "POST", body, credentials: "same-origin", redirect: "manual",
    headers: { Accept: "application/json", "X-CSRFToken": token },
  });
  if (answer.status >= 500 || answer.status === 429 || answer.type === "opaqueredirect") throw new Error("later");
  if (answer.status === 201) Object.assign(story, await answer.json(), { state: "sent" });
  else story.state = "refused";
  await put("outbox", story);
  await tell(story, story.state, answer);
}

async function sendFiles(story, token, upload, tell) {
  for (const file of await filesOf(story.key)) {
    let what = "file";
    try {
      await upload(file, token);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      what = "unusable"; // the story's page says why
    }
    await remove("files", file.key);
    await tell(story, what, file);
  }
  await forget(story.key);
  await tell(story, "whole");
}
