import {
  type ColumnRead,
  type TextPart,
  type Thing,
  type ThingReference,
  thingKey,
  thingKinds,
} from "../../compiler/documentation/documentation.ts";
import { breakable, type Html, html } from "./markup.ts";
import { linkTo, type PageContext, pagePath } from "./site.ts";

const marked: Readonly<Record<Exclude<TextPart["kind"], "space" | "mark">, string>> = {
  keyword: "k",
  name: "n",
  value: "v",
  text: "t",
  comment: "c",
};

/** A text of the language in colours, names as links to what they stand for. */
export function codeText(page: PageContext, parts: readonly TextPart[]): Html {
  return html`${parts.map(({ kind, text, to }) => {
    const thing = to && page.things.get(thingKey(to));
    if (thing !== undefined) return html`<a href="${page.root}${pagePath(thing)}">${text}</a>`;
    if (kind === "space" || kind === "mark") return text;
    return html`<span class="${marked[kind]}">${text}</span>`;
  })}`;
}

/** A block of code that can be scrolled by keyboard, too. */
export function codeBlock(label: string, code: Html): Html {
  return html`<div class="code" role="group" tabindex="0" aria-label="${label}"><pre><code>${code}</code></pre></div>`;
}

/** SQL: its comments apart, nothing else coloured. */
export function sqlText(sql: string): Html {
  return html`${sql.split(/(^ *--.*$)/m).map((part) => (/^ *--/.test(part) ? html`<span class="c">${part}</span>` : part))}`;
}

/** References by kind, each with a count; nothing for none. */
export function references(page: PageContext, list: readonly ThingReference[]): Html | undefined {
  if (list.length === 0) return undefined;
  const kinds = thingKinds.filter((kind) => list.some((each) => each.kind === kind));
  return html`${kinds.map((kind) => {
    const own = list.filter((each) => each.kind === kind);
    return html`<h3>${page.words.kinds[kind]} <span class="count">${own.length}</span></h3><ul class="references">${own.map((each) => html`<li>${linkTo(page, each)}</li>`)}</ul>`;
  })}`;
}

/** A section with its heading. */
export function block(id: string, title: string, content: Html | readonly Html[]): Html {
  return html`<section class="block" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>
`;
}

/** What is known, a line each; what is not is left out. */
export function factList(
  facts: readonly (readonly [name: string, value: Html | string | undefined])[],
): Html {
  const known = facts.filter(([, value]) => value !== undefined && value !== "");
  return html`<dl class="facts">${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A table that can be scrolled where it is wider than the page. */
export function table(label: string, heads: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return html`<div class="table" role="group" tabindex="0" aria-label="${label}"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(
    ([first, ...others]) =>
      html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** Where a column is: its relation, which leads to its source, and how it is read. */
export function columnText(page: PageContext, column: ColumnRead | undefined): Html {
  if (column === undefined) return html`<span class="badge quiet">${page.words.notMapped}</span>`;
  const source = page.things.get(thingKey({ kind: "source", name: column.source }));
  const relation = html`<code>${breakable(`${column.relation}.${column.column}`)}</code>`;
  const place =
    source === undefined ? relation : html`<a href="${page.root}${pagePath(source)}">${relation}</a>`;
  return html`${place}${column.how.map(([key, text]) => html`<br><code>${key}: ${text}</code>`)}`;
}

/** What readers must know before they use a thing. */
export function badges({ words }: PageContext, thing: Thing): Html {
  const { detail, missing } = thing;
  const status = detail.kind === "tag" || detail.kind === "campaign" ? detail.status : "active";
  return html`${status === "active" ? undefined : html` <span class="badge ${status}">${words.status[status]}</span>`}${missing.length === 0 ? undefined : html` <span class="badge quiet">${words.notMapped}</span>`}`;
}

/** Names as code, side by side. */
export function codes(names: readonly string[]): Html {
  return html`<ul class="codes">${names.map((name) => html`<li><code>${breakable(name)}</code></li>`)}</ul>`;
}
