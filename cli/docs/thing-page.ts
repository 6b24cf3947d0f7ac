import type { StatementText, Thing } from "../../compiler/documentation/documentation.ts";
import { chain } from "./chain.ts";
import { facts } from "./facts.ts";
import { inCode, listPath, type PageParts, type Section } from "./layout.ts";
import { life } from "./life.ts";
import { breakable, type Html, html } from "./markup.ts";
import {
  languageAttribute,
  languageOf,
  linkTo,
  otherTitle,
  type PageContext,
  pagePath,
  shortLink,
  titleOf,
} from "./site.ts";
import {
  badges,
  block,
  codeBlock,
  codes,
  codeText,
  columnText,
  references,
  sqlText,
  table,
} from "./thing-parts.ts";

/** In which list each kind stands. */
const sectionOf: Readonly<Record<Thing["kind"], Section | "policy">> = {
  campaign: "campaign",
  event: "event",
  collection: "event",
  segment: "segment",
  tag: "tag",
  offer: "offer",
  group: "offer",
  product: "offer",
  channel: "channel",
  policy: "policy",
  source: "source",
};

/** The page of a thing. */
export function thingPage(page: PageContext, thing: Thing): PageParts {
  return {
    title: titleOf(page, thing),
    path: pagePath(thing),
    section: sectionOf[thing.kind],
    content: html`${heading(page, thing)}
${notes(page, thing)}${facts(page, thing)}
${detailBlocks(page, thing)}${declaration(page, thing)}${useBlocks(page, thing)}${life(page, thing)}${statements(page, thing)}`,
  };
}

function heading(page: PageContext, thing: Thing): Html {
  const { words, root } = page;
  const section = sectionOf[thing.kind];
  const title = titleOf(page, thing);
  const other = otherTitle(page, thing);
  const up =
    section === "policy"
      ? undefined
      : html`<p class="up"><a href="${root}${listPath(section)}">${words.kinds[section]}</a></p>`;
  if (thing.kind === "policy") return html`<h1>${title}</h1>`;
  return html`${up}<h1${languageAttribute(languageOf(page, thing))}>${title}${badges(page, thing)}</h1>
<p class="names"><span class="kind">${words.kind[thing.kind]}</span> <code>${breakable(thing.name)}</code>${other === undefined ? undefined : html` <span${languageAttribute(other[0])}>${other[1]}</span>`}</p>`;
}

/** What it is, in its own words: they are in the language that they are written in. */
function notes(page: PageContext, thing: Thing): Html {
  const texts = [...thing.documentation, ...(thing.description === undefined ? [] : [thing.description])];
  const { words } = page;
  const missing =
    thing.missing.length === 0
      ? undefined
      : thing.missing.includes(thing.name)
        ? html`<p class="warning">${words.notMappedNote}</p>`
        : html`<div class="warning"><p>${words.lacks}</p><ul class="references">${thing.missing.map((name) => html`<li>${missingLink(page, name)}</li>`)}</ul></div>`;
  return html`${texts.map(
    (text) => html`<p class="prose">${inCode(text)}</p>
`,
  )}${missing}`;
}

/** What is missing is a tag, an event or a collection, or an attribute of one. */
function missingLink(page: PageContext, name: string): Html {
  const dot = name.lastIndexOf(".");
  const kinds = ["tag", "event", "collection"] as const;
  for (const candidate of [name, name.slice(0, Math.max(dot, 0))]) {
    const found = kinds
      .map((kind) => page.things.get(`${kind} ${candidate}`))
      .find((each) => each !== undefined);
    if (found === undefined) continue;
    return candidate === name
      ? linkTo(page, found)
      : html`${shortLink(page, found)} <code>${breakable(name)}</code>`;
  }
  return html`<code>${breakable(name)}</code>`;
}

