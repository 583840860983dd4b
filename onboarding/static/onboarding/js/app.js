/* What every page shares: marks that scripts run, toasts that can be closed, confirm before a form is sent. */
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
    const toast = document.createElement("div");
    toast.className = `toast toast-${kind}`;
    toast.textContent = text;
    document.querySelector(".toasts").append(toast);
    window.setTimeout(() => toast.remove(), 9000);
  };

  document.addEventListener("htmx:responseError", (event) => {
    window.vouchToast(`The page could not be updated (${event.detail.xhr.status}). Please reload it.`);
  });
})();
