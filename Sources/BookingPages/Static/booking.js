// Comfort for the booking pages; without it everything still works.

const root = document.querySelector("[data-events]");
const isFramed = window.parent !== window;

// An open page learns of taken times by itself.
if (root) {
  let stream;
  let timer;

  const listen = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(root.dataset.events);
    stream.addEventListener("changed", soon);
  };

  // Many pages hear the same news: each waits a little, and a run of news counts once.
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(() => {}), 150 + Math.random() * 850);
  };

  const fetched = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    return answer.ok ? answer.text() : undefined;
  };

  // The form that was sent from this address in this window, so that whoever comes back to it is led to what it booked.
  const ownForm = `kalends:${location.pathname}${location.search}`;
  const sent = (() => { try { return sessionStorage.getItem(ownForm); } catch { return null; } })();
  root.querySelector("form[method=post]")?.addEventListener("submit", (event) => {
    try { sessionStorage.setItem(ownForm, event.target.elements.token.value); } catch { /* Nothing is kept for this window. */ }
  });

  const refresh = async () => {
    const picker = root.querySelector("[data-live=picker]");
    if (picker) {
      const address = new URL(location.href);
      address.searchParams.set("fragment", "picker");
      show(picker, await fetched(address));
    } else if (root.dataset.state) {
      const state = root.querySelector("[data-live=state]");
      const address = new URL(root.dataset.state, location.href);
      if (sent) address.searchParams.set("token", sent);
      const text = await fetched(address);
      // A page that says already why its time is gone is only told of what this window booked.
      if (text === undefined || (root.querySelector("[role=alert]") && !text.includes("data-booked"))) return;
      if (state.innerHTML.trim() !== text.trim()) state.innerHTML = text;
      if (state.querySelector("[data-booked]")) for (const part of root.querySelectorAll("[data-refused]")) part.hidden = true;
    }
  };

  const show = (picker, text) => {
    if (text === undefined) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = text;
    const times = (node) => [...node.querySelectorAll("a")].map((a) => a.getAttribute("href")).join("\n");
    if (times(picker) === times(fresh.content)) return;
    // A list that somebody has open is not pulled from under the hand.
    if (picker.querySelector("select:focus")) return;
    const focused = picker.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    picker.replaceChildren(fresh.content);
    if (focused !== null) {
      const same = [...picker.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused);
      (same ?? picker.querySelector("a"))?.focus({ preventScroll: true });
    }
    const status = root.querySelector("[data-status]");
    if (status) status.textContent = status.dataset.changed;
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      stream?.close();
      stream = undefined;
    } else {
      listen();
      soon();
    }
  });
  if (sent) refresh().catch(() => {});
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) { stream = undefined; listen(); soon(); } });
  listen();
}

// A second click on a button that is already at work sends nothing.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = isFramed;
  button.addEventListener("click", () => print());
}

// Inside a frame the page asks for the room it needs, and leaves the site around it in place.
if (isFramed) {
  document.documentElement.classList.add("framed");
  for (const link of document.querySelectorAll("[data-own-window]")) link.target = "_blank";
  const tell = () => parent.postMessage({ kalends: "height", height: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.body);
  tell();
}
