import type { Thing } from "../../compiler/documentation/documentation.ts";
import { categoryName } from "./category-words.ts";
import { chain } from "./chain.ts";
import { listPath, type PageParts, sections } from "./layout.ts";
import { classAnchor, classesOf, eventShelvesOf, groupsOf } from "./lists.ts";
import { type Html, html } from "./markup.ts";
import { type PageContext, shortLink, thingsOf } from "./site.ts";
import { badges, block } from "./thing-parts.ts";

/** The first page: how much there is of what, and ways to all of it. */
export function overviewPage(page: PageContext): PageParts {
  const { words, documentation } = page;
  return {
    title: words.overview,
    path: "index.html",
    section: "overview",
    content: html`<h1>${documentation.project}</h1>
<p class="prose">${words.overviewLead}</p>
${figures(page)}
${block("tags", words.tagLibrary, tagCards(page))}${block("events", words.eventLibrary, eventCards(page))}${groups(page)}${campaigns(page)}`,
  };
}

function figures(page: PageContext): Html {
  const counted = sections.map((section) => [section, thingsOf(page, section).length] as const);
  return html`<ul class="figures">${counted
    .filter(([, count]) => count > 0)
    .map(
      ([section, count]) =>
        html`<li><a href="${listPath(section)}"><b>${count}</b> ${page.words.kinds[section]}</a></li>`,
    )}</ul>`;
}

function tagCards(page: PageContext): Html {
  const { documentation, language, words } = page;
  const tags = thingsOf(page, "tag");
  const classes = classesOf(documentation.classes, tags);
  const loose = tags.filter((tag) => tag.class === undefined).length;
  return html`<div class="cards">${classes.map(({ name, categories }) => {
    const own = tags.filter((tag) => tag.class === name);
    const chips = categories.flatMap((category) => {
      const count = own.filter((tag) => tag.category === category).length;
      return count === 0
        ? []
        : [
            chip(
              `${listPath("tag")}#${classAnchor(name, category)}`,
              categoryName(language, name, category),
              count,
            ),
          ];
    });
    return card(
      `${listPath("tag")}#${classAnchor(name)}`,
      categoryName(language, name),
      own.length,
      html`<ul class="chips">${chips}</ul>`,
    );
  })}${loose === 0 ? undefined : card(`${listPath("tag")}#without-class`, words.without, loose, html``)}</div>`;
}

function eventCards(page: PageContext): Html {
  const { words } = page;
  return html`<div class="cards">${eventShelvesOf(page).map(({ id, title, things }) => {
    const href = `${listPath("event")}#${id}`;
    const chips = Object.entries(words.eventKinds).flatMap(([kind, name]) => {
      const count = things.filter(
        ({ detail }) => detail.kind === "event" && detail.eventKind === kind,
      ).length;
      return count === 0 ? [] : [chip(`${href}.${kind}`, name, count)];
    });
    return card(href, title, things.length, html`<ul class="chips">${chips}</ul>`);
  })}</div>`;
}

function card(href: string, title: string, count: number, content: Html): Html {
  return html`<section class="card"><h3><a href="${href}">${title}</a> <span class="count">${count}</span></h3>${content}</section>`;
}

function chip(href: string, name: string, count: number): Html {
  return html`<li><a href="${href}">${name} <b>${count}</b></a></li>`;
}

function groups(page: PageContext): Html | undefined {
  const segments = groupsOf(page);
  if (segments.length === 0) return undefined;
  const one = (segment: Thing): Html =>
    html`<li>${shortLink(page, segment)}${badges(page, segment)} <span class="count">${segment.reaches.length}</span></li>`;
  return block(
    "segments",
    page.words.groups,
    html`<p class="note">${page.words.groupsNote}</p><ul class="columns">${segments.map(one)}</ul>`,
  );
}

function campaigns(page: PageContext): Html | undefined {
  const all = thingsOf(page, "campaign");
  if (all.length === 0) return undefined;
  return block(
    "campaigns",
    `${page.words.kinds.campaign}: ${page.words.chain}`,
    html`<ul class="compact">${all.map((campaign) =>
      campaign.detail.kind !== "campaign"
        ? undefined
        : html`<li><h3>${shortLink(page, campaign)}${badges(page, campaign)}</h3>${chain(page, campaign.detail)}</li>
`,
    )}</ul>`,
  );
}
