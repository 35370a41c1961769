// Small comforts; every page works without them.
(function () {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) {} },
    drop(key) { try { localStorage.removeItem(key); } catch (error) {} },
    keys() { try { return Object.keys(localStorage); } catch (error) { return []; } },
  };

  // one click, one submission
  const release = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    all("button[data-held]", form).forEach((button) => { button.disabled = false; button.removeAttribute("data-held"); });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    setTimeout(() => all("button:not(:disabled)", form).forEach((button) => { button.disabled = true; button.dataset.held = ""; }));
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
  document.addEventListener("htmx:afterRequest", () => all("form[data-sent]").forEach(release));

  // words stay in this browser until they arrive; never names, phones, files
  const WEEK = 7 * 24 * 3600 * 1000;
  const kept = (field) => field.name && !field.hasAttribute("autocomplete") && (
    field.matches("textarea, select, [type=text], [type=radio], [type=checkbox], [data-kept]"));
  const prefix = "draft:";
  const ticks = (field) => field.matches("[type=radio], [type=checkbox]");
  const chosen = (field) => (ticks(field) ? field.checked : field.value);
  function keep(form) {
    const words = {};
    Array.from(form.elements).filter(kept).forEach((field) => {
      if (chosen(field)) words[field.name + (ticks(field) ? "=" + field.value : "")] = chosen(field);
    });
    store.set(prefix + form.dataset.draft, { at: Date.now(), words: words });
  }
  function restore(form) {
    const saved = store.get(prefix + form.dataset.draft);
    if (!saved || form.querySelector("[data-invalid]")) return;
    let found = false;
    Array.from(form.elements).filter(kept).forEach((field) => {
      if (ticks(field)) {
        const untouched = !all("input:checked", form).some((other) => other.name === field.name);
        if (untouched && saved.words[field.name + "=" + field.value]) { field.checked = true; found = true; }
        return;
      }
      const was = saved.words[field.name];
      if (was && was !== field.value && (!field.value || form.dataset.over)) { field.value = was; found = true; }
    });
    const note = form.querySelector("[data-draft-note]");
    if (found && note) note.hidden = false;
  }
  store.keys().filter((key) => key.startsWith(prefix)).forEach((key) => {
    const saved = store.get(key);
    if (!saved || !(Date.now() - saved.at < WEEK)) store.drop(key);
  });
  all("[data-draft-done]").forEach((mark) => store.drop(prefix + mark.dataset.draftDone));
  all("form[data-draft]").forEach((form) => {
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("change", () => keep(form));
  });
  document.addEventListener("click", (event) => { // whoever signs out leaves no words behind
    if (event.target.closest("[data-forget]")) store.keys().filter((key) => key.startsWith(prefix)).forEach(store.drop);
  });

  // where reading starts after a mistake
  const wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus();

  all("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });

  const trouble = document.getElementById("trouble");
  ["htmx:sendError", "htmx:responseError"].forEach((name) => document.addEventListener(name, () => { trouble.hidden = false; }));
  document.addEventListener("htmx:beforeRequest", () => { trouble.hidden = true; });

  // shortcuts: any [data-key] is one; ? lists them; they can be turned off
  const help = document.getElementById("keys");
  if (!help) return;
  const box = help.querySelector("input");
  box.checked = store.get("keys") !== false;
  box.addEventListener("change", () => store.set("keys", box.checked));
  function show() {
    const list = help.querySelector("[data-keys]");
    all("div:not([data-fixed])", list).forEach((row) => row.remove());
    all("[data-key]").forEach((target) => {
      const row = document.createElement("div");
      row.innerHTML = "<dt><kbd></kbd></dt><dd></dd>";
      row.firstChild.firstChild.textContent = target.dataset.key;
      row.lastChild.textContent = target.dataset.keyWords || target.getAttribute("aria-label") || target.textContent.trim();
      list.append(row);
    });
    help.showModal();
  }
  function step(by) {
    const links = all("[data-keys-list] a[href]").filter((link) => link.offsetParent);
    const now = links.indexOf(document.activeElement);
    const next = links[Math.max(0, Math.min(links.length - 1, now < 0 ? 0 : now + by))];
    if (next) next.focus();
  }
  all("[data-opens=keys]").forEach((button) => { button.hidden = false; button.addEventListener("click", show); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    if (typing || help.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "?") { event.preventDefault(); show(); return; }
    if (!box.checked) return;
    if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); return; }
    const target = all("[data-key]").find((one) => one.dataset.key === event.key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, select, textarea")) target.focus(); else target.click();
  });
})();
