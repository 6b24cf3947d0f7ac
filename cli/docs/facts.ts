import type { Thing } from "../../compiler/documentation/documentation.ts";
import { categoryName } from "./category-words.ts";
import { breakable, type Html, html } from "./markup.ts";
import { linkTo, type PageContext, shortLink } from "./site.ts";
import { codes, columnText, factList } from "./thing-parts.ts";

/** What is known of a thing in a word each. */
export function facts(page: PageContext, thing: Thing): Html {
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
