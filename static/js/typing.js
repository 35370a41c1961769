// Typing paper ballots by keyboard: a digit answers the motion one is at and goes on to the next; behind the last one Enter
// sends. Without this the answers are plain radio buttons, and Tab and the arrows do.
(function () {
  "use strict";
  const form = document.getElementById("paper");
  if (!form) return;
  const motions = Array.from(form.querySelectorAll("fieldset")).filter((one) => one.querySelector("input[type=radio]"));
  const radios = (one) => Array.from(one.querySelectorAll("input[type=radio]"));
  const open = () => motions.find((one) => !radios(one).some((radio) => radio.checked));
  function at(motion) {
    const target = motion ? radios(motion).find((radio) => radio.checked) || radios(motion)[0] : form.querySelector("textarea, button.btn-primary");
    if (target) target.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !/^[1-9]$/.test(event.key)) return;
    if (event.target.closest("textarea, input:not([type=radio])")) return;
    const motion = motions.find((one) => one.contains(event.target)) || open();
    const radio = motion && radios(motion)[Number(event.key) - 1];
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    at(motions[motions.indexOf(motion) + 1]);
  });
  if (!form.querySelector("[data-invalid]")) at(motions[0]);
})();
