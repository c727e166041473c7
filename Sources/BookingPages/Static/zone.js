// Asks for the times in the visitor's own zone, once, before anything is painted.
(() => {
  const address = new URL(location.href);
  if (address.searchParams.has("zone")) return;
  let zone;
  try { zone = Intl.DateTimeFormat().resolvedOptions().timeZone; } catch { return; }
  if (!zone || zone === document.currentScript.dataset.zone) return;
  address.searchParams.set("zone", zone);
  location.replace(address);
})();
