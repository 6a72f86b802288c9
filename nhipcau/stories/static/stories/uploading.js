// One photo or clip over the stock tus client, which is fetched only now that there is one to send.
import { Refused, UPLOADS } from "./outbox.js";
import { put } from "./store.js";

const DELAYS = [1000, 2000, 5000, 10000, 20000]; // a moment, so that the server has written down what still came
const PIECE = 4 * 1024 * 1024; // so that many phones take turns

let fetched;
function client(address) {
  fetched ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.onload = () => resolve(window.tus);
    script.onerror = () => {
      fetched = undefined;
      reject(new Error("no client"));
    };
    document.head.append(script);
  });
  return fetched;
}

export function uploader(address) {
  return async (file, token) => {
    const tus = await client(address);
    return new Promise((resolve, reject) => {
      new tus.Upload(file.blob, {
        endpoint: new URL(UPLOADS, location).href,
        uploadUrl: file.begun ? new URL(`${UPLOADS}${file.key}/`, location).href : null,
        metadata: { key: file.key },
        headers: { "X-CSRFToken": token },
        chunkSize: PIECE,
        retryDelays: DELAYS,
        storeFingerprintForResuming: false,
        onUploadUrlAvailable: () => put("files", Object.assign(file, { begun: true })),
        onSuccess: resolve,
        onError: (fault) => reject(isFinal(fault) ? new Refused(fault.message) : fault),
      }).start();
    });
  };
}

function isFinal(fault) {
  const status = fault.originalResponse?.getStatus() ?? 0;
  return [404, 410, 413, 415, 422].includes(status);
}
