// What the device keeps of an evening until it has arrived: matters, photos and counts, in IndexedDB.
// The gate keeps its list and its lines here as well, under the code of its compound instead of a talk's number.
(function () {
  "use strict";
  const NAME = "wall";
  const KEYS = { matters: "client_id", photos: "id", facts: "key" };
  const CACHE = "wall:"; // one cache of the page and its parts for each talk
  let opened = null;

  const answer = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

  function open() {
    if (!opened) {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => Object.keys(KEYS).forEach((name) => {
        request.result.createObjectStore(name, { keyPath: KEYS[name] }).createIndex("talk", "talk");
      });
      opened = answer(request).then((db) => {
        db.onversionchange = () => { db.close(); opened = null; }; // somebody signs out in another tab
        return db;
      });
      opened.catch(() => { opened = null; });
    }
    return opened;
  }

  // All writes of one step in one transaction; done when they are on the device.
  async function write(changes) {
    const db = await open();
    const deed = db.transaction(Object.keys(KEYS), "readwrite");
    const end = new Promise((done, fail) => {
      deed.oncomplete = () => done();
      deed.onerror = deed.onabort = () => fail(deed.error || new Error("not kept"));
    });
    changes.forEach(([name, row, gone]) => {
      const store = deed.objectStore(name);
      if (gone) store.delete(row[KEYS[name]]); else store.put(row);
    });
    return end;
  }

  async function of(name, talk) {
    const db = await open();
    return answer(db.transaction(name).objectStore(name).index("talk").getAll(talk));
  }

  async function get(name, key) {
    const db = await open();
    return answer(db.transaction(name).objectStore(name).get(key));
  }

  // One row, read and written in one transaction, so that two tabs cannot undo each other's change.
  async function change(name, key, how) {
    const db = await open();
    const deed = db.transaction(name, "readwrite");
    const store = deed.objectStore(name);
    const end = new Promise((done, fail) => {
      deed.oncomplete = () => done();
      deed.onerror = deed.onabort = () => fail(deed.error || new Error("not kept"));
    });
    const row = await answer(store.get(key));
    const next = how(row);
    if (next) store.put(next);
    await end;
    return next;
  }

  // Everything of one talk; of all talks when none is named.
  async function forget(talk) {
    if (talk === undefined) {
      if (opened) (await opened).close();
      opened = null;
      await answer(indexedDB.deleteDatabase(NAME));
    } else {
      for (const name of Object.keys(KEYS)) {
        const rows = await of(name, talk);
        if (rows.length) await write(rows.map((row) => [name, row, true]));
      }
    }
    if (!window.caches) return;
    const names = (await caches.keys()).filter((name) => (talk === undefined ? name.startsWith(CACHE) : name === CACHE + talk));
    await Promise.all(names.map((name) => caches.delete(name)));
  }

  // The page as it stands and what it is made of, for opening it without a line.
  async function keepPage(talk, address) {
    const page = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
    if (!page.ok) return false;
    const cache = await caches.open(CACHE + talk);
    const parts = new Set();
    document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], img[src], use[href]").forEach((one) => {
      const url = new URL(one.getAttribute("href") || one.getAttribute("src"), location.href);
      url.hash = "";
      if (url.origin === location.origin && one.closest("[data-own]") === null) parts.add(url.href);
    });
    await Promise.all(Array.from(parts, async (url) => {
      const part = await fetch(url);
      if (part.ok) await cache.put(url, part);
    }));
    await cache.put(address, page);
    const kept = await cache.keys();
    const here = new URL(address, location.href).href;
    await Promise.all(kept.filter((one) => one.url !== here && !parts.has(one.url)).map((one) => cache.delete(one)));
    return true;
  }

  const unsent = (name, row) => name === "photos" || Boolean(row.dirty);

  async function everything() {
    const db = await open();
    const deed = db.transaction(Object.keys(KEYS));
    const rows = await Promise.all(Object.keys(KEYS).map((name) => answer(deed.objectStore(name).getAll())));
    return Object.keys(KEYS).reduce((found, name, n) => found.concat(rows[n].map((row) => ({ talk: row.talk, at: row.at, unsent: unsent(name, row) }))), []);
  }

  // Tells the portal, in a cookie without names, that this device holds something and how much has not arrived.
  async function mark(talk) {
    const rows = await everything();
    const waiting = rows.filter((row) => row.unsent);
    const about = waiting.length && !waiting.some((row) => row.talk === talk) ? waiting[0].talk : talk;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = "kept=" + (rows.length ? about + ":" + waiting.length : "") + "; Path=/; SameSite=Lax; Max-Age=" + (rows.length ? 30 * 86400 : 0) + secure;
  }

  // Other evenings of which everything has been sent, and which nobody has opened for a day.
  async function tidy(talk) {
    const rows = await everything();
    const old = new Set(rows.filter((row) => row.at && row.talk !== talk && Date.now() - row.at > 86400000).map((row) => row.talk));
    rows.filter((row) => row.unsent).forEach((row) => old.delete(row.talk));
    for (const one of old) await forget(one);
  }

  window.wall = { store: { write, of, get, change, forget, keepPage, mark, tidy } };
})();
