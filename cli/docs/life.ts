import type { HistoryEntry } from "../../compiler/catalog/catalog.ts";
import type { Thing } from "../../compiler/documentation/documentation.ts";
import { breakable, type Html, html } from "./markup.ts";
import { languageAttribute, linkTo, type PageContext } from "./site.ts";
import { block, table } from "./thing-parts.ts";
import { languages } from "./words.ts";

const stages = ["draft", "active", "deprecated", "retired"] as const;

/** A tag's life from draft to retirement, and what the catalog has of its history. */
export function life(page: PageContext, { detail, history }: Thing): Html | undefined {
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
