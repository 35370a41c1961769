// The capture wall: what is said this evening, kept on the device at once and sent when the line allows.
// Without this script the page is a plain form that saves one matter at a time.
(function () {
  "use strict";
  const root = document.getElementById("wall");
  if (!root || !window.wall || !window.indexedDB || !window.isSecureContext) return;
  const { store, line, contents } = window.wall;
  const all = (selector, from) => Array.from((from || root).querySelectorAll(selector));
  const one = (selector, from) => (from || root).querySelector(selector);
  const talk = Number(root.dataset.talk);
  const word = (name, n) => (root.dataset["w" + name] || "").replace("{n}", n);
  const form = one("#wall-form");
  const field = (name) => form.elements[name];
  const list = one("#wall-list");
  const pattern = one("#wall-matter");
  const counter = one("#wall-counts");
  const state = { line: "", saved: null, editing: null, joining: null, closed: false, undo: null };
  const photoIn = one("input[type=file]", form);
  const DRAFT = "draft:" + talk;

  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  // -- what is shown ---------------------------------------------------------------------------------------------
  const label = (name, value) => {
    if (!value) return "";
    const box = form.elements[name];
    if (box instanceof RadioNodeList) {
      const chosen = Array.from(box).find((radio) => radio.value === value);
      return chosen ? chosen.labels[0].textContent.trim() : "";
    }
    const option = Array.from(box.options).find((choice) => choice.value === value);
    return option ? option.textContent.trim() : "";
  };
  const clock = (when) => when.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const put = (card, name, words) => {
    const place = one("[data-" + name + "]", card);
    const text = one("[data-value]", place) || place;
    if (text.textContent !== words) text.textContent = words;
    place.hidden = !words;
  };

  function fill(card, row, under, photos) {
    card.dataset.id = row.client_id;
    put(card, "text", row.text);
    put(card, "who", row.who || word("Anonymous"));
    put(card, "doorway", label("doorway", row.doorway));
    put(card, "category", label("category", row.category));
    put(card, "mark", label("mark", row.mark));
    one("[data-mark]", card).dataset.mark = row.mark;
    put(card, "answer", row.mark === "spot" ? row.answer || "" : "");
    put(card, "state", row.fixed ? row.state : "");
    put(card, "at", row.captured_at ? clock(new Date(row.captured_at)) : "");
    put(card, "by", row.by && row.by !== root.dataset.me ? row.by : "");
    const pictures = (row.photos || 0) + photos.length;
    put(card, "photos", pictures ? String(pictures) : "");
    put(card, "waiting", row.dirty && !row.words && !row.theirs ? word("Waiting") : "");
    const trouble = row.words || photos.map((photo) => photo.words).filter(Boolean)[0] || "";
    put(card, "trouble", trouble);
    one("[data-discard]", card).hidden = !(row.words && !row.revision);
    const versions = one("[data-versions]", card);
    versions.hidden = !row.theirs;
    if (row.theirs) {
      put(versions, "mine", says(row));
      put(versions, "theirs", says(row.theirs) + (row.theirs.by ? " (" + row.theirs.by + ")" : ""));
    }
    const heap = one("[data-under]", card);
    heap.hidden = !under.length;
    if (heap.dataset.shown !== JSON.stringify(under.map((other) => [other.client_id, other.text, other.fixed]))) {
      heap.dataset.shown = JSON.stringify(under.map((other) => [other.client_id, other.text, other.fixed]));
      heap.replaceChildren(...under.map(line_under));
    }
    const free = !row.fixed && !state.closed && !row.theirs;
    one("[data-edit]", card).hidden = !free || Boolean(state.joining);
    one("[data-join]", card).hidden = !free || Boolean(state.joining) || list.children.length < 2;
    one("[data-here]", card).hidden = !state.joining || state.joining === row.client_id || row.fixed;
    one("[data-grip]", card).hidden = !free || list.children.length < 2;
    card.classList.toggle("moving", state.joining === row.client_id);
    all("button", card).forEach((button) => { // a screen reader hears which matter it is about
      if (button.dataset.says === undefined) button.dataset.says = button.textContent.trim();
      button.setAttribute("aria-label", button.dataset.says + ": " + row.text.slice(0, 40));
    });
  }

  const says = (row) => [row.text, row.who || word("Anonymous"), label("doorway", row.doorway), label("category", row.category), label("mark", row.mark), row.mark === "spot" ? row.answer : ""].filter(Boolean).join(" · ");

  function line_under(row) {
    const item = one("#wall-under").content.firstElementChild.cloneNode(true);
    put(item, "text", row.text);
    const back = one("[data-apart]", item);
    back.dataset.apart = row.client_id;
    back.hidden = Boolean(row.fixed) || state.closed;
    back.setAttribute("aria-label", back.textContent.trim() + ": " + row.text.slice(0, 40));
    return item;
  }

  async function show() {
    if (state.left) return; // nothing is kept any more; what is on the page stays there
    const rows = await store.of("matters", talk);
    const photos = await store.of("photos", talk);
    const counts = await store.get("facts", "counts:" + talk);
    const heads = rows.filter((row) => !row.into).sort((a, b) => b.order - a.order || (a.client_id < b.client_id ? 1 : -1));
    const cards = new Map(all(":scope > [data-id]", list).map((card) => [card.dataset.id, card]));
    heads.forEach((row, n) => {
      const card = cards.get(row.client_id) || pattern.content.firstElementChild.cloneNode(true);
      cards.delete(row.client_id);
      if (list.children[n] !== card) list.insertBefore(card, list.children[n] || null);
    });
    cards.forEach((card) => card.remove());
    heads.forEach((row, n) => fill(list.children[n], row, rows.filter((other) => other.into === row.client_id), photos.filter((photo) => photo.matter === row.client_id)));
    one("#wall-none").hidden = heads.length > 0;
    one("#wall-number").textContent = heads.length || "";
    showCounts(counts);
    showState(rows, photos, counts);
  }

  function showState(rows, photos, counts) {
    const waiting = rows.filter((row) => row.dirty && !row.words && !row.theirs).length + (counts && counts.dirty && !counts.theirs && !counts.words ? 1 : 0);
    const pictures = photos.filter((photo) => !photo.words).length;
    const asking = rows.filter((row) => row.words || row.theirs).length + photos.length - pictures + (counts && (counts.theirs || counts.words) ? 1 : 0);
    const unsent = waiting + pictures + asking;
    let kind = state.line;
    let words = "";
    if (kind === "ok" && unsent && !asking) kind = "sending";
    if (kind === "ok" && !unsent) words = word("Saved", state.saved ? clock(state.saved) : "");
    else if (!unsent && kind !== "signin" && kind !== "right") words = kind === "offline" ? word("Offline", 0) : word("Loading");
    else if (kind === "signin") words = unsent ? word("Signin", unsent) : word("Signin0");
    else if (kind === "right") words = word("Right", unsent);
    else if (kind === "offline") words = word("Unsent", unsent) + " " + word("Noline");
    else words = waiting + pictures ? word("Unsent", waiting + pictures) : word("Saved", state.saved ? clock(state.saved) : "");
    if (asking) words += " " + word("Asks", asking);
    const bar = one("#wall-state");
    bar.dataset.kind = asking && kind === "ok" ? "asks" : kind;
    bar.dataset.unsent = unsent;
    const text = one("[data-value]", bar);
    if (text.textContent !== words) text.textContent = words;
    one("#wall-sign-in").hidden = state.line !== "signin";
    store.mark(talk).catch(() => {});
  }

  function showCounts(counts) {
    if (!counter || !counts) return;
    counted().forEach((input) => {
      const value = counts.values[input.name];
      if (document.activeElement !== input) input.value = value === null || value === undefined ? "" : value;
    });
    const theirs = one("[data-versions]", counter);
    theirs.hidden = !counts.theirs;
    if (counts.theirs) put(theirs, "theirs", counted().map((input) => input.labels[0].textContent.trim() + " " + (counts.theirs[input.name] === null ? "–" : counts.theirs[input.name])).join(" · "));
    put(counter, "trouble", counts.words || "");
  }

  // -- what is done ----------------------------------------------------------------------------------------------
  const changed = (row, how) => { // a row that somebody here has altered: to be sent
    how(row);
    row.edits += 1;
    row.dirty = true;
    row.words = "";
    return row;
  };
  const alter = (id, how) => store.change("matters", id, (row) => (row ? changed(row, how) : undefined));

  let pause = null;
  async function keep(deed, send) {
    try {
      await deed();
      one("#wall-full").hidden = true;
    } catch (error) { // the device is full, or keeps nothing for this browser
      one("#wall-full").hidden = false;
      return false;
    }
    await show();
    if (send !== false) link.go();
    return true;
  }

  // Somebody taps + thirty times: kept each time, sent when the finger rests.
  async function keepQuietly(deed) {
    clearTimeout(pause);
    pause = setTimeout(() => link.go(), 1200);
    return keep(deed, false);
  }

  const readForm = () => ({
    text: field("text").value.replace(/\s+/g, " ").trim(),
    who: field("who").value.replace(/\s+/g, " ").trim(),
    doorway: field("doorway").value,
    category: field("category").value,
    mark: field("mark").value,
    answer: field("answer").value.replace(/\s+/g, " ").trim(),
  });
  function writeForm(row) {
    ["text", "who", "doorway", "category", "answer"].forEach((name) => { field(name).value = row[name] || ""; });
    Array.from(field("mark")).forEach((radio) => { radio.checked = row.mark ? radio.value === row.mark : radio.defaultChecked; });
    photoIn.value = "";
    tall();
    spot();
  }
  const spot = () => { one("#wall-answer").hidden = field("mark").value !== "spot"; };
  const tall = () => { // the field grows with what is said
    field("text").style.height = "auto";
    field("text").style.height = field("text").scrollHeight + 4 + "px";
  };
  const draft = () => { if (!state.editing) store.write([["facts", { key: DRAFT, talk: talk, words: readForm() }]]).catch(() => {}); };

  async function save(event) {
    event.preventDefault();
    const facts = readForm();
    const missing = !facts.text;
    one("#wall-empty").hidden = !missing;
    field("text").setAttribute("aria-invalid", missing ? "true" : "false");
    if (missing) { field("text").focus(); return; }
    const now = new Date();
    const id = state.editing || uuid();
    const blob = photoIn.files[0] ? await smaller(photoIn.files[0]) : null;
    const done = await keep(async () => {
      if (state.editing) {
        await alter(id, (row) => Object.assign(row, facts));
      } else {
        await store.write([
          ["matters", Object.assign({ client_id: id, talk: talk, into: "", captured_at: now.toISOString(), order: now.getTime(), revision: 0, edits: 1, dirty: true, flight: null, words: "", theirs: null, by: "", photos: 0 }, facts)],
          ["facts", { key: DRAFT, talk: talk, words: {} }],
        ]);
      }
      if (blob) await store.write([["photos", { id: uuid(), talk: talk, matter: id, blob: blob, words: "" }]]);
    });
    if (!done) return;
    say(word("Kept"));
    const was = state.editing;
    stopEditing();
    if (was) focusCard(was); else field("text").focus();
  }

  // A camera's ten megabytes would never get through: at most 1600 px a side.
  async function smaller(file) {
    const address = URL.createObjectURL(file);
    try {
      const picture = new Image();
      picture.src = address;
      await picture.decode();
      const scale = Math.min(1, 1600 / Math.max(picture.naturalWidth, picture.naturalHeight));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.naturalWidth * scale);
      canvas.height = Math.round(picture.naturalHeight * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), "image/jpeg", 0.8));
    } catch (error) {
      return file;
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  async function edit(id) {
    const row = await store.get("matters", id);
    if (!row) return;
    state.editing = id;
    writeForm(row);
    form.classList.add("editing");
    one("#wall-cancel").hidden = false;
    one("[data-adding]", form).hidden = true;
    one("[data-changing]", form).hidden = false;
    form.scrollIntoView({ block: "start" });
    field("text").focus();
  }
  async function stopEditing() {
    state.editing = null;
    form.classList.remove("editing");
    one("#wall-cancel").hidden = true;
    one("[data-adding]", form).hidden = false;
    one("[data-changing]", form).hidden = true;
    const kept = await store.get("facts", DRAFT).catch(() => null);
    writeForm((kept && kept.words) || {});
  }

  async function join(from, to) {
    state.joining = null;
    one("#wall-joining").hidden = true;
    if (from === to) { await show(); return; }
    await keep(async () => {
      const rows = await store.of("matters", talk);
      for (const row of rows.filter((other) => other.into === from)) await alter(row.client_id, (now) => { now.into = to; });
      await alter(from, (now) => { now.into = to; });
    });
    say(word("Joined"));
    focusCard(to);
  }
  const apart = (id) => keep(() => alter(id, (row) => { row.into = ""; })).then(() => { say(word("Apart")); focusCard(id); });

  async function choose(id, mine) {
    await keep(() => store.change("matters", id, (row) => {
      const theirs = row.theirs;
      row.theirs = null;
      row.revision = theirs.revision;
      if (mine) return changed(row, () => {});
      return Object.assign(row, contents(theirs), { dirty: false, words: "", by: theirs.by });
    }));
    focusCard(id);
  }
  const discard = (id) => keep(async () => {
    const photos = (await store.of("photos", talk)).filter((photo) => photo.matter === id);
    await store.write([["matters", { client_id: id }, true], ...photos.map((photo) => ["photos", photo, true])]);
  });

  const say = (words) => { one("#wall-said").textContent = words; };
  const cardOf = (id) => all(":scope > [data-id]", list).find((card) => card.dataset.id === id);
  function focusCard(id) {
    const card = cardOf(id);
    if (card) card.focus();
  }
  async function startJoining(id) {
    state.joining = id;
    one("#wall-joining").hidden = false;
    await show();
    one("#wall-joining").focus();
  }
  async function stopJoining() {
    const was = state.joining;
    state.joining = null;
    one("#wall-joining").hidden = true;
    await show();
    if (was) focusCard(was);
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.type === "submit") return;
    const card = button.closest("#wall-list > [data-id]");
    const id = card ? card.dataset.id : "";
    const has = (name) => button.dataset[name] !== undefined;
    if (has("edit")) edit(id);
    else if (has("join")) startJoining(id);
    else if (has("here")) join(state.joining, id);
    else if (has("apart")) apart(button.dataset.apart);
    else if (has("takeMine")) { if (card) choose(id, true); else chooseCounts(true); }
    else if (has("takeTheirs")) { if (card) choose(id, false); else chooseCounts(false); }
    else if (has("discard")) discard(id);
    else if (has("anonymous")) { field("who").value = ""; draft(); }
    else if (has("step")) step(button);
    else if (button.id === "wall-cancel") { const was = state.editing; stopEditing().then(() => focusCard(was)); }
    else if (button.id === "wall-stay") stopJoining();
    else if (button.id === "wall-now") link.fresh();
  });

  // -- heads, children, guests -----------------------------------------------------------------------------------
  const bounded = (value) => Math.max(0, Math.min(9999, Math.round(Number(value)) || 0));
  const readCounts = (inputs) => inputs.reduce((facts, input) => {
    facts[input.name] = input.value === "" ? null : bounded(input.value);
    return facts;
  }, {});
  const counted = () => all("input[type=number]", counter);
  // From what is kept, not from what the fields show: the page may just be drawing an older number into them.
  const keepCounts = (how) => keepQuietly(() => store.change("facts", "counts:" + talk, (now) => {
    const row = now || { key: "counts:" + talk, talk: talk, base: {}, values: readCounts(counted()), theirs: null };
    return Object.assign(row, { values: Object.assign({}, row.values, how(row.values)), dirty: true, words: "" });
  }));
  async function step(button) {
    const input = counter.elements[button.dataset.step];
    if (document.activeElement === input) input.blur(); // what was typed and not left yet is kept first
    await keepCounts((values) => ({ [input.name]: bounded((values[input.name] || 0) + Number(button.dataset.by)) }));
    say(input.labels[0].textContent.trim() + " " + input.value);
  }
  function typed(inputs) {
    const values = readCounts(inputs);
    return keepCounts(() => values);
  }
  const chooseCounts = (mine) => keep(() => store.change("facts", "counts:" + talk, (row) => {
    row.base = row.theirs;
    if (!mine) Object.assign(row, { values: row.theirs, dirty: false });
    row.theirs = null;
    return row;
  }));

  // -- drag one onto another; the buttons do the same ------------------------------------------------------------
  let drag = null;
  const over = (event) => {
    const below = document.elementFromPoint(event.clientX, event.clientY);
    const card = below && below.closest("#wall-list > [data-id]");
    return card && drag && card !== drag.card && !one("[data-grip]", card).hidden ? card : null;
  };
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || state.joining || event.button) return;
    drag = { card: grip.closest("[data-id]"), x: event.clientX, y: event.clientY, target: null };
    grip.setPointerCapture(event.pointerId);
    drag.card.classList.add("dragged");
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.card.style.transform = "translate(" + (event.clientX - drag.x) + "px, " + (event.clientY - drag.y) + "px)";
    const edge = event.clientY < 70 ? -12 : event.clientY > innerHeight - 70 ? 12 : 0;
    if (edge) { window.scrollBy(0, edge); drag.y -= edge; }
    const target = over(event);
    if (target !== drag.target) {
      if (drag.target) drag.target.classList.remove("target");
      if (target) target.classList.add("target");
      drag.target = target;
    }
  });
  const drop = (event) => {
    if (!drag) return;
    const { card, target } = drag;
    drag = null;
    card.classList.remove("dragged");
    card.style.transform = "";
    if (target) target.classList.remove("target");
    if (target && event.type === "pointerup") join(card.dataset.id, target.dataset.id);
  };
  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", drop);

  // -- the line --------------------------------------------------------------------------------------------------
  const told = {
    changed: show,
    async state(kind) {
      state.line = kind;
      if (kind === "ok") state.saved = new Date();
      await show();
      if (state.ended && kind === "ok" && Number(one("#wall-state").dataset.unsent) === 0) await leave();
    },
    async looked(facts) {
      state.closed = !facts.open;
      state.ended = facts.ended;
      await store.write([["facts", { key: "seen:" + talk, talk: talk, at: Date.now() }]]);
      form.hidden = state.closed;
      one("#wall-closed").hidden = !state.closed;
      put(root, "closed", facts.words || "");
      await show();
    },
  };
  const link = line(talk, { sync: root.dataset.sync, photos: root.dataset.photos }, form.elements.csrfmiddlewaretoken.value, told);

  // Over and all sent: nothing stays on the device but the page that is open.
  async function leave() {
    state.left = true;
    link.stop();
    await store.forget(talk);
    await store.mark(talk);
    const worker = navigator.serviceWorker && (await navigator.serviceWorker.getRegistration(root.dataset.page));
    if (worker) await worker.unregister();
    say(word("Left"));
    root.dataset.left = "1";
  }

  async function prepare() {
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    if (!navigator.serviceWorker || !navigator.onLine || state.left) return;
    try {
      await navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.page });
      if (await store.keepPage(talk, root.dataset.page)) root.dataset.kept = "1";
    } catch (error) { /* without a worker the page works as long as it stays open */ }
  }

  async function begin() {
    try {
      await store.tidy(talk);
      await show();
      await stopEditing();
    } catch (error) { // this browser keeps nothing: the plain form remains
      return;
    }
    root.classList.add("alive");
    all("[data-alive]").forEach((part) => { part.hidden = false; });
    all("[data-plain]").forEach((part) => { part.hidden = true; });
    form.removeAttribute("data-once");
    form.addEventListener("submit", save);
    form.addEventListener("input", () => { one("#wall-empty").hidden = true; tall(); draft(); });
    form.addEventListener("change", () => { spot(); draft(); });
    field("text").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) { save(event); }
    });
    if (counter) {
      counter.addEventListener("submit", (event) => { event.preventDefault(); });
      counter.addEventListener("change", (event) => typed([event.target]));
    }
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (state.joining) stopJoining(); else if (state.editing) stopEditing();
    });
    window.addEventListener("online", () => { link.fresh(); if (!root.dataset.kept) prepare(); });
    window.addEventListener("offline", () => told.state("offline"));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") show().then(() => link.fresh()); });
    await link.go();
    await prepare();
  }
  begin();
})();
