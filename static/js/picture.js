// Walking through the picture with the arrow keys: one stop of the Tab key for each doorway. Without this every room is a stop.
(function () {
  "use strict";
  const picture = document.querySelector("[data-picture]");
  if (!picture) return;
  const rooms = Array.from(picture.querySelectorAll(".picture-rooms a"));
  picture.querySelectorAll(".picture-rooms").forEach((wall) => {
    wall.querySelectorAll("a").forEach((room, n) => room.setAttribute("tabindex", n ? "-1" : "0"));
  });
  const middle = (room) => {
    const box = room.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  function next(room, way) {
    const from = middle(room);
    let best = null;
    let least = Infinity;
    rooms.forEach((other) => {
      const to = middle(other);
      const along = (to.x - from.x) * way[0] + (to.y - from.y) * way[1];
      const aside = Math.abs((to.x - from.x) * way[1]) + Math.abs((to.y - from.y) * way[0]);
      if (along > 4 && along + 3 * aside < least) { best = other; least = along + 3 * aside; }
    });
    return best;
  }
  function go(room, from) {
    from.closest(".picture-rooms").querySelectorAll("a[tabindex='0']").forEach((one) => one.setAttribute("tabindex", "-1"));
    room.closest(".picture-rooms").querySelectorAll("a[tabindex='0']").forEach((one) => one.setAttribute("tabindex", "-1"));
    room.setAttribute("tabindex", "0");
    const left = from.closest(".picture-rooms").querySelector("a");
    if (left && from.closest(".picture-rooms") !== room.closest(".picture-rooms")) left.setAttribute("tabindex", "0");
    room.focus();
    room.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  picture.addEventListener("keydown", (event) => {
    const room = event.target.closest(".picture-rooms a");
    if (!room || event.altKey || event.ctrlKey || event.metaKey) return;
    const inside = Array.from(room.closest(".picture-rooms").querySelectorAll("a"));
    const to = event.key === "Home" ? inside[0] : event.key === "End" ? inside[inside.length - 1]
      : ways[event.key] ? next(room, ways[event.key]) : null;
    if (!to || to === room) return;
    event.preventDefault();
    go(to, room);
  });
})();
