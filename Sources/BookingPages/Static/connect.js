// The import moves while one looks; without this the page tells the same when it is loaded again.

const page = document.querySelector("[data-connect-events]");

if (page) {
  const source = new EventSource(page.dataset.connectEvents);
  let timer = null;
  let isAsking = false;

  const refresh = async () => {
    timer = null;
    if (isAsking || document.hidden) { timer = setTimeout(refresh, 1000); return; }
    isAsking = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const section = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-connect-events]");
        for (const part of ["h1", "[data-connect-live]"]) {
          const [fresh, shown] = [section?.querySelector(part), page.querySelector(part)];
          if (fresh && shown && shown.innerHTML !== fresh.innerHTML) shown.innerHTML = fresh.innerHTML;
        }
      }
    } catch { /* The next news, or the reader, asks again. */ }
    isAsking = false;
  };
  source.addEventListener("changed", () => { timer ??= setTimeout(refresh, 300); });
  window.addEventListener("pagehide", () => source.close());
}
