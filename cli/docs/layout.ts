import { thingKinds } from "../../compiler/documentation/documentation.ts";
import { Html, html } from "./markup.ts";
import { htmlLanguage, type PageContext, thingsOf } from "./site.ts";

/** The lists that there are, in the order of the navigation; each is a page of that name. */
export const sections = ["campaign", "event", "segment", "tag", "offer", "channel", "source"] as const;
export type Section = (typeof sections)[number];

/** Where a list's page is, from the folder of a language. */
export function listPath(section: Section): string {
  return `${section}s.html`;
}

export interface PageParts {
  readonly title: string;
  /** Its path from the folder of a language: the other language has the same. */
  readonly path: string;
  readonly section: Section | "overview" | "policy";
  readonly content: Html;
}

/**
 * Scripts and style are files of the site's own. `file:` is for browsers to whom files that lie side by side are not of
 * one origin; where the site is served, nothing else is allowed than what it serves itself.
 */
const POLICY =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/** A whole page. */
export function pageText(page: PageContext, parts: PageParts): string {
  const { words, language, documentation, root } = page;
  const other = language === "en" ? "zh" : "en";
  const assets = `${root}../assets/`;
  const title =
    parts.section === "overview" ? documentation.project : `${parts.title} · ${documentation.project}`;
  return html`<!doctype html>
<html lang="${htmlLanguage(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<title>${title}</title>
<link rel="stylesheet" href="${assets}site.css">
<script src="${assets}search-index.js" defer></script>
<script src="${assets}site.js" defer></script>
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
<header class="masthead">
<div class="bar">
<a class="brand" href="${root}index.html">${documentation.project}</a>
${searchForm(page)}
<a class="language" lang="${htmlLanguage(other)}" hreflang="${htmlLanguage(other)}" href="${root}../${other}/${parts.path}">${words.other}</a>
</div>
${navigation(page, parts)}
</header>
<main id="content" class="page" tabindex="-1">
${parts.content}
</main>
<footer class="page"><p>${inCode(words.footer)}</p></footer>
</body>
</html>
`.text;
}

function searchForm({ words, root, language }: PageContext): Html {
  const kinds = thingKinds.map((kind) => words.kind[kind]).join("|");
  return html`<form class="search" role="search" hidden data-root="${root}" data-language="${language}" data-kinds="${kinds}" data-found="${words.found}" data-none="${words.foundNone}" data-more="${words.foundMore}"><label for="search">${words.search}</label><input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="${words.searchHint}"><div class="found" hidden><p role="status"></p><ol></ol></div></form>`;
}

function navigation(page: PageContext, { section, path }: PageParts): Html {
  const { words, root } = page;
  const entry = (to: string, name: string, here: boolean): Html => {
    const current = here
      ? to === path
        ? html` aria-current="page"`
        : html` aria-current="true"`
      : undefined;
    return html`<li><a href="${root}${to}"${current}>${name}</a></li>`;
  };
  const lists = sections
    .filter((each) => thingsOf(page, each).length > 0)
    .map((each) => entry(listPath(each), words.kinds[each], section === each));
  const hasPolicy = thingsOf(page, "policy").length > 0;
  const policy = hasPolicy
    ? entry("policy/policy.html", words.kinds.policy, section === "policy")
    : undefined;
  return html`<nav aria-label="${words.sections}"><ul>${entry("index.html", words.overview, section === "overview")}${lists}${policy}</ul></nav>`;
}

/** Words in backticks as code. */
export function inCode(text: string): Html {
  const parts = text.split("`");
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}
