// <script src="https://…/embed.js" data-business="…" data-service="…" async></script> puts the booking page where it stands.
(() => {
  const script = document.currentScript;
  const { business, service, title } = script.dataset;
  if (!business) return;
  const origin = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  frame.src = `${origin}/b/${encodeURIComponent(business)}${service ? `/${encodeURIComponent(service)}` : ""}`;
  frame.title = title || "Booking";
  frame.style.cssText = "border:0;inline-size:100%;block-size:720px;color-scheme:light dark";
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin || event.data?.kalends !== "height") return;
    frame.style.blockSize = `${Math.min(Math.max(event.data.height, 200), 6000)}px`;
  });
  script.after(frame);
})();
