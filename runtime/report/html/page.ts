import { addDecimals, formatDecimal, parseDecimal, ZERO } from "../../decimal.ts";
import type { Arm } from "../../ledger/records.ts";
import { returnOn } from "../results/effect.ts";
import type { CampaignResults, ResultsReport } from "../results/results.ts";
import { amount, count, localText, points, returned } from "../results/shown.ts";
import { wilson } from "../results/statistics.ts";
import {
  ARM_NAMES,
  campaignTables,
  contactsOf,
  differenceTitle,
  overviewTable,
  type ReportTable,
  sharedTables,
  type TableRow,
} from "../results/tables.ts";
import { type Bar, bars, chart, columns, type Interval, intervals, legend } from "./charts.ts";
import { anchor, escaped } from "./markup.ts";
import { COLORS, SERIES, STYLE } from "./style.ts";

/** A report as one page of HTML: no script, nothing that is fetched. The same report gives the same bytes. */
export function resultsPage(report: ResultsReport): string {
  const { project, period, timezone, currency, campaigns } = report;
  const several = campaigns.length > 1;
  const days = period.from === period.to ? period.from : `${period.from} to ${period.to}`;
  const [only] = campaigns;
  const subject = several || only === undefined ? "Campaigns" : (only.label ?? only.campaign);
  const body = [
    `<header class="masthead"><div class="page"><p>${escaped(project)}</p><h1>${escaped(subject)}</h1><p>Ticks of <strong>${days}</strong>, days of ${escaped(timezone)}, amounts in <strong>${escaped(currency)}</strong></p></div></header>`,
    `<main class="page">`,
    `<div class="top">${figures(totalFigures(report))}</div>`,
    ...(several ? [contents(campaigns), overview(report)] : []),
    ...campaigns.map((campaign, place) => campaignSection(campaign, place, report)),
    sharedSection(report),
    METHOD,
    "</main>",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${subject}, ${days}, ${project}`)}</title>
<style>${STYLE}</style>
</head>
<body>
${body.join("\n")}
</body>
</html>
`;
}

type FigureList = readonly (readonly [name: string, value: string, detail?: string])[];

function figures(list: FigureList): string {
  const parts = list.map(
    ([name, value, detail]) =>
      `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}${detail === undefined ? "" : ` <small>${escaped(detail)}</small>`}</dd></div>`,
  );
  return `<dl class="figures">${parts.join("")}</dl>`;
}

function totalFigures({ campaigns, pressure, currency }: ResultsReport): FigureList {
  const sum = (part: (campaign: CampaignResults) => string) =>
    campaigns.reduce((all, campaign) => addDecimals(all, parseDecimal(part(campaign))), ZERO);
  const cost = sum((campaign) => campaign.cost.amount);
  const known = campaigns.filter((campaign) => campaign.revenue !== null);
  const revenue = sum((campaign) => campaign.revenue ?? "0");
  const contacts = campaigns.reduce((all, campaign) => all + contactsOf(campaign), 0);
  const reached = pressure.reduce(
    (all, { contacts: each, customers }) => (each === 0 ? all : all + customers),
    0,
  );
  return [
    ["Contacts", count(contacts).text],
    ["Customers contacted", count(reached).text],
    ["Cost", amount(formatDecimal(cost)).text, currency],
    ...(known.length === 0
      ? []
      : [
          ["Revenue", amount(formatDecimal(revenue)).text, currency] as const,
          ["Return on investment", returned(returnOn(revenue, cost)).text] as const,
        ]),
  ];
}

function contents(campaigns: readonly CampaignResults[]): string {
  const items = campaigns.map(
    ({ campaign, label }, place) =>
      `<li><a href="#${anchor(campaign, place)}">${escaped(label ?? campaign)}</a></li>`,
  );
  return `<nav aria-label="Campaigns"><ul class="contents">${items.join("")}</ul></nav>`;
}

const percent = (value: number): string => `${Number((value * 100).toFixed(2))} %`;

/** The overview's table has more columns than others. */
const OVERVIEW_WIDTH = 400;

function overview(report: ResultsReport): string {
  const rows = report.campaigns.flatMap(({ campaign, effect }): readonly Interval[] => {
    const [comparison] = effect?.comparisons ?? [];
    if (comparison === undefined) return [];
    const { low, high, difference } = comparison;
    return [{ name: campaign, low, high, estimate: difference, color: COLORS.treated }];
  });
  const drawing =
    rows.length === 0
      ? undefined
      : chart(
          "Effect of each campaign on conversion, in percentage points, with its 95 % interval",
          intervals(rows, { zero: true, format: pointsText }),
          OVERVIEW_WIDTH,
        );
  const notes =
    rows.length === 0
      ? []
      : [
          "Effect: conversion of the treated less that of the holdout, percentage points, with its 95 % interval.",
        ];
  return `<section class="block"><h2>Overview</h2>${pair(drawing, { ...overviewTable(report), notes }, "overview", " overview")}</section>`;
}

function campaignSection(campaign: CampaignResults, place: number, report: ResultsReport): string {
  const { currency, timezone, campaigns } = report;
  const id = anchor(campaign.campaign, place);
  const { label, owner, status, ticks } = campaign;
  const state =
    status === "active"
      ? ""
      : `<span class="status">${status === "gone" ? "no longer in the project" : status}</span>`;
  const first = localText(ticks.first, timezone);
  const last = localText(ticks.last, timezone);
  const span = first === last ? first : `${first} to ${last}`;
  const heading = campaigns.length > 1 ? (label ?? campaign.campaign) : "Figures";
  const blocks = campaignTables(campaign, report).map((table) => {
    return `<section class="block"><h3>${escaped(table.title)}</h3>${pair(drawingOf(table, campaign), table, campaign.campaign)}</section>`;
  });
  return `<section class="campaign" id="${id}"><header><h2>${escaped(heading)}${state}</h2><p><code>${escaped(campaign.campaign)}</code> ${escaped(owner)} · ${count(ticks.completed).text} ${ticks.completed === 1 ? "tick" : "ticks"}, ${span}</p></header>${campaigns.length > 1 ? figures(ownFigures(campaign, currency)) : ""}${blocks.join("")}</section>`;
}

function ownFigures(campaign: CampaignResults, currency: string): FigureList {
  const { revenue, funnel, effect } = campaign;
  const [comparison] = effect?.comparisons ?? [];
  return [
    ["Contacts", count(contactsOf(campaign)).text],
    ["Rejected", count(funnel.rejected).text],
    ["Cost", amount(campaign.cost.amount).text, currency],
    ...(revenue === null
      ? []
      : [
          ["Revenue", amount(revenue).text, currency] as const,
          ["Return on investment", returned(campaign.returnOnInvestment).text] as const,
        ]),
    ...(comparison === undefined
      ? []
      : [
          [
            "Effect on conversion",
            points(comparison.difference).text,
            `points (${points(comparison.low).text} … ${points(comparison.high).text})`,
          ] as const,
        ]),
  ];
}

function sharedSection(report: ResultsReport): string {
  const blocks = sharedTables(report).map((table) => {
    const drawing =
      table.key !== "pressure"
        ? undefined
        : chart(
            "How many customers got how many contacts",
            columns(
              report.pressure.map(({ contacts }) => String(contacts)),
              [
                {
                  name: "customers",
                  color: COLORS.treated,
                  values: report.pressure.map(({ customers }) => customers),
                },
              ],
              "contacts",
            ),
          );
    return `<section class="block"><h3>${escaped(table.title)}</h3>${pair(drawing, table, "all")}</section>`;
  });
  const heading = report.campaigns.length > 1 ? "All campaigns together" : "Customers";
  return `<section class="campaign"><header><h2>${heading}</h2></header>${blocks.join("")}</section>`;
}

/** A chart with its table beside it, or a table alone. */
function pair(drawing: string | undefined, table: ReportTable, about: string, kind = ""): string {
  const notes = table.notes.map((note) => `<p class="note">${escaped(note)}</p>`).join("");
  const label = escaped(`${table.title}, ${about}`);
  const shown = `<div class="table${table.key === "days" ? " long" : ""}" role="group" tabindex="0" aria-label="${label}">${tableMarkup(table)}</div>`;
  if (drawing === undefined) return `<div class="${kind === "" ? "alone" : "whole"}">${shown}${notes}</div>`;
  return `<div class="pair${kind}"><div class="chart">${drawing}</div><div>${shown}${notes}</div></div>`;
}

function tableMarkup({ title, columns: names, rows }: ReportTable): string {
  const head = names.map((name) => `<th scope="col">${escaped(name)}</th>`).join("");
  return `<table><caption>${escaped(title)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.map(rowMarkup).join("")}</tbody></table>`;
}

function rowMarkup({ name, depth, cells }: TableRow): string {
  const indent = depth === 0 ? "" : ` class="d${depth}"`;
  const figuresOf = cells.map(({ text }) => `<td>${escaped(text)}</td>`).join("");
  return `<tr><th scope="row"${indent}>${breakable(name)}</th>${figuresOf}</tr>`;
}

/** A name that may be broken behind the parts that it is joined of. */
function breakable(name: string): string {
  return escaped(name).replace(/[_./]/g, "$&<wbr>");
}

/** Rules in a chart: the others are in the table. */
const RULES_DRAWN = 8;

function drawingOf(table: ReportTable, campaign: CampaignResults): string | undefined {
  switch (table.key) {
    case "funnel":
      return chart("Candidates by step", bars(funnelBars(campaign)));
    case "days":
      return daysChart(campaign);
    case "refusals":
      return `${legend([
        { name: "nothing else stood against them", color: COLORS.refused },
        { name: "something else did, too", color: COLORS.refusedPale },
      ])}${chart(
        "Candidates that each rule kept out; in full those whom nothing else kept out",
        bars(
          campaign.refusals.slice(0, RULES_DRAWN).map(
            ({ code, rule, candidates, alone }): Bar => ({
              name: rule === null ? code : `${code}: ${rule}`,
              value: candidates,
              shown: count(candidates).text,
              color: COLORS.refusedPale,
              part: { value: alone, color: COLORS.refused },
            }),
          ),
        ),
      )}`;
    case "effect":
      return effectChart(campaign);
    case "difference":
      return differenceChart(table, campaign);
    case "money":
      return moneyChart(campaign);
    case "budgets":
    case "imported":
    case "overview":
    case "pressure":
    case "responses":
      return undefined;
  }
}

function funnelBars({ funnel }: CampaignResults): readonly Bar[] {
  const sum = Object.values(funnel.contacted).reduce((all, one) => all + one, 0);
  const steps: readonly (readonly [string, number, string])[] = [
    ["detected", funnel.detected, COLORS.neutral],
    ["eligible", funnel.eligible, COLORS.neutral],
    ["held out", funnel.heldOut, COLORS.control],
    ...(funnel.universal > 0 ? [["universal holdout", funnel.universal, COLORS.universal] as const] : []),
    ["rejected", funnel.rejected, COLORS.refused],
    ["contacted", sum, COLORS.treated],
  ];
  return steps.map(([name, value, color]) => ({ name, value, color, shown: count(value).text }));
}

function daysChart({ days }: CampaignResults): string {
  const dates = [...new Set(days.map(({ date }) => date))];
  const channels = [...new Set(days.map(({ channel }) => channel))].sort();
  const found = new Map(
    days.map(({ date, channel, contacts }) => [JSON.stringify([date, channel]), contacts]),
  );
  const layers = channels.map((name, index) => ({
    name,
    color: SERIES[index % SERIES.length] ?? COLORS.treated,
    values: dates.map((date) => found.get(JSON.stringify([date, name])) ?? 0),
  }));
  const drawn = chart(
    "Contacts by the day that they were due on and channel",
    columns(
      dates.map((date) => date.slice("2026-".length)),
      layers,
    ),
  );
  return layers.length > 1 ? `${legend(layers)}${drawn}` : drawn;
}

const ARM_COLORS: Readonly<Record<Arm, string>> = {
  treated: COLORS.treated,
  control: COLORS.control,
  universal: COLORS.universal,
};

function effectChart({ effect }: CampaignResults): string | undefined {
  if (effect === null || effect.arms.length === 0) return undefined;
  const rows = effect.arms.map(({ arm, customers, converted, rate }): Interval => {
    const [low, high] = wilson({ hits: converted, of: customers });
    return { name: ARM_NAMES[arm], low, high, estimate: rate, color: ARM_COLORS[arm] };
  });
  return chart(
    "Share of customers who converted, by arm, each with its 95 % interval",
    intervals(rows, { zero: false, format: percent }),
  );
}

function differenceChart({ title }: ReportTable, { effect }: CampaignResults): string | undefined {
  const found = effect?.comparisons.find((comparison) => title === differenceTitle(comparison));
  if (found === undefined) return undefined;
  const { low, difference, high } = found;
  return chart(
    `${title}: difference of the rates in percentage points with its 95 % interval`,
    intervals([{ name: "", low, estimate: difference, high, color: COLORS.treated }], {
      zero: true,
      format: pointsText,
    }),
  );
}

/** Without needless zeros, as axes have it. */
function pointsText(value: number): string {
  return points(value).text.replace(/\.?0+$/, "") || "0";
}

function moneyChart({ cost, revenue }: CampaignResults): string | undefined {
  if (revenue === null) return undefined;
  const drawn = (name: string, value: string, color: string): Bar => ({
    name,
    value: Number(value),
    shown: amount(value).text,
    color,
  });
  return chart(
    "Cost and revenue",
    bars([drawn("cost", cost.amount, COLORS.neutral), drawn("revenue", revenue, COLORS.treated)]),
  );
}

const METHOD = `<section class="method"><h2>How to read this</h2>
<p>The report is about what the ticks of these days decided, and all that came of it since. Contacts stand at the day that they were due on.</p>
<p>Treated and holdout are compared by customer: whoever met the goal in the time of a first contact has converted, whether the message was delivered or not; members of holdouts are looked at from when they would have been contacted. Intervals cover the truth 95 times in 100: of one share Wilson’s, of a difference Newcombe’s hybrid score (method 10). A p-value says how often chance alone would show at least such a difference.</p>
<p>Credited best, a response counts for the latest contact before it; fractional shares it among all contacts in whose time it falls; multiple counts it for each. The return on investment is revenue less cost, by cost.</p></section>`;
