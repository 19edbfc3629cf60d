// The draft: text from a clipboard cleaned, passages found and remarked on, the form kept between saves.
"use strict";

const form = document.querySelector("form[data-draft]");
const body = form ? form.elements.body : document.querySelector("[data-passages]");

// Places are counted in characters, as the server counts them; a browser counts halves of rare ones.
const counted = (text, at) => [...text.slice(0, at)].length;
const placed = (text, at) => [...text].slice(0, at).join("").length;

const fit = () => {
  const top = window.scrollY;
  body.style.height = "auto";
  body.style.height = `${body.scrollHeight + 2}px`;
  window.scrollTo({ top });
};
const select = (start, end) => {
  body.focus({ preventScroll: true });
  body.setSelectionRange(start, end);
  const line = body.value.slice(0, start).split("\n").length - 1;
  const height = body.scrollHeight / Math.max(1, body.value.split("\n").length);
  body.scrollIntoView({ block: "nearest" });
  window.scrollTo({ top: window.scrollY + body.getBoundingClientRect().top + (tops()[line] ?? line * height) - 160 });
};

// Where each paragraph begins, measured on a copy of the field that is laid out like it.
const mirror = document.createElement("div");
const tops = () => {
  const style = getComputedStyle(body);
  for (const name of ["fontFamily", "fontSize", "lineHeight", "letterSpacing", "padding", "borderWidth", "boxSizing"]) mirror.style[name] = style[name];
  mirror.className = "mirror";
  mirror.style.width = `${body.offsetWidth}px`;
  mirror.replaceChildren(...body.value.split("\n").map((text) => Object.assign(document.createElement("div"), { textContent: text || "\u00a0" })));
  body.parentElement.append(mirror);
  const found = [...mirror.children].map((line) => line.offsetTop);
  mirror.remove();
  return found;
};

const fieldOf = (name) => (form && name && form.elements[name]) || body;

if (body) {
  fit();
  body.addEventListener("input", fit);
  window.addEventListener("resize", fit);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-passage]");
    if (!link) return;
    event.preventDefault();
    const field = fieldOf(link.dataset.in), value = field.value;
    const [start, end] = link.dataset.passage.split("-").map((at) => placed(value, Number(at)));
    if (field === body) { select(start, end); return; }
    field.focus();
    if (field.setSelectionRange) field.setSelectionRange(start, end);
  });

  // Beside the line: a flag at each paragraph in which something was found, as grave as the gravest there.
  const editor = body.closest(".editor"), flags = document.createElement("div");
  Object.assign(flags, { className: "flags" });
  const GRAVITY = ["late", "soon", "busy", "hollow"];
  const flag = () => {
    const lines = new Map();
    document.querySelectorAll('[data-problem][data-field="body"]').forEach((problem) => {
      if (problem.dataset.end === "0") return;
      const line = body.value.slice(0, placed(body.value, Number(problem.dataset.start))).split("\n").length - 1;
      lines.set(line, [...(lines.get(line) ?? []), problem]);
    });
    const heights = lines.size ? tops() : [];
    flags.replaceChildren(...[...lines].map(([line, problems]) => {
      const told = problems.map((problem) => `${problem.querySelector(".badge").textContent}：${problem.querySelector("[data-message]").textContent}`);
      const tone = GRAVITY.find((each) => problems.some((problem) => problem.dataset.tone === each));
      const mark = Object.assign(document.createElement("a"), { className: `flag ${tone}`, href: `#${problems[0].id}`, title: told.join("\n") });
      mark.setAttribute("aria-label", told.join("；"));
      mark.style.top = `${heights[line] ?? 0}px`;
      mark.textContent = problems.length > 1 ? problems.length : "!";
      return mark;
    }));
  };
  editor.append(flags);
  flag();
  window.addEventListener("resize", flag);
  if (form) form.addEventListener("previewed", flag);
}

// A remark is made on what stands saved: the form tells when it does not.
const remark = document.querySelector("[data-remark]");
if (remark && body) {
  const quote = remark.querySelector("[data-quote]"), button = remark.querySelector("button");
  const take = () => {
    if (document.activeElement !== body) return;
    const [start, end] = [body.selectionStart, body.selectionEnd];
    if (start === end) return;
    const changed = body.value !== body.defaultValue;
    quote.textContent = changed ? "正文有改动，请先保存再批注。" : `“${body.value.slice(start, end)}”`;
    button.disabled = changed;
    remark.elements.start.value = counted(body.value, start);
    remark.elements.end.value = counted(body.value, end);
  };
  document.addEventListener("selectionchange", take);
  body.addEventListener("select", take);
}

if (form) {
  // A fix is made in the field, where it can be undone; without scripts the button makes it in what is saved.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-replace]");
    if (!button) return;
    event.preventDefault();
    const problem = button.closest("[data-problem]"), field = form.elements[problem.dataset.field];
    const [start, end] = [problem.dataset.start, problem.dataset.end].map((at) => placed(field.value, Number(at)));
    const said = button.dataset.quote;
    if (field.value.slice(start, end) !== said) { button.textContent = "文字已改，请稍候"; button.disabled = true; return; }
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    // Through the browser's own editing, so that its undo takes it back.
    const gone = button.dataset.replace === "";
    if (!(gone ? start === end || document.execCommand("delete") : document.execCommand("insertText", false, button.dataset.replace))) {
      field.setRangeText(button.dataset.replace, start, end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    button.disabled = true;
  });

  // What Word and web pages bring along; the server cleans once more when the text is saved.
  body.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!text) return;
    event.preventDefault();
    const lines = text.replace(/[\u200b-\u200d\u2060\ufeff\u00ad\ufffc]/g, "").split(/\r\n?|[\n\v\f\x85\u2028\u2029]/);
    // The cells of a table's row are told apart by commas; behind a number that begins the line a tab only sets it off.
    const comma = (tab, at, line) => /^[\d.]+$/.test(line.slice(0, at)) ? " " : "，";
    const clean = lines.map((line) => line.trim().replace(/(?<=.[\p{L}\p{N}_%]) *\t[ \t]*(?=\S)/gu, comma).replace(/[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g, " ").trim()
      .replace(/^((?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|（\d+）)) +/, "$1"));
    document.execCommand("insertText", false, clean.join("\n"));
  });

  // Ten seconds after the last stroke, and every minute while the page waits to be saved.
  const said = form.querySelector("[data-autosaved]");
  let dirty = false, waiting = 0;
  const keep = async () => {
    if (!dirty) return;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
      const told = await answer.json();
      said.textContent = told.message;
      said.classList.toggle("error", !answer.ok);
    } catch { said.textContent = "与服务器的连接中断，文字尚未留存。"; }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, dirty ? 10000 : 1000); dirty = true; });
  form.addEventListener("submit", () => { dirty = false; clearTimeout(waiting); });

  // What is said beside the text is said of the text as it stands here, so that is saved first.
  document.addEventListener("submit", async (event) => {
    const beside = event.target;
    if (beside === form || !dirty || !beside.closest(".draft")) return;
    event.preventDefault();
    clearTimeout(waiting);
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") {
      dirty = false;
      form.dispatchEvent(new Event("saved"));
      beside.submit();
      return;
    }
    delete beside.dataset.sent;
    said.textContent = "文字没有保存，请先点“保存并更新版面”。";
    said.classList.add("error");
  });
  setInterval(keep, 60000);
}
