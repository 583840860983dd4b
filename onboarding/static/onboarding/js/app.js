/* What every page shares: marks that scripts run, toasts that can be closed, light between a value and its box. */
(() => {
  document.documentElement.classList.add("js");

  const armToasts = (root) => {
    for (const button of root.querySelectorAll("[data-dismiss]")) {
      button.hidden = false;
      button.addEventListener("click", () => button.closest(".toast").remove());
    }
  };
  armToasts(document);
  document.addEventListener("htmx:afterSwap", (event) => armToasts(event.target));

  window.vouchToast = (text, kind = "error") => {
    const shown = [...document.querySelectorAll(".toast")];
    if (shown.some((one) => one.textContent === text)) return; /* a page that asks every two seconds says it once */
    const toast = document.createElement("div");
    toast.className = `toast toast-${kind}`;
    toast.textContent = text;
    document.querySelector(".toasts").append(toast);
    window.setTimeout(() => toast.remove(), 9000);
  };

  /* Moments come in UTC; they are said in the reader's own time zone, and the page says which one that is. */
  const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const two = (number) => String(number).padStart(2, "0");
  const said = (at, style) => {
    const year = style === "short" && at.getFullYear() === new Date().getFullYear() ? "" : ` ${at.getFullYear()}`;
    const day = `${at.getDate()} ${months[at.getMonth()]}${year}`;
    const minute = `${two(at.getHours())}:${two(at.getMinutes())}`;
    const second = `${minute}:${two(at.getSeconds())}`;
    return { clock: second, day, exact: `${day}, ${second}` }[style] || `${day}, ${minute}`;
  };
  const tell = () => {
    for (const one of document.querySelectorAll("time[data-when]")) {
      one.textContent = said(new Date(one.dateTime), one.dataset.when);
    }
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) {
    tell();
    document.addEventListener("htmx:afterSettle", tell);
    const name = zone.replaceAll("_", " ");
    for (const one of document.querySelectorAll("[data-zone]")) one.textContent = `Times are in your time zone (${name}).`;
  }

  document.addEventListener("htmx:responseError", (event) => {
    window.vouchToast(`The page could not be updated (${event.detail.xhr.status}). Please reload it.`);
  });

  document.addEventListener("htmx:sendError", () => {
    window.vouchToast("There is no connection at the moment. We keep trying; nothing you sent is lost.", "warning");
  });

  /* Hover or focus on a field lights its box, and the other way round. */
  const lit = (name, on) => {
    for (const one of document.querySelectorAll(`[data-field="${CSS.escape(name)}"]`)) one.classList.toggle("is-hot", on);
  };
  for (const one of document.querySelectorAll("[data-field]")) {
    const name = one.dataset.field;
    const holder = one.closest("a") || one;
    for (const type of ["mouseenter", "focusin"]) holder.addEventListener(type, () => lit(name, true));
    for (const type of ["mouseleave", "focusout"]) holder.addEventListener(type, () => lit(name, false));
  }
})();
