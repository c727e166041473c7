// Keeps a page current: when something it shows has changed, it is fetched again and its main part is put in place.

let running = null;

/// Fetches an address of ours and puts its main part in place of the present one.
export async function swap(address, { push = false, focus = null, isQuiet = false } = {}) {
  running?.abort();
  const control = new AbortController();
  running = control;
  document.body.classList.toggle("is-working", !isQuiet);
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" }, signal: control.signal });
    if (response.redirected && new URL(response.url).pathname === "/admin/sign-in") { location.assign(response.url); return; }
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector('[data-part="main"]');
    const present = document.querySelector('[data-part="main"]');
    if (!next || !present) throw new Error("no main part");
    await adoptStyles(page);
    const place = focus ?? placeOfFocus(present);
    const openDetails = [...present.querySelectorAll("details[open]")].map((element) => element.className);
    const panelScroll = present.querySelector("[data-panel]")?.scrollTop ?? 0;
    const gridPlace = placeOfGrid(present.querySelector(".grid"));
    const hadFocus = present.contains(document.activeElement);
    present.replaceChildren(...next.childNodes);
    delete document.body.dataset.answer;
    document.title = page.title;
    const menu = page.querySelector(".sidebar-groups");
    if (menu && !document.querySelector(".sidebar:popover-open")) document.querySelector(".sidebar-groups")?.replaceChildren(...menu.childNodes);
    for (const name of openDetails) if (name) present.querySelector(`details.${CSS.escape(name)}`)?.setAttribute("open", "");
    if (isQuiet) {
      const panel = present.querySelector("[data-panel]");
      if (panel) panel.scrollTop = panelScroll;
    }
    scrollGrid(present.querySelector(".grid"), gridPlace);
    if (push) history.pushState(null, "", address);
    document.dispatchEvent(new CustomEvent("kalends:swapped"));
    const target = place && present.querySelector(place);
    if (target) target.focus({ preventScroll: isQuiet });
    // What had the focus is gone: the page's heading takes it rather than nothing.
    else if ((place || hadFocus) && !isQuiet) present.querySelector("h1")?.focus();
  } catch (error) {
    if (error.name === "AbortError") return;
    if (!isQuiet) location.assign(address);
  } finally {
    if (running === control) { running = null; document.body.classList.remove("is-working"); }
  }
}

/// The style sheets of colours that the new page has and this one has not; awaited, so that nothing is drawn without its colour.
function adoptStyles(page) {
  const known = new Set([...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.getAttribute("href")));
  const missing = [...page.querySelectorAll('link[rel="stylesheet"]')].filter((link) => !known.has(link.getAttribute("href")));
  return Promise.all(missing.map((link) => new Promise((resolve) => {
    const copy = document.createElement("link");
    copy.rel = "stylesheet";
    copy.href = link.getAttribute("href");
    copy.onload = copy.onerror = resolve;
    document.head.append(copy);
  })));
}

/// The time of day and the side that a grid shows at its edge, so that another week opens where this one was left.
function placeOfGrid(grid) {
  if (!grid) return null;
  const pace = pixelsPerMinute(grid);
  return pace > 0 ? { minute: Number(grid.dataset.firstMinute) + grid.scrollTop / pace, left: grid.scrollLeft } : null;
}

/// Without a place the grid opens at its working hours.
export function scrollGrid(grid, place = null) {
  if (!grid) return;
  const minute = place?.minute ?? Number(grid.dataset.scrollMinute);
  grid.scrollTop = Math.max(0, minute - Number(grid.dataset.firstMinute)) * pixelsPerMinute(grid);
  if (place) { grid.scrollLeft = place.left; return; }
  const today = grid.querySelector(".column.is-today");
  if (today) grid.scrollLeft = today.offsetLeft - grid.clientWidth / 2;
}

/// Zero where the calendar is a list.
function pixelsPerMinute(grid) {
  const timeline = grid.querySelector(".timeline");
  const hours = Number([...grid.classList].find((name) => name.startsWith("hours-"))?.slice(6));
  return getComputedStyle(grid).display === "grid" && timeline ? timeline.getBoundingClientRect().height / (hours * 60) : 0;
}

function placeOfFocus(main) {
  const element = document.activeElement;
  if (!element || !main.contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const address = element.getAttribute("href");
  return address ? `a[href="${CSS.escape(address)}"]` : null;
}

/// A form that somebody has begun to fill in must not be taken away from them, nor what the answer to a form shows once: a link to hand
/// over, faults beside what was typed. Fetched by its address that page would be another one.
function isBusy() {
  if (document.body.dataset.answer !== undefined) return true;
  if (document.querySelector(".is-dragging, :popover-open")) return true;
  const form = document.activeElement?.closest?.("main form");
  if (form) return true;
  return [...document.querySelectorAll("main form")].some((each) => each.dataset.touched === "yes");
}

export function startLive() {
  const topics = document.body.dataset.live;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("main form");
    if (form) form.dataset.touched = "yes";
  });
  scrollGrid(document.querySelector(".grid"));
  moveNow();
  setInterval(moveNow, 60000);
  document.addEventListener("kalends:swapped", moveNow);
  if (!topics || !window.EventSource) return;
  const wanted = new Set(topics.split(" "));
  let timer = null;
  const refresh = () => {
    timer = null;
    if (isBusy() || document.hidden) { timer = setTimeout(refresh, 3000); return; }
    swap(location.href, { isQuiet: true }).then(() => {
      const news = document.getElementById("news");
      if (news) news.textContent = news.dataset.updated;
    });
  };
  const source = new EventSource(`/admin/events?seen=${document.body.dataset.news}`);
  source.addEventListener("changed", (event) => {
    if (!event.data.split(" ").some((topic) => wanted.has(topic))) return;
    timer ??= setTimeout(refresh, 250);
  });
  window.addEventListener("pagehide", () => source.close());
}

/// Moves the line that marks now with the server's own page as its measure: five minutes are a row.
let nowOffset = null;
function moveNow() {
  const line = document.querySelector(".now");
  if (!line) { nowOffset = null; return; }
  const shown = Number([...line.classList].find((name) => name.startsWith("at-"))?.slice(3));
  const clock = Math.floor(Date.now() / 300000);
  if (nowOffset === null || line.dataset.seen !== "yes") { nowOffset = shown - clock; line.dataset.seen = "yes"; return; }
  const row = clock + nowOffset;
  if (row !== shown) { line.classList.remove(`at-${shown}`); line.classList.add(`at-${row}`); }
}
