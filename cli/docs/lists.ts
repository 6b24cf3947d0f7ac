import type { Thing } from "../../compiler/documentation/documentation.ts";
import { fileName } from "../../compiler/emit/file-name.ts";
import { categoryName } from "./category-words.ts";
import { chain } from "./chain.ts";
import { listPath, type PageParts, type Section } from "./layout.ts";
import { breakable, type Html, html } from "./markup.ts";
import { linkTo, type PageContext, shortLink, thingsOf, titleOf } from "./site.ts";
import { badges } from "./thing-parts.ts";

/** Things under a heading, maybe under further ones. */
interface Shelf {
  /** Undefined for the only one. */
  readonly id: string | undefined;
  readonly title: string;
  readonly things: readonly Thing[];
  readonly shelves: readonly Shelf[];
}

/** The page that lists the things of a section. */
export function listPage(page: PageContext, section: Section): PageParts {
  const { words } = page;
  const content =
    section === "campaign"
      ? chains(page)
      : html`${shelvesOf(page, section).map((each) => shelf(page, each, 2))}`;
  return {
    title: words.kinds[section],
    path: listPath(section),
    section,
    content: html`<h1>${words.kinds[section]}</h1>
<p class="prose">${words.lead[section]}</p>
<p class="filter" hidden><label for="filter">${words.filter}</label> <input id="filter" type="search" autocomplete="off" spellcheck="false"></p>
${content}`,
  };
}

function chains(page: PageContext): Html {
  return html`<ul class="campaigns">${thingsOf(page, "campaign").map((thing) =>
    thing.detail.kind !== "campaign"
      ? undefined
      : html`<li data-row class="block"><h2>${shortLink(page, thing)}${badges(page, thing)}</h2><p class="names"><code>${breakable(thing.name)}</code> ${thing.owner}</p>${chain(page, thing.detail)}</li>
`,
  )}</ul>`;
}

function shelf(page: PageContext, { id, title, things, shelves }: Shelf, level: 2 | 3): Html {
  const count = things.length + shelves.reduce((sum, inner) => sum + inner.things.length, 0);
  if (count === 0) return html``;
  const text = html`${title} <span class="count">${count}</span>`;
  const anchor = id === undefined ? undefined : html` id="${id}"`;
  const heading =
    title === ""
      ? undefined
      : level === 2
        ? html`<h2${anchor}>${text}</h2>`
        : html`<h3${anchor}>${text}</h3>`;
  const rows =
    things.length === 0 ? undefined : html`<ul class="rows">${things.map((thing) => row(page, thing))}</ul>`;
  return html`<section class="shelf" data-shelf>${heading}${rows}${shelves.map((inner) => shelf(page, inner, 3))}</section>
`;
}

function row(page: PageContext, thing: Thing): Html {
  return html`<li data-row><span class="title">${linkTo(page, thing)}${badges(page, thing)}</span><span class="meta">${meta(page, thing)}</span></li>
`;
}

/** A word on a thing beside its name. */
function meta(page: PageContext, { detail, unit, owner, usedBy }: Thing): Html {
  const { words } = page;
  switch (detail.kind) {
    case "tag":
      return dotted([
        detail.type,
        detail.form === "derived"
          ? words.derived
          : detail.column === undefined
            ? undefined
            : `${detail.column.relation}.${detail.column.column}`,
        unit,
      ]);
    case "event":
    case "collection":
      return dotted([
        detail.eventKind && (words.eventKinds[detail.eventKind] ?? detail.eventKind),
        detail.firing && words.firings[detail.firing],
        detail.rows?.relation,
        owner,
      ]);
    case "offer":
      return html`${detail.product === undefined ? undefined : shortLink(page, { kind: "product", name: detail.product })}`;
    case "source":
      return dotted([detail.relation, detail.grain]);
    case "group":
    case "product":
      return dotted([`${words.usedBy}: ${usedBy.length}`]);
    case "segment":
    case "channel":
    case "campaign":
    case "policy":
      return dotted([owner]);
  }
}

function dotted(texts: readonly (string | undefined)[]): Html {
  const known = texts.filter((text) => text !== undefined && text !== "");
  return breakable(known.join(" · "));
}

function shelvesOf(page: PageContext, section: Exclude<Section, "campaign">): readonly Shelf[] {
  switch (section) {
    case "tag":
    case "segment":
      return classShelves(page, thingsOf(page, section), section === "tag");
    case "event":
      return eventShelves(page);
    case "offer":
      return (["offer", "group", "product"] as const).map((kind) => ({
        id: kind,
        title: page.words.kinds[kind],
        things: thingsOf(page, kind),
        shelves: [],
      }));
    case "channel":
    case "source":
      return [{ id: undefined, title: "", things: thingsOf(page, section), shelves: [] }];
  }
}

