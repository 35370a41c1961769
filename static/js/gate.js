// The gate: plates looked up in a list that this phone keeps for an hour, and outside vehicles written down without a line.
// What is kept lies where the capture wall keeps its lines (wall-store.js); the page is opened by the same worker.
(function () {
  "use strict";
  const root = document.getElementById("gate");
  if (!root || !window.wall || !window.indexedDB || !window.isSecureContext) return;
  const { store } = window.wall;
  const place = root.dataset.place;
  const HOLDS = Number(root.dataset.minutes) * 60000;
  const EVERY = 60000; // ms between two looks at the portal
  const LIST = "gate:" + place;
  const one = (selector, from) => (from || root).querySelector(selector);
  const word = (name, facts) => (root.dataset["w" + name] || "").replace(/\{(\w+)\}/g, (_whole, key) => (facts || {})[key]);
  const search = one("#gate-search");
  const entry = one("#gate-in");
  const seen = one("#gate-state");
  let token = search.elements.csrfmiddlewaretoken.value;
  let line = "";
  let running = null;

  const tidy = (text) => text.normalize("NFKC").replace(/[\s·•‧.．・_—–-]+/g, "").toUpperCase();
  const clock = (moment) => new Date(moment).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const put = (card, name, words) => { const spot = one("[data-" + name + "]", card); spot.textContent = words || ""; spot.hidden = !words; };
  function say(words, tone) {
    const told = one("#gate-said");
    told.dataset.tone = tone || "good";
    one("[data-value]", told).textContent = words;
    told.hidden = !words;
  }
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  // -- the list: an hour by this phone's clock, then it is gone; a clock set back makes it old as well ----------------
  async function list() {
    const row = await store.get("facts", LIST);
    if (!row) return null;
    const age = Date.now() - row.at;
    if (age >= 0 && age < HOLDS) return row;
    await store.write([["facts", row, true]]);
    return null;
  }
  const waiting = async () => (await store.of("matters", place)).filter((row) => row.dirty);

  async function show() {
    const row = await list();
    const unsent = await waiting();
    const old = !row && line !== "";
    const time = row ? clock(row.at) : "";
    seen.hidden = !row && !old;
    seen.dataset.kind = old ? "old" : line === "ok" ? "ok" : "offline";
    seen.dataset.unsent = unsent.length;
    seen.dataset.tone = old ? "bad" : line === "ok" ? "info" : "warn";
    const said = [old ? word("Old") : word(line === "ok" ? "Asof" : "Offline", { time: time })];
    if (unsent.length) said.push(word("Unsent", { n: unsent.length }));
    if (line === "signin") said.push(word("Signin"));
    one("[data-value]", seen).textContent = said.join(" ");
    if (old) { one("#gate-found").replaceChildren(); one("#gate-none").hidden = true; }
    await showVisits(row, unsent);
    await store.mark(place);
  }

  async function look(event) {
    event.preventDefault();
    const sought = tidy(search.elements.plate.value);
    const found = one("#gate-found");
    const none = one("#gate-none");
    found.replaceChildren();
    none.hidden = true;
    say("");
    if (sought.length < 2) { say(word("Short"), "warn"); return; }
    const row = await list();
    if (!row) { await show(); if (!row) say(word("Old"), "bad"); return; }
    const cars = row.list.plates.filter((car) => car.plate.endsWith(sought)).slice(0, 20);
    found.replaceChildren(...cars.map((car) => {
      const card = one("#gate-car").content.cloneNode(true);
      ["shown", "kind", "space", "building"].forEach((name) => put(card, name, car[name]));
      put(card, "until", car.until ? word("Until", { day: car.until }) : "");
      return card;
    }));
    none.hidden = cars.length > 0;
  }

  // -- outside vehicles -----------------------------------------------------------------------------------------------
  const reasonOf = (value) => { const option = Array.from(entry.elements.reason.options).find((choice) => choice.value === value); return option ? option.textContent.trim() : ""; };

  async function showVisits(row, unsent) {
    const visits = new Map((row ? row.list.inside : []).map((visit) => [visit.client_id, visit]));
    unsent.forEach((mine) => { if (mine.left_at && !mine.words) visits.delete(mine.client_id); else visits.set(mine.client_id, mine); });
    const cards = Array.from(visits.values(), (visit) => {
      const part = one("#gate-visit").content.cloneNode(true);
      const card = one("[data-visit]", part);
      card.dataset.visit = visit.client_id;
      put(card, "shown", visit.shown || visit.plate);
      put(card, "reason", reasonOf(visit.reason));
      put(card, "at", word("In", { time: clock(visit.came_at) }));
      one("[data-waiting]", card).hidden = !visit.dirty;
      put(card, "trouble", visit.words);
      one("[data-discard]", card).hidden = !visit.words;
      one("[data-out]", card).hidden = Boolean(visit.words);
      return part;
    });
    one("#gate-inside").replaceChildren(...cards);
    one("#gate-number").textContent = cards.length || "";
    one("#gate-visits").hidden = !cards.length;
  }

  async function enter(event) {
    event.preventDefault();
    const plate = tidy(entry.elements.plate.value);
    const empty = one("#gate-empty");
    empty.hidden = Boolean(plate);
    if (!plate) { one("[data-value]", empty).textContent = word("Empty"); entry.elements.plate.focus(); return; }
    const row = { client_id: uuid(), talk: place, plate: plate, shown: plate.slice(0, 2) + "·" + plate.slice(2), reason: entry.elements.reason.value,
      came_at: new Date().toISOString(), left_at: null, dirty: true, words: "", at: Date.now() };
    await store.write([["matters", row]]);
    entry.reset();
    say(word("Kept"));
    await show();
    go();
  }

  async function leave(id) {
    const row = await list();
    const visit = row && row.list.inside.find((inside) => inside.client_id === id);
    const left = new Date().toISOString();
    const now = await store.change("matters", id, (mine) => (mine || visit ? Object.assign({ talk: place, words: "", at: Date.now() }, visit, mine, { left_at: left, dirty: true }) : undefined));
    if (now && row) {
      const hours = (Date.parse(left) - Date.parse(now.came_at)) / 3600000;
      const owes = now.reason !== "emergency" && hours > row.list.free_hours && Number(row.list.fee) > 0;
      say(owes ? word("Fee", { fee: row.list.fee }) : word("Free"), owes ? "warn" : "good");
    }
    await show();
    go();
  }

  root.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-out], button[data-discard]");
    if (!button) return;
    const id = button.closest("[data-visit]").dataset.visit;
    if (button.dataset.out !== undefined) { await leave(id); return; }
    await store.write([["matters", { client_id: id }, true]]);
    await show();
  });

  // -- the line -------------------------------------------------------------------------------------------------------
  async function call(address, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 20000);
    try {
      const found = await fetch(address, Object.assign({ credentials: "same-origin", redirect: "manual", cache: "no-store", signal: stop.signal }, options));
      if (found.type === "opaqueredirect") return { kind: "signin" };
      if (found.status === 403 || found.status === 404) return { kind: "right" };
      if (found.status >= 500 || found.status === 429) return { kind: "offline" };
      return { kind: found.ok ? "ok" : "broken", facts: await found.json() };
    } catch (error) {
      return { kind: "offline" };
    } finally {
      clearTimeout(timer);
    }
  }

  async function fetchList() {
    const found = await call(root.dataset.list, {});
    if (found.kind === "right") { // whoever may not look any more keeps nothing
      await store.forget(place);
    } else if (found.kind === "ok") {
      token = found.facts.token;
      delete found.facts.token;
      await store.write([["facts", { key: LIST, talk: place, at: Date.now(), list: found.facts }]]);
    }
    return found.kind;
  }

  async function send() {
    const rows = (await waiting()).filter((row) => !row.words).slice(0, 50);
    if (!rows.length) return "ok";
    const items = rows.map((row) => ({ client_id: row.client_id, plate: row.plate, reason: row.reason, came_at: row.came_at, left_at: row.left_at }));
    const found = await call(root.dataset.sync, { method: "POST", body: JSON.stringify({ items: items }), headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
    if (found.kind !== "ok") return found.kind;
    for (const row of rows) {
      const said = found.facts.results.find((result) => result.client_id === row.client_id);
      if (!said) continue;
      const now = await store.get("matters", row.client_id);
      if (!now) continue;
      if (said.outcome === "refused") await store.write([["matters", Object.assign(now, { words: said.words })]]);
      else if (now.left_at === row.left_at) await store.write([["matters", now, true]]);
    }
    return "ok";
  }

  async function round() {
    let kind = await fetchList(); // a token ends with its session: the list brings a fresh one
    if (kind === "ok" && (await waiting()).some((row) => !row.words)) {
      kind = await send();
      if (kind === "ok") kind = await fetchList();
    }
    line = kind;
    await show();
  }
  function go() {
    if (!running) running = round().finally(() => { running = null; });
    return running;
  }

  async function prepare() {
    if (!navigator.serviceWorker || !navigator.onLine || root.dataset.kept) return;
    try {
      await navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.page });
      if (await store.keepPage(place, root.dataset.page)) root.dataset.kept = "1";
    } catch (error) { /* without a worker the page works as long as it stays open */ }
  }

  async function begin() {
    try { await show(); } catch (error) { return; } // this browser keeps nothing: the plain forms remain
    one("[data-plain]").hidden = true;
    entry.removeAttribute("data-once");
    search.addEventListener("submit", look);
    entry.addEventListener("submit", enter);
    window.addEventListener("online", () => go().then(prepare));
    window.addEventListener("offline", () => { line = "offline"; show(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") go(); });
    setInterval(() => { if (document.visibilityState === "visible") go(); }, EVERY);
    await go();
    await prepare();
    root.dataset.alive = "1";
  }
  begin();
})();
