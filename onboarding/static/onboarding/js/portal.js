/* The drop zone: each file is sent by itself, with its own bar; the server's rows take over from there. */
(() => {
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const rows = form.querySelector("[data-uploads]");
  const maxBytes = Number(form.dataset.maxBytes);
  const waiting = [];
  let sending = false;

  const row = (name) => {
    const item = document.createElement("li");
    item.className = "file-row";
    const body = document.createElement("div");
    const title = document.createElement("span");
    title.className = "file-name";
    title.textContent = name;
    const text = document.createElement("p");
    text.className = "muted";
    text.textContent = "Waiting to be sent";
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `Sending ${name}`);
    body.append(title, text, bar);
    item.append(body);
    rows.append(item);
    return { item, text, bar };
  };

  const refresh = () => window.location.reload();

  const fail = (view, message) => {
    view.bar.remove();
    view.text.textContent = message;
    view.text.className = "field-error";
  };

  const send = ({ file, view }) =>
    new Promise((done) => {
      const request = new XMLHttpRequest();
      const data = new FormData();
      data.append("files", file, file.name);
      request.open("POST", form.action);
      request.setRequestHeader("X-CSRFToken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        view.bar.value = (100 * event.loaded) / event.total;
        view.text.textContent = `Sending, ${Math.round(view.bar.value)} %`;
      });
      request.addEventListener("load", () => {
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          answer = { ok: false, message: "The file did not arrive. Please send it again." };
        }
        if (answer.ok) {
          view.text.textContent = answer.message;
          view.bar.value = 100;
        } else {
          fail(view, answer.message);
        }
        done(Boolean(answer.ok));
      });
      request.addEventListener("error", () => {
        fail(view, "The connection was lost. Please send this file again.");
        done(false);
      });
      request.send(data);
    });

  const work = async () => {
    if (sending) return;
    sending = true;
    let good = true;
    while (waiting.length) good = (await send(waiting.shift())) && good;
    sending = false;
    if (good) refresh();
    else if (window.htmx && document.getElementById("live")) {
      window.htmx.ajax("GET", form.action.replace(/upload\/$/, "live/"), { target: "#live", swap: "outerHTML" });
    }
  };

  const add = (files) => {
    for (const file of files) {
      const view = row(file.name);
      if (file.size > maxBytes) fail(view, "This file is too big. Please send a smaller scan.");
      else waiting.push({ file, view });
    }
    work();
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      add([...input.files]);
      input.value = "";
    });
  }
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, () => form.classList.remove("is-over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
})();
