import type { Documentation } from "../../compiler/documentation/documentation.ts";
import { type PageParts, pageText, sections } from "./layout.ts";
import { listPage } from "./lists.ts";
import { html } from "./markup.ts";
import { overviewPage } from "./overview.ts";
import { searchIndex } from "./search-index.ts";
import { htmlLanguage, type PageContext, siteIn, thingsOf } from "./site.ts";
import { thingPage } from "./thing-page.ts";
import { languages, words } from "./words.ts";

/** The site's own script and style, as they lie beside these sources. */
export interface SiteAssets {
  readonly script: string;
  readonly style: string;
}

/** How the file begins by which a folder is known to be a site of ours. */
export const siteMark = { file: "index.html", beginning: "<!doctype html>\n<!-- Made by `baleen docs` -->" };

/** The files of the site by their path in it, with forward slashes. Pure: the same documentation, the same bytes. */
export function siteFiles(documentation: Documentation, assets: SiteAssets): ReadonlyMap<string, string> {
  const files = new Map([
    [siteMark.file, entrancePage(documentation)],
    ["assets/search-index.js", searchIndex(documentation)],
    ["assets/site.css", assets.style],
    ["assets/site.js", assets.script],
  ]);
  for (const language of languages) {
    const site = siteIn(language, documentation);
    const add = (page: PageContext, parts: PageParts): void => {
      files.set(`${language}/${parts.path}`, pageText(page, parts));
    };
    const top: PageContext = { ...site, root: "" };
    add(top, overviewPage(top));
    for (const section of sections) {
      if (thingsOf(site, section).length > 0) add(top, listPage(top, section));
    }
    const below: PageContext = { ...site, root: "../" };
    for (const thing of documentation.things) add(below, thingPage(below, thing));
  }
  return files;
}

/** Where the site is entered: it leads to a language, without a script too. */
function entrancePage({ project }: Documentation): string {
  const links = languages.map(
    (language) =>
      html`<li><a lang="${htmlLanguage(language)}" hreflang="${htmlLanguage(language)}" href="${language}/index.html">${words[language].language}</a></li>`,
  );
  const page = html`
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file:; base-uri 'none'; form-action 'none'">
<title>${project}</title>
<link rel="stylesheet" href="assets/site.css">
<script src="assets/site.js" defer></script>
</head>
<body data-entrance>
<main class="page entrance"><h1>${project}</h1><ul class="figures">${links}</ul></main>
</body>
</html>
`;
  return siteMark.beginning + page.text;
}
