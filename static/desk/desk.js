// Small comforts of the desk; every page works without them.
"use strict";

// One more row in a list of units, proposers or recipients: the last row again, empty and numbered on.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (!button) return;
  const fieldset = button.closest("fieldset");
  const total = fieldset.querySelector("input[name$='-TOTAL_FORMS']");
  const rows = fieldset.querySelectorAll(".row");
  const row = rows[rows.length - 1].cloneNode(true);
  const number = Number(total.value);
  row.querySelectorAll("input, select, label").forEach((part) => {
    for (const name of ["name", "id", "for"]) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.replace(/-\d+-/, `-${number}-`));
    }
    if (part.matches("input")) part.value = "";
    if (part.matches("select")) part.selectedIndex = 0;
  });
  row.querySelectorAll(".error").forEach((error) => error.remove());
  total.value = number + 1;
  rows[rows.length - 1].after(row);
  row.querySelector("input, select").focus();
});

// A row of a list changes places with the one before it: what stands in them, not their numbers.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row-up]");
  const row = button && button.closest(".row");
  const before = row && row.previousElementSibling;
  if (!before) return;
  const upper = before.querySelectorAll("input, select");
  row.querySelectorAll("input, select").forEach((part, place) => {
    [part.value, upper[place].value] = [upper[place].value, part.value];
  });
  upper[0].focus();
});

// One tick for all rows of a list.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-all]");
  if (!all) return;
  all.form.querySelectorAll(`input[name="${all.dataset.all}"]`).forEach((box) => { box.checked = all.checked; });
});

// Text that is not saved yet is not lost by a slip of the hand.
const draft = document.querySelector("form[data-draft]");
if (draft) {
  let dirty = false;
  draft.addEventListener("input", () => { dirty = true; });
  for (const kept of ["submit", "saved"]) draft.addEventListener(kept, () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      draft.requestSubmit(draft.querySelector("[data-save]"));
    }
  });
}

// A second press of a button would only be refused; and the page says that it is working.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  if (event.target.method === "post") event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Beside a letter: the field that is looked at shows its places, a place its fields.
const review = document.querySelector("[data-review]");
if (review) {
  const light = (event) => {
    const field = event.target.closest("[data-field]"), finding = event.target.closest("[data-finding]");
    const mark = event.target.closest("mark");
    const names = field ? [field.dataset.field] : mark ? mark.dataset.fields.split(" ") : [];
    review.querySelectorAll("mark").forEach((each) => each.classList.toggle("on",
      names.some((name) => name && each.dataset.fields.split(" ").includes(name)) ||
      Boolean(finding) && each.dataset.findings.split(" ").includes(finding.dataset.finding)));
    review.querySelectorAll("[data-field]").forEach((each) => each.classList.toggle("on", Boolean(mark) && names.includes(each.dataset.field)));
  };
  review.addEventListener("pointerover", light);
  review.addEventListener("focusin", light);
}

// A page that waits for work looks again until it is over; then the whole page is new.
const live = document.querySelector("[data-live]");
if (live) {
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href);
        if (!answer.ok) throw answer;
        const text = await answer.text();
        const now = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
        if (!now) { location.reload(); return; }
        if (live.innerHTML !== now.innerHTML) live.innerHTML = now.innerHTML;
      } catch { /* the server is away for a moment */ }
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
}

// Too much to upload is told before it is sent.
document.addEventListener("change", (event) => {
  const input = event.target.closest("input[data-most-files]");
  if (!input) return;
  const files = [...input.files], most = Number(input.dataset.mostFiles), megabytes = Number(input.dataset.mostMegabytes);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const said = files.length > most ? `一次最多上传${most}个文件，现有${files.length}个；请打成ZIP压缩包。`
    : size > megabytes * 1048576 ? `一次上传不能超过${megabytes}兆，请分批导入。` : "";
  const field = input.closest(".field");
  field.querySelectorAll(".error").forEach((error) => error.remove());
  field.classList.toggle("wrong", Boolean(said));
  if (said) field.append(Object.assign(document.createElement("p"), { className: "error", role: "alert", textContent: said }));
  input.form.querySelector("button").disabled = Boolean(said);
});

// What stands beside a form is made anew while somebody types: the last wish counts, a late answer does not.
const previewed = document.querySelector("form[data-preview]");
// A reason that somebody began to write stays with its problem.
const renewed = (place, part) => {
  const begun = new Map([...place.querySelectorAll("details[open] form")].map((each) => [each.elements.key.value, each.elements.reason]));
  const writing = place.contains(document.activeElement) ? document.activeElement : null;
  place.innerHTML = part.innerHTML;
  place.querySelectorAll("details form").forEach((each) => {
    const words = begun.get(each.elements.key.value);
    if (!words) return;
    each.elements.reason.replaceWith(words);
    each.closest("details").open = true;
  });
  if (writing?.isConnected) writing.focus({ preventScroll: true });
};
if (previewed) {
  let waiting = 0, latest = 0;
  const renew = async () => {
    const mine = ++latest;
    try {
      const answer = await fetch(previewed.dataset.preview, { method: "POST", body: new FormData(previewed) });
      // What is filled in cannot be set: the page beside it is still of before, and says so.
      if (mine === latest) document.querySelectorAll(".pages[data-preview-part]").forEach((place) => place.classList.toggle("stale", answer.status === 204));
      if (answer.status !== 200) return;
      const told = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== latest) return;
      told.querySelectorAll("[data-part]").forEach((part) => {
        renewed(document.querySelector(`[data-preview-part="${part.dataset.part}"]`), part);
      });
      previewed.dispatchEvent(new CustomEvent("previewed"));
    } catch { /* the server is away for a moment */ }
  };
  previewed.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(renew, 120); });
  // What was typed before and is not what is saved: the page beside it is still of that.
  if ("stale" in previewed.dataset) renew();
}
