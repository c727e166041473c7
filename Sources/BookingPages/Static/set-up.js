// The set-up starts with the browser's own time zone, unless somebody has already sent the form.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (!document.querySelector(".error-summary")) {
  for (const list of document.querySelectorAll("select[name='business.zone']")) {
    if ([...list.options].some((option) => option.value === zone)) list.value = zone;
  }
}

// The times of a closed day need no answer.
for (const day of document.querySelectorAll(".hours-day")) {
  const box = day.querySelector("input[type=checkbox]");
  const show = () => day.classList.toggle("hours-closed", !box.checked);
  box.addEventListener("change", show);
  show();
}
