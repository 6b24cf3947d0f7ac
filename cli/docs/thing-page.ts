import type { HistoryEntry } from "../../compiler/catalog/catalog.ts";
import type { StatementText, Thing } from "../../compiler/documentation/documentation.ts";
import { categoryName } from "./category-words.ts";
import { chain } from "./chain.ts";
import { inCode, listPath, type PageParts, type Section } from "./layout.ts";
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
  codeText,
  columnText,
  factList,
  references,
  sqlText,
  table,
} from "./thing-parts.ts";
import { languages } from "./words.ts";

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

function facts(page: PageContext, thing: Thing): Html {
  const { words } = page;
  return factList([
    ...detailFacts(page, thing),
    [
      words.facts.class,
      thing.class === undefined ? undefined : categoryLink(page, thing.class, thing.category),
    ],
    [words.facts.unit, thing.unit],
    [words.facts.owner, thing.owner],
    [words.facts.by, words.by[thing.by]],
    [words.facts.place, thing.place === undefined ? undefined : html`<code>${breakable(thing.place)}</code>`],
  ]);
}

function categoryLink(page: PageContext, className: string, category: string | undefined): Html {
  const names = [className, ...(category === undefined ? [] : [category])];
  const name = names.map((_, index) =>
    categoryName(page.language, className, index === 0 ? undefined : category),
  );
  return html`${name.join(" › ")} <code>${breakable(names.join("."))}</code>`;
}

type Facts = readonly (readonly [string, Html | string | undefined])[];

function detailFacts(page: PageContext, { detail }: Thing): Facts {
  const { facts: names, status, purpose, refreshed, firings, families, eventKinds, derived } = page.words;
  switch (detail.kind) {
    case "tag":
      return [
        [names.type, detail.type === undefined ? undefined : html`<code>${detail.type}</code>`],
        [names.members, detail.members.length === 0 ? undefined : codes(detail.members)],
        [names.howRead, detail.form === "derived" ? derived : columnText(page, detail.column)],
        [names.refreshed, detail.refreshed && (refreshed[detail.refreshed] ?? detail.refreshed)],
        [names.sensitivity, detail.sensitivity],
        [
          names.purposes,
          detail.form === "read" ? detail.purposes.map((each) => purpose[each]).join(", ") : undefined,
        ],
      ];
    case "event":
    case "collection":
      return [
        [names.firing, detail.firing && firings[detail.firing]],
        [names.family, detail.family && (families[detail.family] ?? detail.family)],
        [names.eventKind, detail.eventKind && (eventKinds[detail.eventKind] ?? detail.eventKind)],
        [
          names.relation,
          detail.rows &&
            html`${shortLink(page, { kind: "source", name: detail.rows.source })} <code>${breakable(detail.rows.relation)}</code>`,
        ],
        [names.condition, detail.rows?.where && html`<code>${detail.rows.where}</code>`],
      ];
    case "offer":
      return [
        [
          names.product,
          detail.product === undefined ? undefined : linkTo(page, { kind: "product", name: detail.product }),
        ],
        [names.value, detail.value],
        [names.cost, detail.cost],
        [names.valid, detail.valid && html`<code>${detail.valid}</code>`],
      ];
    case "channel":
      return detail.facts.map(([key, text]) => [
        page.words.channelFacts[key],
        key === "address" || key === "consent"
          ? linkTo(page, { kind: "tag", name: text })
          : html`<code>${text}</code>`,
      ]);
    case "campaign":
      return [
        [names.status, status[detail.status]],
        [names.purpose, purpose[detail.purpose]],
      ];
    case "source":
      return [
        [names.relation, html`<code>${detail.relation}</code>`],
        [names.grain, html`<code>${detail.grain}</code>`],
      ];
    case "segment":
    case "group":
    case "product":
    case "policy":
      return [];
  }
}

function codes(names: readonly string[]): Html {
  return html`<ul class="codes">${names.map((name) => html`<li><code>${breakable(name)}</code></li>`)}</ul>`;
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

const stages = ["draft", "active", "deprecated", "retired"] as const;

/** A tag's life from draft to retirement, and what the catalog has of its history. */
function life(page: PageContext, { detail, history }: Thing): Html | undefined {
  const { words } = page;
  const entries = history.length === 0 ? undefined : historyList(page, history);
  if (detail.kind !== "tag" || detail.form === "derived") {
    return entries && block("life", words.history, entries);
  }
  const { status, use, replaces } = detail;
  const steps = stages.map((stage) =>
    stage === status
      ? html`<li aria-current="step">${words.status[stage]}</li>`
      : html`<li>${words.status[stage]}</li>`,
  );
  const tag = (name: string): Html => html`<li>${linkTo(page, { kind: "tag", name })}</li>`;
  return block(
    "life",
    words.life,
    html`<ol class="stages">${steps}</ol>${use === undefined ? undefined : html`<p>${words.replacedBy}</p><ul class="references">${tag(use)}</ul>`}${replaces.length === 0 ? undefined : html`<p>${words.replaces}</p><ul class="references">${replaces.map(tag)}</ul>`}${entries ?? html`<p class="note">${words.historyNone}</p>`}`,
  );
}

function historyList(page: PageContext, history: readonly HistoryEntry[]): Html {
  const { words } = page;
  return table(
    words.history,
    [words.date, words.change],
    history.map(({ date, status, name, label, note }) => [
      html`<time datetime="${date}">${date}</time>`,
      html`${[
        ...(status === undefined ? [] : [html`${words.became} ${words.status[status]}`]),
        ...(name === undefined ? [] : [html`${words.wasCalled} <code>${breakable(name)}</code>`]),
        ...languages.flatMap((language) =>
          label[language] === undefined
            ? []
            : [html`${words.wasLabelled} <q${languageAttribute(language)}>${label[language]}</q>`],
        ),
        ...(note === undefined ? [] : [html`${note}`]),
      ].map((line) => html`<div>${line}</div>`)}`,
    ]),
  );
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