function detailBlocks(page: PageContext, { detail }: Thing): Html | undefined {
  const { words } = page;
  switch (detail.kind) {
    case "campaign":
      return html`${block("chain", words.chain, chain(page, detail))}${detail.tests.length === 0 ? undefined : block("tests", words.tests, html`<ul>${detail.tests.map((test) => html`<li>${test}</li>`)}</ul>`)}`;
    case "offer":
      return detail.messages.length === 0
        ? undefined
        : block(
            "messages",
            words.messages,
            detail.messages.map(
              ({ channel, subject, body }) =>
                html`<h3>${shortLink(page, { kind: "channel", name: channel })}</h3><blockquote>${subject === undefined ? undefined : html`<p><strong>${words.subject}: ${subject}</strong></p>`}<p>${body}</p></blockquote>`,
            ),
          );
    case "event":
    case "collection":
      return detail.attributes.length === 0
        ? undefined
        : block(
            "attributes",
            words.attributes,
            table(
              words.attributes,
              [
                words.facts.attribute,
                words.facts.type,
                ...(detail.form === "read" ? [words.facts.howRead] : []),
              ],
              detail.attributes.map(({ name, label, description, type, members, column }) => [
                html`<code>${breakable(name)}</code>${label[page.language] === undefined ? undefined : html` ${label[page.language]}`}${description === undefined ? undefined : html`<br>${description}`}`,
                html`<code>${type}</code>${members.length === 0 ? undefined : codes(members)}`,
                ...(detail.form === "read" ? [columnText(page, column)] : []),
              ]),
            ),
          );
    case "source":
      return block(
        "columns",
        words.columns,
        table(
          words.columns,
          [words.facts.column, words.facts.readBy],
          detail.columns.map(({ column, readers }) => [
            html`<code>${breakable(column)}</code>`,
            html`<ul class="references">${readers.map((reader) => html`<li>${linkTo(page, reader)}</li>`)}</ul>`,
          ]),
        ),
      );
    case "tag":
    case "segment":
    case "group":
    case "product":
    case "channel":
    case "policy":
      return undefined;
  }
}

function declaration(page: PageContext, thing: Thing): Html | undefined {
  if (thing.text.length === 0) return undefined;
  return block(
    "declaration",
    page.words.declaration,
    codeBlock(page.words.declaration, codeText(page, thing.text)),
  );
}

function useBlocks(page: PageContext, thing: Thing): Html {
  const { words } = page;
  const uses =
    references(page, thing.uses) ?? (thing.text.length === 0 ? undefined : html`<p>${words.usesNone}</p>`);
  // Who reads a source's columns is said beside them.
  const told = thing.kind === "source" ? thing.usedBy.filter(({ kind }) => kind === "source") : thing.usedBy;
  const hasUsers = thing.kind !== "campaign" && thing.kind !== "policy";
  const usedBy =
    references(page, told) ??
    (hasUsers && thing.usedBy.length === 0 ? html`<p>${words.usedByNone}</p>` : undefined);
  const direct = new Set(thing.uses.map(({ kind, name }) => `${kind} ${name}`));
  const deeper = thing.restsOn.filter(({ kind, name }) => !direct.has(`${kind} ${name}`));
  const users = new Set(thing.usedBy.map(({ kind, name }) => `${kind} ${name}`));
  const further = thing.reaches.filter(({ kind, name }) => !users.has(`${kind} ${name}`));
  return html`<div class="pair">${uses === undefined ? undefined : block("uses", words.uses, uses)}${usedBy === undefined ? undefined : block("used-by", words.usedBy, usedBy)}${deeper.length === 0 ? undefined : block("rests-on", words.restsOn, html`${references(page, deeper)}`)}${further.length === 0 ? undefined : block("reaches", words.reaches, html`${references(page, further)}`)}</div>
`;
}

function statements(page: PageContext, { statements: all }: Thing): Html | undefined {
  if (all.length === 0) return undefined;
  const { words, documentation } = page;
  const engine = documentation.engine === "duckdb" ? "DuckDB" : "PostgreSQL";
  const one = ({ what, sql }: StatementText): Html =>
    html`<details><summary>${words.statements[what]}</summary>${codeBlock(words.statements[what], sqlText(sql))}</details>
`;
  return block(
    "sql",
    words.sql,
    html`<p class="note">${inCode(words.sqlNote.replace("#", engine))}</p>${all.map(one)}`,
  );
}
