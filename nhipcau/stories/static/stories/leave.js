// Signing out: what this person kept on the phone goes; what waits for somebody else stays theirs.
import { all, forget, newKey, put, remove } from "./store.js";

export async function leave(user) {
  for (const story of await all("outbox")) if ([user, null].includes(story.user)) await forget(story.key);
  const waiting = (await all("outbox")).map((story) => story.key);
  for (const file of await all("files")) if (!waiting.includes(file.story)) await remove("files", file.key);
  for (const draft of await all("drafts")) if (draft.user === user) await remove("drafts", draft.key);
  await put("me", { key: "me", left: newKey() });
}
