// Shows an answer without leaving the page; without this script the form works as a plain one.
"use strict";

const form = document.getElementById("ask");
const box = document.getElementById("answer");
let latest = 0;

async function show(question, push) {
  const mine = ++latest;
  box.setAttribute("aria-busy", "true");
  const sure = form.elements.namedItem("min_confidence").value;
  const address = "/?" + new URLSearchParams(sure ? { question, min_confidence: sure } : { question });
  try {
    const response = await fetch(address + "&part=answer", { headers: { Accept: "text/html" } });
    const text = await response.text();
    if (mine !== latest) return;
    if (!response.headers.get("content-type")?.startsWith("text/html")) throw new Error(response.statusText);
    box.innerHTML = text;
    if (push) history.pushState({ question }, "", address);
    document.title = question + " – Sitgraph";
  } catch {
    if (mine === latest) location.assign(address);
  } finally {
    if (mine === latest) box.removeAttribute("aria-busy");
  }
}

if (form && box) {
  const input = form.elements.namedItem("question");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) show(input.value.trim(), true);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='/?question=']");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    input.value = new URL(link.href).searchParams.get("question");
    show(input.value, true);
    form.scrollIntoView({ block: "nearest" });
  });
  addEventListener("popstate", () => {
    const asked = new URLSearchParams(location.search);
    const question = asked.get("question");
    input.value = question ?? "";
    form.elements.namedItem("min_confidence").value = asked.get("min_confidence") ?? "";
    if (question) show(question, false);
    else box.replaceChildren();
  });
}

const editor = document.getElementById("query");
editor?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) editor.form.requestSubmit();
});
