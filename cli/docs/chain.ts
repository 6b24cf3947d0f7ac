import type { Thing, ThingReference } from "../../compiler/documentation/documentation.ts";
import { type Html, html } from "./markup.ts";
import { type PageContext, shortLink } from "./site.ts";
import { codeText } from "./thing-parts.ts";

type Campaign = Extract<Thing["detail"], { readonly kind: "campaign" }>;

/** A campaign from what sets it off to how it reaches people. */
export function chain(page: PageContext, { chain: links, clauses }: Campaign): Html {
  const { words } = page;
  const trigger = clauses.find(({ keyword }) => keyword === "trigger")?.text ?? [];
  const steps: readonly (readonly [string, Html])[] = [
    [
      words.occasion,
      links.trigger.length === 0 ? html`<code>${codeText(page, trigger)}</code>` : list(page, links.trigger),
    ],
    [words.whom, list(page, links.segment)],
    [words.what, list(page, links.offers)],
    [words.where, list(page, links.channels)],
  ];
  return html`<ol class="chain">${steps.map(([name, content]) => html`<li><span class="step">${name}</span>${content}</li>`)}</ol>`;
}

function list(page: PageContext, references: readonly ThingReference[]): Html {
  if (references.length === 0) return html`<span class="note">–</span>`;
  return html`<ul>${references.map((each) => html`<li>${shortLink(page, each)}</li>`)}</ul>`;
}
