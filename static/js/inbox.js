// How many are ticked, and all of a page with one press.
(function () {
  "use strict";
  const boxes = Array.from(document.querySelectorAll(".inbox input[name=pk]"));
  const all = document.querySelector("[data-tick-all]");
  const count = document.querySelector("[data-ticked]");
  if (!boxes.length || !all) return;
  function show() {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked || "";
    count.hidden = !ticked;
  }
  all.hidden = false;
  all.addEventListener("click", () => {
    const on = !boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = on; });
    show();
  });
  boxes.forEach((box) => box.addEventListener("change", show));
  window.addEventListener("pageshow", show);
})();
