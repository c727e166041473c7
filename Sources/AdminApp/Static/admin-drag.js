// Dragging a booking with the mouse. Letting go opens the same form that the keyboard uses, with the new time filled in: nothing is
// moved before somebody has seen what it does.
import { swap } from "./admin-live.js";

const rowMinutes = 5;
const step = 15;

export function startDrag() {
  let drag = null;
  let wasDragged = false;

  document.addEventListener("pointerdown", (event) => {
    const entry = event.target.closest("a[data-drag]");
    if (!entry || event.button !== 0 || event.pointerType !== "mouse" || !entry.closest(".timeline")) return;
    const top = entry.getBoundingClientRect().top;
    drag = { entry, x: event.clientX, y: event.clientY, grip: event.clientY - top, mark: null, target: null };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.mark) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 6) return;
      drag.mark = document.createElement("div");
      drag.mark.className = "drop-mark";
      drag.entry.classList.add("is-dragging");
    }
    event.preventDefault();
    place(drag, event);
  });

  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const { entry, mark, target } = drag;
    drag = null;
    if (!mark) return;
    wasDragged = true;
    setTimeout(() => { wasDragged = false; }, 0);
    mark.remove();
    entry.classList.remove("is-dragging");
    if (target) swap(moveAddress(entry, target), { push: true, focus: "#task-heading" });
  });

  document.addEventListener("pointercancel", () => stop());
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(event); });
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.("a[data-drag]")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    if (wasDragged && event.target.closest("a[data-drag]")) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);

  // A click on open ground begins a booking there.
  document.addEventListener("click", (event) => {
    const timeline = event.target.closest(".timeline[data-new]");
    if (!timeline || wasDragged || event.target.closest("a") || !matchMedia("(min-width: 48rem)").matches) return;
    const minute = minuteAt(timeline, event.clientY);
    location.assign(`${timeline.dataset.new}&time=${clock(minute)}`);
  });

  function stop(event) {
    if (!drag) return;
    event?.preventDefault();
    drag.mark?.remove();
    drag.entry.classList.remove("is-dragging");
    drag = null;
  }
}

function place(drag, event) {
  const timeline = document.elementsFromPoint(event.clientX, event.clientY).map((element) => element.closest(".timeline")).find(Boolean);
  if (!timeline) { drag.mark.remove(); drag.target = null; return; }
  const length = Number(drag.entry.dataset.minutes);
  const minute = Math.max(0, minuteAt(timeline, event.clientY - drag.grip, Math.round));
  const first = Number(timeline.closest(".grid").dataset.firstMinute);
  const row = Math.max(0, Math.round((minute - first) / rowMinutes));
  drag.mark.className = `drop-mark at-${row} for-${Math.max(3, Math.ceil(length / rowMinutes))}`;
  drag.mark.textContent = clock(minute);
  if (drag.mark.parentElement !== timeline) timeline.append(drag.mark);
  drag.target = { date: timeline.dataset.date, person: timeline.dataset.person, time: clock(minute) };
}

function minuteAt(timeline, y, round = Math.floor) {
  const box = timeline.getBoundingClientRect();
  const grid = timeline.closest(".grid");
  const hours = Number([...grid.classList].find((name) => name.startsWith("hours-")).slice(6));
  const minutes = (y - box.top) / box.height * hours * 60;
  const snapped = round(minutes / step) * step;
  return Math.min(1440 - step, Number(grid.dataset.firstMinute) + Math.max(0, snapped));
}

function clock(minute) {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function moveAddress(entry, target) {
  const address = new URL(entry.href, location.href);
  address.searchParams.set("do", "move");
  address.searchParams.set("moveDate", target.date);
  address.searchParams.set("time", target.time);
  if (target.person) address.searchParams.set("staff", target.person);
  return address.href;
}
