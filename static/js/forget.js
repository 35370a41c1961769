// Somebody has signed out: what the capture wall and the gate kept on this device goes.
(function () {
  "use strict";
  const jobs = [];
  if (window.indexedDB) {
    jobs.push(new Promise((done) => {
      const request = indexedDB.deleteDatabase("wall");
      request.onsuccess = request.onerror = request.onblocked = done;
    }));
  }
  if (window.caches) {
    jobs.push(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("wall:")).map((name) => caches.delete(name)))));
  }
  if (navigator.serviceWorker) {
    jobs.push(navigator.serviceWorker.getRegistrations().then((found) => Promise.all(found.filter((one) => /\/(wall|gate\/\d+)\/$/.test(one.scope)).map((one) => one.unregister()))));
  }
  Promise.all(jobs).then(() => { document.cookie = "kept=; Path=/; SameSite=Lax; Max-Age=0"; });
})();
