// The same protocol in a few lines of fetch, for the service worker: the stock client needs XMLHttpRequest,
// which a worker has not. The server says where to go on.
import { Refused, UPLOADS } from "./outbox.js";

const PIECE = 1024 * 1024;

function ask(method, address, token, headers = {}, body = undefined) {
  return fetch(address, {
    method, body, redirect: "manual", credentials: "same-origin",
    headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers },
  });
}

async function begin(file, token) {
  const answer = await ask("POST", UPLOADS, token, { "Upload-Length": file.blob.size, "Upload-Metadata": `key ${btoa(file.key)}` });
  if ([404, 413, 422].includes(answer.status)) throw new Refused(await answer.text());
  if (answer.status !== 201) throw new Error(`${answer.status}`);
}

export async function sendInPieces(file, token) {
  const address = `${UPLOADS}${file.key}/`;
  let stands = await ask("HEAD", address, token);
  if (stands.status === 404) {
    await begin(file, token);
    stands = await ask("HEAD", address, token);
  }
  let offset = Number(stands.headers.get("Upload-Offset"));
  const size = Number(stands.headers.get("Upload-Length")); // of one that need not come: as much as is there
  while (stands.ok && offset < size) {
    const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
    stands = await ask("PATCH", address, token, headers, file.blob.slice(offset, offset + PIECE));
    offset = Number(stands.headers.get("Upload-Offset"));
  }
  if (!stands.ok) throw new Error(`${stands.status}`);
}
