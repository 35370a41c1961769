// Draw rectangles over a photo; they are written as numbers into the field, which works without this as well.
(function () {
  "use strict";
  const box = document.querySelector("[data-blackout]");
  if (!box) return;
  const field = document.getElementById(box.dataset.blackout);
  const space = "http://www.w3.org/2000/svg";
  const sheet = document.createElementNS(space, "svg");
  sheet.setAttribute("viewBox", "0 0 1000 1000");
  sheet.setAttribute("preserveAspectRatio", "none");
  sheet.setAttribute("aria-hidden", "true");
  box.append(sheet);
  const within = (value) => Math.max(0, Math.min(1000, Math.round(value)));
  const lines = () => field.value.split("\n").map((line) => line.trim().split(/[\s,]+/).map(Number)).filter((line) => line.length === 4 && line.every((n) => Number.isFinite(n)));
  function rect(line) {
    const shape = document.createElementNS(space, "rect");
    ["x", "y", "width", "height"].forEach((name, i) => shape.setAttribute(name, line[i]));
    sheet.append(shape);
    return shape;
  }
  const show = () => { sheet.replaceChildren(); lines().forEach(rect); };
  const place = (event) => {
    const frame = sheet.getBoundingClientRect();
    return [within((event.clientX - frame.left) * 1000 / frame.width), within((event.clientY - frame.top) * 1000 / frame.height)];
  };
  const between = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
  let start = null;
  let drawn = null;
  sheet.addEventListener("pointerdown", (event) => {
    start = place(event);
    drawn = rect([start[0], start[1], 0, 0]);
    sheet.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!start) return;
    const line = between(start, place(event));
    ["x", "y", "width", "height"].forEach((name, i) => drawn.setAttribute(name, line[i]));
  });
  sheet.addEventListener("pointerup", (event) => {
    if (!start) return;
    const line = between(start, place(event));
    start = null;
    if (line[2] > 4 && line[3] > 4) field.value = lines().concat([line]).map((one) => one.join(" ")).join("\n");
    show();
  });
  sheet.addEventListener("pointercancel", () => { start = null; show(); });
  field.addEventListener("input", show);
  const tools = document.querySelector("[data-blackout-tools]");
  tools.hidden = false;
  tools.querySelector("[data-undo]").addEventListener("click", () => {
    field.value = lines().slice(0, -1).map((one) => one.join(" ")).join("\n");
    show();
  });
  show();
})();
