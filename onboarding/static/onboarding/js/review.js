/* The review loop without a mouse. */
(() => {
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

  /* Rows: j and k move, Enter opens (the link itself has the focus). */
  const openers = [...document.querySelectorAll("[data-list] [data-open]")];
  const move = (step) => {
    if (!openers.length) return;
    const at = openers.indexOf(document.activeElement);
    const current = openers.findIndex((link) => link.getAttribute("aria-current"));
    const from = at >= 0 ? at : current;
    const next = Math.min(openers.length - 1, Math.max(0, from + step));
    openers[next].focus();
    openers[next].scrollIntoView({ block: "nearest" });
  };

  const dialog = document.getElementById("keys");
  for (const button of document.querySelectorAll("[data-help]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog && dialog.showModal());
  }

  const press = (selector) => {
    const target = document.querySelector(selector);
    if (target) target.click();
    return Boolean(target);
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: () => document.activeElement.closest("[data-row]")?.querySelector("[data-pick]")?.click(),
    c: () => press("[data-key=c]"),
    n: () => press("[data-key-link=n]"),
    p: () => press("[data-key-link=p]"),
    e: () => press("[data-key-link=e]"),
    "[": () => press("[data-key-link='[']"),
    "]": () => press("[data-key-link=']']"),
    u: () => press("[data-key-link=u]"),
    "+": () => press("[data-key-link='+']"),
    "-": () => press("[data-key-link='-']"),
    "?": () => dialog && dialog.showModal(),
    "/": () => document.querySelector("[data-search]")?.focus(),
    d: () => document.querySelector("[data-decide] input:not([type=hidden])")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[type=radio]") ? false : typing(event.target)) return;
    if (dialog && dialog.open) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  /* Many rows at once: say how many are chosen; a person is asked for only when items are given away. */
  const bulk = document.querySelector("[data-bulk]");
  if (bulk) {
    const picks = [...document.querySelectorAll("[data-pick]")];
    const all = bulk.querySelector("[data-all]");
    const doing = bulk.querySelector("[name=do]");
    const person = bulk.querySelector("[name=to]");
    const count = () => {
      const chosen = picks.filter((pick) => pick.checked).length;
      bulk.querySelector("[data-chosen]").textContent = chosen ? `${chosen} chosen` : "None chosen";
      bulk.querySelector("[type=submit]").disabled = !chosen;
      all.checked = chosen === picks.length;
      all.indeterminate = chosen > 0 && chosen < picks.length;
      if (person) person.hidden = doing.value !== "assign";
    };
    all.closest("label").hidden = false;
    all.addEventListener("change", () => {
      for (const pick of picks) pick.checked = all.checked;
      count();
    });
    doing.addEventListener("change", count);
    for (const pick of picks) pick.addEventListener("change", count);
    count();
  }

  /* Sections of a long page: folded on a phone, opened by a link to them, all open on paper. */
  const folds = [...document.querySelectorAll("[data-fold]")];
  const unfold = (hash) => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    const fold = target && target.closest("[data-fold]");
    if (!fold) return;
    fold.open = true;
    target.scrollIntoView();
  };
  if (folds.length) {
    if (window.matchMedia("(max-width: 48rem)").matches) for (const fold of folds) fold.open = false;
    unfold(window.location.hash);
    for (const link of document.querySelectorAll("a[href^='#']")) {
      link.addEventListener("click", () => unfold(link.hash));
    }
    let folded = [];
    window.addEventListener("beforeprint", () => {
      folded = [...document.querySelectorAll("main details:not([open], .menu)")];
      for (const one of folded) one.open = true;
    });
    window.addEventListener("afterprint", () => {
      for (const one of folded) one.open = false;
    });
  }

  /* A long list of reasons opens at the one that is shown. */
  const here = document.querySelector(".reasons-tall [aria-current]");
  if (here) {
    const list = here.closest(".reasons-tall");
    list.scrollTop += here.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
  }

  /* Bring the evidence into view inside the page. */
  const viewer = document.querySelector("[data-viewer]");
  const first = viewer && viewer.querySelector("[data-first].mark-strong, [data-first]");
  if (viewer && first) {
    const settle = () => {
      const box = first.getBoundingClientRect();
      const frame = viewer.getBoundingClientRect();
      viewer.scrollTop += box.top - frame.top - frame.height / 3;
    };
    const image = viewer.querySelector("img");
    if (image.complete) settle();
    else image.addEventListener("load", settle, { once: true });
  }

  /* Show the text that goes with the chosen outcome, and hide a tax id again after a while. */
  const form = document.querySelector("[data-decide]");
  if (form) {
    const show = () => {
      const chosen = form.querySelector("[name=outcome]:checked")?.value;
      for (const part of form.querySelectorAll("[data-for]")) {
        part.hidden = Boolean(chosen) && !part.dataset.for.split(" ").includes(chosen);
      }
      const reasons = form.querySelector("[name=reason_code]");
      for (const group of reasons.querySelectorAll("optgroup")) {
        const label = form.querySelector(`[name=outcome]:checked`)?.closest("label").querySelector("b").textContent;
        group.hidden = Boolean(label) && group.label !== label;
        group.disabled = group.hidden;
      }
      if (reasons.selectedOptions[0]?.parentElement.disabled) reasons.value = "";
    };
    form.addEventListener("change", (event) => event.target.name === "outcome" && show());
    show();
  }
  for (const secret of document.querySelectorAll("[data-hide-after]")) {
    window.setTimeout(() => {
      secret.textContent = "hidden again";
    }, 1000 * Number(secret.dataset.hideAfter));
  }
})();
