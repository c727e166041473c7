// Comforts of the admin app. Every page works without them.
import { startLive, swap } from "./admin-live.js";
import { startDrag } from "./admin-drag.js";

document.documentElement.classList.add("has-script");

function prepare(root) {
  for (const element of root.querySelectorAll("[data-hide-with-script]")) element.hidden = true;
  for (const button of root.querySelectorAll("[data-copy], [data-show-with-script]")) button.hidden = false;
  for (const list of root.querySelectorAll("[data-order]")) number(list);
}

// Links that change what the calendar shows fetch it and put it in place.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const opened = new URL(location.href).searchParams.get("open");
  // Where one goes on: in what was opened, at what was closed, at the button that began a task now left; else the focus stays.
  const focus = link.matches("[data-close]") ? entryPlace(opened) : link.matches(".entry") ? "#panel-heading" : link.dataset.focus ?? null;
  swap(link.href, { push: true, focus });
});

/// An entry of the calendar by what it opens: its address changes with the view, this does not.
function entryPlace(opened) { return `.entry[data-entry="${CSS.escape(opened ?? "")}"]`; }

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = label; }, 2000);
});

// Rows in an order of their own: the numbers that say it without this are kept in step.
function number(list) {
  const rows = [...list.querySelectorAll("[data-row]")];
  rows.forEach((row, index) => {
    row.querySelector(".question-place input").value = index + 1;
    row.querySelector("[data-shift=up]").setAttribute("aria-disabled", index === 0);
    row.querySelector("[data-shift=down]").setAttribute("aria-disabled", index === rows.length - 1);
  });
  return rows;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-shift]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const row = button.closest("[data-row]");
  const list = row.parentElement;
  if (button.dataset.shift === "up") row.previousElementSibling.before(row);
  else row.nextElementSibling.after(row);
  button.focus();
  const rows = number(list);
  const words = { question: row.dataset.row, place: rows.indexOf(row) + 1, count: rows.length };
  list.parentElement.querySelector("[data-order-said]").textContent = list.dataset.order.replace(/\{(\w+)\}/g, (_, name) => words[name]);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (!form || event.target.type === "search") return;
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  swap(address.href, { push: true, focus: event.target.id ? `#${CSS.escape(event.target.id)}` : null });
});

// What asks a server far away says that it does.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.busy) return;
  button.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
  document.body.setAttribute("aria-busy", "true");
});

document.addEventListener("input", (event) => {
  if (event.target.name !== "time" || !event.target.form) return;
  const other = event.target.form.querySelector('input[name="slot"][value="other"]');
  if (other) other.checked = true;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(":popover-open")) return;
  document.querySelector("[data-panel] [data-close]")?.click();
});

window.addEventListener("popstate", () => swap(location.href, { push: false }));
document.addEventListener("kalends:swapped", () => prepare(document));

prepare(document);
document.getElementById("errors")?.focus();
startLive();
startDrag();
