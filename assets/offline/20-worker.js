// The worker: a counter page that cannot be had is the page that keeps things. A form that only records
// is kept at once under the id that it carries, so that it is no matter whether it had arrived.
if ("ServiceWorkerGlobalScope" in self) {
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (origin !== location.origin) return;
    if (pathname.startsWith("/assets/")) event.respondWith(caches.match(request, { ignoreVary: true }).then((hit) => hit ?? fetch(request)));
    else if (request.mode === "navigate" && /^\/counter(\/|$)/.test(pathname)) event.respondWith(open(request, pathname));
  });
  const here = async () => (await caches.match(DESK, { ignoreVary: true })) ?? Response.error();
  const open = async (request, pathname) => {
    const post = request.method === "POST";
    const form = post && pathname === "/counter/operations" ? request.clone() : null;
    // A network that hangs is none; a form is waited for, because its answer matters.
    const late = new Promise((ok, no) => post || setTimeout(no, 8000));
    try {
      const answer = await Promise.race([fetch(request), late]);
      if (answer.status !== 502 && answer.status !== 504) return answer;
    } catch { /* No network. */ }
    if (!post) return here();
    await hold(form ? await form.formData() : null).catch(() => {});
    return Response.redirect(DESK, 303);
  };
  const hold = async (form) => {
    if (!form) return write((_, desk) => desk.put({ needs: true }, "draft"));
    const only = form.get("only") === "visit";
    const needs = !only && ["voucher", "points", "wallet"].some((name) => form.has(name));
    const one = { id: form.get("kept"), who: form.get("who"), amount: only ? "" : form.get("amount").trim() };
    if (!only && !needs) one.cards = form.getAll("card");
    if (only) one.cards = [];
    if (needs || !(await keep(one))) await write((_, desk) => desk.put({ ...one, needs }, "draft"));
    else await write((_, desk) => desk.put({ done: true }, "draft"));
  };
}
