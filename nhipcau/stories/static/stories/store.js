// What is kept on this phone (IndexedDB): "outbox" the stories that are still to be sent, "files" their photos and clips,
// "drafts" what is being typed (a browser that is killed loses the last seconds of its localStorage, but not this),
// "me" who is signed in here, or a mark of the last signing out. Used by the pages and by the service worker.
const NAME = "nhipcau-stories";
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("outbox", { keyPath: "key" });
      asked.result.createObjectStore("files", { keyPath: "key" }).createIndex("story", "story");
      asked.result.createObjectStore("drafts", { keyPath: "key" });
      asked.result.createObjectStore("me", { keyPath: "key" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close(); // signing out deletes it
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// Resolves once the change is durable: what was promised to be kept survives a killed browser.
async function within(store, mode, act) {
  const durability = store === "drafts" ? "relaxed" : "strict"; // each letter is a change
  const transaction = (await database()).transaction(store, mode, { durability });
  return new Promise((resolve, reject) => {
    const asked = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const put = (store, row) => within(store, "readwrite", (rows) => rows.put(row));
export const get = (store, key) => within(store, "readonly", (rows) => rows.get(key));
export const all = (store) => within(store, "readonly", (rows) => rows.getAll());
export const remove = (store, key) => within(store, "readwrite", (rows) => rows.delete(key));

export async function filesOf(story) {
  const found = await within("files", "readonly", (rows) => rows.index("story").getAll(story));
  return found.sort((one, other) => one.position - other.position);
}

export async function forget(story) {
  for (const file of await filesOf(story)) await remove("files", file.key);
  await remove("outbox", story);
}

// crypto.randomUUID is missing on plain http.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