/** The place of a class, or of a category, in a list. */
export function classAnchor(className: string, category?: string): string {
  return category === undefined ? fileName(className) : `${fileName(className)}.${fileName(category)}`;
}

/** Things by class, and by category where that is asked for: in the catalog's order, those without a class last. */
function classShelves(page: PageContext, things: readonly Thing[], byCategory: boolean): readonly Shelf[] {
  const { documentation, language, words } = page;
  const classes = classesOf(documentation.classes, things);
  return [
    ...classes.map(({ name, categories }): Shelf => {
      const own = things.filter((thing) => thing.class === name);
      const known = byCategory ? categories : [];
      return {
        id: classAnchor(name),
        title: categoryName(language, name),
        things: own.filter(({ category }) => category === undefined || !known.includes(category)),
        shelves: known.map((category) => ({
          id: classAnchor(name, category),
          title: categoryName(language, name, category),
          things: own.filter((thing) => thing.category === category),
          shelves: [],
        })),
      };
    }),
    {
      id: "without-class",
      title: classes.length === 0 ? "" : words.without,
      things: things.filter((thing) => thing.class === undefined),
      shelves: [],
    },
  ];
}

/** The catalog's classes with their categories, and those that things name where it lists none. */
export function classesOf(
  listed: readonly { readonly name: string; readonly categories: readonly string[] }[],
  things: readonly Thing[],
): readonly { readonly name: string; readonly categories: readonly string[] }[] {
  const found = new Map(listed.map(({ name, categories }) => [name, [...categories]]));
  for (const { class: name, category } of things) {
    if (name === undefined) continue;
    const categories = found.get(name) ?? [];
    found.set(name, categories);
    if (category !== undefined && !categories.includes(category)) categories.push(category);
  }
  return [...found].map(([name, categories]) => ({ name, categories }));
}

/** Declared events by family, then those of no family, then what is read. */
export interface EventShelf {
  readonly id: string;
  readonly title: string;
  readonly things: readonly Thing[];
}

export function eventShelvesOf(page: PageContext): readonly EventShelf[] {
  const { words } = page;
  const events = thingsOf(page, "event");
  const familyOf = ({ detail }: Thing): string | undefined =>
    detail.kind === "event" ? detail.family : undefined;
  const isRead = ({ detail }: Thing): boolean => detail.kind === "event" && detail.form === "read";
  const further = [...new Set(events.flatMap((event) => familyOf(event) ?? []))].sort();
  const families = [...new Set([...Object.keys(words.families), ...further])];
  return [
    ...families.map((family) => ({
      id: fileName(family),
      title: words.families[family] ?? family,
      things: events.filter((event) => familyOf(event) === family),
    })),
    {
      id: "own",
      title: words.ownEvents,
      things: events.filter((event) => familyOf(event) === undefined && !isRead(event)),
    },
    { id: "read", title: words.readEvents, things: events.filter(isRead) },
    { id: "collections", title: words.kinds.collection, things: thingsOf(page, "collection") },
  ].filter(({ things }) => things.length > 0);
}

function eventShelves(page: PageContext): readonly Shelf[] {
  const kindOf = ({ detail }: Thing): string | undefined =>
    detail.kind === "event" ? detail.eventKind : undefined;
  return eventShelvesOf(page).map(({ id, title, things }): Shelf => {
    const kinds = Object.keys(page.words.eventKinds).filter((kind) =>
      things.some((event) => kindOf(event) === kind),
    );
    return {
      id,
      title,
      things: things.filter((event) => !kinds.includes(kindOf(event) ?? "")),
      shelves: kinds.map((kind) => ({
        id: `${id}.${fileName(kind)}`,
        title: page.words.eventKinds[kind] ?? kind,
        things: things.filter((event) => kindOf(event) === kind),
        shelves: [],
      })),
    };
  });
}

/** Segments as the overview shows them: the library's groups, and the project's own. */
export function groupsOf(page: PageContext): readonly Thing[] {
  const segments = thingsOf(page, "segment");
  const groups = segments.filter(
    ({ by, place }) => by === "project" || place?.startsWith("stdlib:segments/") === true,
  );
  return [...groups].sort((a, b) => (titleOf(page, a) < titleOf(page, b) ? -1 : 1));
}
