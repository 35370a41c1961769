// Typing a paper copy by keyboard alone: a digit that settles the question goes on by itself, Enter goes on, Shift+Enter
// goes back, Enter behind the last line saves. Without this the lines are plain fields, and Tab leads on.
(function () {
  "use strict";
  const form = document.querySelector("form[data-entering]");
  if (!form) return;
  const lines = () => Array.from(form.querySelectorAll("[data-line]")).filter((line) => line.offsetParent);
  function go(from, by) {
    const all = lines();
    const next = all[all.indexOf(from) + by];
    if (next) { next.focus(); if (next.select) next.select(); } else if (by > 0) form.querySelector("[data-save]").focus();
  }
  const settled = (line) => { // one digit says it all: nothing longer begins like it
    const most = Number(line.dataset.settles || 0);
    return most && /^\d$/.test(line.value) && Number(line.value) <= most && Number(line.value) * 10 > most;
  };
  function show(line) { // the words of what has been typed, beside it
    const said = document.getElementById(line.id + "_said");
    if (!said) return;
    const words = JSON.parse(line.dataset.words || "{}");
    const parts = line.value.split(/[\s,，、.;；]+/).filter(Boolean);
    said.textContent = parts.map((part) => words[part] || (line.dataset.words ? "?" : "")).join(" · ");
    line.toggleAttribute("data-odd", parts.some((part) => line.dataset.words && !words[part]));
  }
  form.addEventListener("keydown", (event) => {
    const line = event.target.closest("[data-line]");
    if (!line || event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (line.matches("textarea") && event.altKey) return;
    event.preventDefault();
    go(line, event.shiftKey ? -1 : 1);
  });
  form.addEventListener("input", (event) => {
    const line = event.target.closest("[data-line]");
    if (!line) return;
    show(line);
    if (settled(line) && event.inputType !== "deleteContentBackward") go(line, 1);
  });
  lines().forEach(show);
})();
