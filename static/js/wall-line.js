// The line to the portal: sends what waits, in order, as often as it takes; asks what others have captured.
// Each row is sent as it was first sent (`flight`) until it is answered, so that a lost answer doubles nothing.
(function () {
  "use strict";
  const { store } = window.wall;
  const BATCH = 20;
  const FIRST = 2000; // ms until the second try, doubled up to LONGEST
  const LONGEST = 60000;
  const EVERY = 45000; // ms between two looks at what others do
  const TIMEOUT = 30000;
  const PHOTO_TIMEOUT = 240000; // half a megabyte on the worst of lines
  const NAMES = ["text", "who", "doorway", "category", "mark", "answer", "into"];

  class NoLine extends Error {}
  class Closed extends Error {} // the portal will not take it: `why` is signin or right

  const contents = (row) => NAMES.reduce((facts, name) => { facts[name] = row[name] || ""; return facts; }, {});
  const payload = (row) => Object.assign({ client_id: row.client_id, base: row.revision, captured_at: row.captured_at }, contents(row));
  const waits = (row) => row.dirty && !row.words && !row.theirs;

  function line(talk, addresses, token, told) {
    let delay = FIRST;
    let timer = null;
    let running = null;
    let again = false;
    let asked = 0;
    let dead = false;

    async function call(address, options) {
      const stop = new AbortController();
      const clock = setTimeout(() => stop.abort(), address === addresses.photos ? PHOTO_TIMEOUT : TIMEOUT);
      let found = null;
      try {
        found = await fetch(address, Object.assign({ credentials: "same-origin", redirect: "manual", cache: "no-store", signal: stop.signal }, options));
        if (found.type === "opaqueredirect") throw Object.assign(new Closed(), { why: "signin" });
        if (found.status === 429 || found.status >= 500) throw Object.assign(new NoLine(), { after: Number(found.headers.get("Retry-After")) * 1000 });
        return { status: found.status, facts: found.status === 204 ? null : await found.json().catch(() => null) };
      } catch (error) {
        if (error instanceof Closed || error instanceof NoLine) throw error;
        throw new NoLine();
      } finally {
        clearTimeout(clock);
      }
    }

    async function look() {
      const found = await call(addresses.sync, {});
      if (found.status !== 200 || !found.facts) throw Object.assign(new Closed(), { why: "right" });
      token = found.facts.token;
      asked = Date.now();
      return found.facts;
    }

    // A form token ends with the session it was made for: get a fresh one and try once more.
    async function post(address, body, headers) {
      const once = () => call(address, { method: "POST", body: body, headers: Object.assign({ "X-CSRFToken": token }, headers) });
      let found = await once();
      if (found.status === 403) {
        await look();
        found = await once();
      }
      if (found.status === 403 || found.status === 404) throw Object.assign(new Closed(), { why: "right" });
      return found;
    }

    const postJson = (facts) => post(addresses.sync, JSON.stringify(facts), { "Content-Type": "application/json" });

    async function sendMatters() {
      let most = BATCH;
      for (;;) {
        const rows = (await store.of("matters", talk)).filter(waits);
        rows.sort((a, b) => Number(Boolean(a.into)) - Number(Boolean(b.into)) || a.order - b.order); // what is merged into comes first
        if (!rows.length) return;
        const sent = [];
        for (const row of rows.slice(0, most)) {
          sent.push(await store.change("matters", row.client_id, (now) => {
            if (!now.flight) { now.flight = payload(now); now.flown = now.edits; }
            return now;
          }));
        }
        const found = await postJson({ items: sent.map((row) => row.flight) });
        if (found.status === 413 && most > 1) { most = 1; continue; }
        const results = (found.facts && found.facts.results) || [];
        for (let n = 0; n < sent.length; n += 1) {
          const said = results.find((one) => one.client_id === sent[n].client_id) ||
            (found.status === 200 ? null : { outcome: "refused", words: (found.facts && found.facts.words) || String(found.status) });
          if (said) await settle(sent[n], said); else throw new NoLine();
        }
        await told.changed();
      }
    }

    const settle = (sent, said) => store.change("matters", sent.client_id, (now) => {
      now.flight = null;
      if (said.outcome === "saved") {
        now.revision = said.revision;
        now.by = said.by || now.by;
        now.dirty = now.edits !== sent.flown;
      } else if (said.outcome === "conflict") {
        now.theirs = said.theirs;
      } else {
        now.words = said.words;
      }
      return now;
    });

    async function sendPhotos() {
      const photos = (await store.of("photos", talk)).filter((photo) => !photo.words);
      for (const photo of photos) {
        const matter = await store.get("matters", photo.matter);
        if (!matter || !matter.revision) continue; // its words go first
        const body = new FormData();
        body.append("key", photo.id);
        body.append("client_id", photo.matter);
        body.append("photo", photo.blob, "photo.jpg");
        const found = await post(addresses.photos, body, {});
        if (found.status < 300) {
          await store.write([["photos", photo, true]]);
          await store.change("matters", photo.matter, (now) => { if (now) now.photos = (now.photos || 0) + 1; return now; });
        } else {
          await store.write([["photos", Object.assign(photo, { words: (found.facts && found.facts.words) || String(found.status) })]]);
        }
        await told.changed();
      }
    }

    async function sendCounts() {
      const key = "counts:" + talk;
      const counts = await store.get("facts", key);
      if (!counts || !counts.dirty || counts.theirs || counts.words) return;
      const flown = counts.values;
      const found = await postJson({ items: [], counts: { base: counts.base, values: flown } });
      const said = found.facts && found.facts.counts;
      if (!said) throw new NoLine();
      await store.change("facts", key, (now) => {
        if (said.outcome === "saved") {
          now.base = said.values;
          now.dirty = JSON.stringify(now.values) !== JSON.stringify(flown);
        } else if (said.outcome === "conflict") {
          now.theirs = said.values;
        } else {
          now.words = said.words;
        }
        return now;
      });
      await told.changed();
    }

    // What the portal has, into what the device has; what is still to be sent from here stays as it is.
    async function take(facts) {
      const mine = await store.of("matters", talk);
      const known = new Set(facts.matters.map((row) => row.client_id));
      await store.write(mine.filter((row) => row.revision && !row.dirty && !known.has(row.client_id)).map((row) => ["matters", row, true]));
      for (const row of facts.matters) {
        await store.change("matters", row.client_id, (now) => {
          if (now && now.dirty) return undefined;
          if (now && now.revision > row.revision) return undefined;
          return Object.assign({ edits: 0, order: Date.parse(row.captured_at) || 0 }, row, { talk: talk, dirty: false, flight: null, words: "", theirs: null });
        });
      }
      await store.change("facts", "counts:" + talk, (now) => (now && now.dirty ? undefined
        : { key: "counts:" + talk, talk: talk, values: facts.counts, base: facts.counts, dirty: false, theirs: null, words: "" }));
      await told.looked(facts);
    }

    async function round() {
      await sendMatters();
      await sendPhotos();
      await sendCounts();
      if (Date.now() - asked > EVERY / 2) await take(await look());
    }

    async function run() {
      try {
        do { again = false; await round(); } while (again);
        delay = FIRST;
        await told.state("ok");
        plan(EVERY);
      } catch (error) {
        if (error instanceof Closed) {
          await told.state(error.why);
          plan(LONGEST);
        } else {
          await told.state(error instanceof NoLine ? "offline" : "broken", error);
          plan(Math.max(error.after || 0, delay * (0.75 + Math.random() / 2)));
          delay = Math.min(delay * 2, LONGEST);
        }
      } finally {
        running = null;
      }
    }

    function plan(ms) {
      if (dead) return;
      clearTimeout(timer);
      timer = setTimeout(() => { if (document.visibilityState === "visible") go(); }, ms);
    }

    function go() {
      if (dead) return Promise.resolve();
      again = true;
      clearTimeout(timer);
      if (!running) running = run();
      return running;
    }

    return { go: go, fresh() { asked = 0; delay = FIRST; return go(); }, stop() { dead = true; clearTimeout(timer); } };
  }

  Object.assign(window.wall, { line: line, contents: contents });
})();
