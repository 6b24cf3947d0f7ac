import {
  type Documentation,
  type Thing,
  type ThingReference,
  thingKey,
} from "../../compiler/documentation/documentation.ts";
import { fileName } from "../../compiler/emit/file-name.ts";
import { breakable, type Html, html } from "./markup.ts";
import { type Language, languages, type Words, words } from "./words.ts";

/** The site in one of its languages. */
export interface Site {
  readonly documentation: Documentation;
  readonly language: Language;
  readonly words: Words;
  readonly things: ReadonlyMap<string, Thing>;
}

export function siteIn(language: Language, documentation: Documentation): Site {
  const things = new Map(documentation.things.map((thing) => [thingKey(thing), thing]));
  return { documentation, language, words: words[language], things };
}

/** A page in the making: `root` leads from it to the folder of its language. */
export interface PageContext extends Site {
  readonly root: "" | "../";
}

/** Where a thing's page is, from the folder of a language. */
export function pagePath({ kind, name }: ThingReference): string {
  return `${kind}/${fileName(name)}.html`;
}

/** How people call a thing in the site's language; its name where nobody has said. */
export function titleOf(
  { language }: Pick<Site, "language">,
  { label, name }: Pick<Thing, "label" | "name">,
): string {
  return (
    label[language] ?? languages.flatMap((other) => label[other] ?? [])[0] ?? Object.values(label)[0] ?? name
  );
}

/** A thing's label in the site's other language, where it has one that differs. */
export function otherTitle(
  site: Pick<Site, "language">,
  thing: Thing,
): readonly [Language, string] | undefined {
  const other = site.language === "en" ? "zh" : "en";
  const label = thing.label[other];
  return label === undefined || label === titleOf(site, thing) ? undefined : [other, label];
}

/** The language that a label is in where it is not the site's. */
export function languageOf(
  { language }: Pick<Site, "language">,
  { label }: Pick<Thing, "label">,
): Language | undefined {
  if (label[language] !== undefined) return undefined;
  return languages.find((other) => label[other] !== undefined);
}

/** A link to a thing by its label, its name behind it. */
export function linkTo(page: PageContext, reference: ThingReference): Html {
  const thing = page.things.get(thingKey(reference));
  if (thing === undefined) return html`<code>${breakable(reference.name)}</code>`;
  const title = titleOf(page, thing);
  const isNamed = title !== thing.name && thing.kind !== "policy";
  const code = isNamed ? html` <code>${breakable(thing.name)}</code>` : undefined;
  return html`${shortLink(page, thing)}${code}`;
}

/** A link to a thing by its label alone. */
export function shortLink(page: PageContext, reference: ThingReference): Html {
  const thing = page.things.get(thingKey(reference));
  if (thing === undefined) return html`<code>${breakable(reference.name)}</code>`;
  const href = page.root + pagePath(thing);
  const title = titleOf(page, thing);
  const text = title === thing.name ? breakable(title) : html`${title}`;
  return html`<a href="${href}"${languageAttribute(languageOf(page, thing))}>${text}</a>`;
}

export function languageAttribute(language: Language | undefined): Html | undefined {
  return language === undefined ? undefined : html` lang="${htmlLanguage(language)}"`;
}

/** A language as HTML calls it. */
export function htmlLanguage(language: Language): string {
  return language === "zh" ? "zh-Hans" : language;
}

/** The things of a kind, in order of name. */
export function thingsOf(site: Site, kind: Thing["kind"]): readonly Thing[] {
  return site.documentation.things.filter((thing) => thing.kind === kind);
}
