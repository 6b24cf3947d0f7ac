// The site's own script: search, the filter of lists, and the way from the entrance to a language. It reads the index
// that lies beside it and asks nothing of any network; without it every page can be read all the same.
// @ts-check

/** How many results are shown at most. */
const SHOWN = 30;

/**
 * An entry: the kind's place among the kinds, name, file, English label, Chinese label, further words.
 * @typedef {[kind: number, name: string, file: string, en: string, zh: string, further: string]} Entry
 */

/**
 * How well an entry answers words that must all stand in it; 0 where one does not. What a thing is called counts more
 * than what is said of it, and the beginning of a name more than its middle.
 * @param {Entry} entry
 * @param {readonly string[]} words in lower case
 */
function rank(entry, words) {
  const [, name, , en, zh, further] = entry;
  const called = [name, en, zh].map((text) => text.toLowerCase());
  let sum = 0;
  for (const word of words) {
    if (called.includes(word)) sum += 100;
    else if (called.some((text) => text.startsWith(word))) sum += 50;
    else if (called.some((text) => text.includes(` ${word}`) || text.includes(`_${word}`))) sum += 30;
    else if (called.some((text) => text.includes(word))) sum += 20;
    else if (further.toLowerCase().includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

/**
 * The entries that answer a query, best first; of equals those of the earlier kind, then in order of name.
 * @param {readonly Entry[]} index
 * @param {string} query
 */
function search(index, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return index
    .map((entry) => ({ entry, rank: rank(entry, words) }))
    .filter((found) => found.rank > 0)
    .sort((a, b) => b.rank - a.rank || a.entry[0] - b.entry[0] || (a.entry[1] < b.entry[1] ? -1 : 1))
    .map((found) => found.entry);
}

/** @param {HTMLFormElement} form */
function startSearch(form) {
  const input = form.querySelector("input");
  const panel = form.querySelector(".found");
  const status = form.querySelector("[role=status]");
  const list = form.querySelector("ol");
  const index = /** @type {readonly Entry[] | undefined} */ (Reflect.get(globalThis, "baleenIndex"));
  if (input === null || !(panel instanceof HTMLElement) || status === null || list === null || !index) return;
  const { root = "", language, kinds = "", found = "", none = "", more = "" } = form.dataset;
  const kindNames = kinds.split("|");
  form.hidden = false;

  /** @param {Entry} entry */
  const item = ([kind, name, file, en, zh]) => {
    const link = document.createElement("a");
    link.href = root + file;
    const title = (language === "zh" ? zh || en : en || zh) || name;
    const label = document.createElement("span");
    label.textContent = title;
    const about = document.createElement("small");
    about.textContent = `${kindNames[kind] ?? ""} · ${name}`;
    link.append(label, about);
    const element = document.createElement("li");
    element.append(link);
    return element;
  };

  const show = () => {
    const results = search(index, input.value);
    panel.hidden = input.value.trim() === "";
    const count = String(results.length);
    const cut = results.length > SHOWN ? ` – ${more.replace("#", String(SHOWN))}` : "";
    status.textContent = results.length === 0 ? none : found.replace("#", count) + cut;
    list.replaceChildren(...results.slice(0, SHOWN).map(item));
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      panel.hidden = true;
      input.focus();
      panel.hidden = true;
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const here = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    stops[here + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !form.contains(event.target)) panel.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    const writing = document.activeElement instanceof HTMLInputElement;
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
}

/** Shows of a list only the rows with all words, and headings that have such rows. */
function startFilter() {
  const line = document.querySelector(".filter");
  const input = document.querySelector("#filter");
  if (!(line instanceof HTMLElement) || !(input instanceof HTMLInputElement)) return;
  line.hidden = false;
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of document.querySelectorAll("[data-row]")) {
      const text = row.textContent?.toLowerCase() ?? "";
      if (row instanceof HTMLElement) row.hidden = !words.every((word) => text.includes(word));
    }
    for (const shelf of document.querySelectorAll("[data-shelf]")) {
      if (shelf instanceof HTMLElement)
        shelf.hidden = shelf.querySelector("[data-row]:not([hidden])") === null;
    }
  });
}

/** Leads from the entrance to the reader's language. */
function enter() {
  const language = navigator.languages.find((each) => /^(en|zh)\b/i.test(each))?.slice(0, 2) ?? "en";
  location.replace(`${language.toLowerCase()}/index.html`);
}

const form = document.querySelector("form.search");
if ("entrance" in document.body.dataset) enter();
if (form instanceof HTMLFormElement) startSearch(form);
startFilter();
