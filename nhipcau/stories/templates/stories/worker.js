{% load static %}// The service worker of the phone page. It keeps the page that knows nobody, and its files, for the time without a
// connection, and sends what waits on the phone when the browser says that the network is back (Background Sync).
// It never keeps a page that shows anybody's data.
import { sendAll } from "{% static 'stories/outbox.js' %}";
import { sendInPieces } from "{% static 'stories/pieces.js' %}";

const KEPT = "nhipcau-phone";
const OFFLINE = "{% url 'stories:offline' %}";
const PAGES = ["{% url 'stories:new' %}", "{% url 'stories:mine' %}"];
const PATIENCE = 10_000; // a network that does not answer is none
const FILES = [{% for file in files %}
  "{% static file %}",{% endfor %}
];

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll([OFFLINE, ...FILES].map((address) => new Request(address, { cache: "no-cache" })));
}

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

let isFresh = false;
async function page(event) {
  const late = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));
  try {
    const answer = await Promise.race([fetch(event.request), late]);
    if (!isFresh) event.waitUntil(keep().then(() => (isFresh = true), () => {}));
    return answer;
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && PAGES.includes(pathname)) event.respondWith(page(event));
  else if (FILES.includes(pathname)) event.respondWith(file(request));
});

addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  event.waitUntil(sendAll(sendInPieces).then((result) => {
    if (result === "offline") throw new Error("later"); // the browser tries again
  }));
});
