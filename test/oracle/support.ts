import { compile } from "../../compiler/compile.ts";
import { detectOracle, number, type StoredRow, text, type World } from "../../oracle/index.ts";
import type { CampaignProgram, Expression, Program } from "../../plan/index.ts";

const channels = `channels:
  letter: {}
  sms: { address: phone, consent: consent, hours: 09:00 .. 20:00, cost: 0.05 GBP, capacity: 3 per day }
`;

/** A catalog of people, what they buy and what they hold, in London. */
export const catalog = `catalog: 1
timezone: Europe/London
currency: GBP
calendar: { holidays: [2026-04-03] }
customer: { key: id, type: integer, source: people }
rates: { source: rates, date: day, from: ccy, rate: rate, per: 100 }
sources:
  people: { relation: people, grain: customer }
  copies: { relation: copies, grain: customer, snapshot: ds }
  buys: { relation: buys, grain: event, customer: person, time: at, id: seq, lateness: 2 days }
  logins: { relation: logins, grain: event, customer: person, time: at, id: seq }
  holds: { relation: holds, grain: collection, customer: person, id: hold }
tags:
  age: { type: integer, from: people.age }
  born: { type: date, from: people.born }
  phone: { type: text, from: people.phone }
  consent: { type: boolean, from: people.consent }
  aum: { type: money(GBP), from: copies.aum }
events:
  buy: { source: buys, attributes: { amount: { type: money, column: amount, currency: ccy }, shop: { type: text } } }
  login: { source: logins, attributes: { page: { type: text } } }
collections:
  holding: { source: holds, attributes: { kind: { type: text }, matures: { type: date } } }
${channels}`;

/** The program of campaigns over that catalog, then changed where a form is easier said in the program's own words. */
export function programOf(campaigns: string, change: (program: Program) => Program = (one) => one): Program {
  const { program, diagnostics } = compile({
    project: "bank",
    catalogFiles: [{ path: "catalog.yaml", text: catalog }],
    campaignFiles: [{ path: "a.campaign", text: campaigns }],
  });
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return change(program);
}

/** A campaign that needs nothing else, with parts of it exchanged. */
export function campaignText(
  parts: {
    readonly name?: string;
    readonly segment?: string;
    readonly trigger?: string;
    readonly offer?: string;
    readonly channel?: string;
    readonly window?: string;
    readonly priority?: number;
    readonly more?: string;
  } = {},
): string {
  return `campaign ${parts.name ?? "spring"} {
  owner    "team"
  segment  ${parts.segment ?? "true"}
  trigger  ${parts.trigger ?? "daily at 06:00"}
  window   ${parts.window ?? "2026-01-01 .. 2026-12-31"}
  offer    ${parts.offer ?? "gift"}
  channel  ${parts.channel ?? "letter"}
  priority ${parts.priority ?? 10}
  ${parts.more ?? ""}
}
`;
}

export const gift = `offer gift {
  value 10 GBP
  message letter "."
  message sms "."
}
`;

/** Changes the program's campaigns. */
export function withCampaigns(
  change: (campaign: CampaignProgram) => CampaignProgram,
): (program: Program) => Program {
  return (program) => ({ ...program, campaigns: program.campaigns.map(change) });
}

/** Customers 1 … n, nothing known of them but what is said. */
export function people(...rows: readonly StoredRow[]): readonly StoredRow[] {
  return rows.map((row, index) => ({
    id: number(index + 1),
    phone: text("07"),
    consent: { kind: "boolean", value: true },
    ...row,
  }));
}

/** A purchase: its number is its id. */
export function buy(
  seq: number,
  person: number,
  at: string,
  amount: string | null = "1",
  ccy = "GBP",
): StoredRow {
  return {
    seq: number(seq),
    person: number(person),
    at: { kind: "instant", instant: at },
    amount: amount === null ? null : number(amount),
    ccy: text(ccy),
    shop: text("north"),
  };
}

export function login(seq: number, person: number, at: string): StoredRow {
  return {
    seq: number(seq),
    person: number(person),
    at: { kind: "instant", instant: at },
    page: text("home"),
  };
}

/** The value of each expression, for customer 1, at a tick; null where it is unknown. */
export function valuesOf(
  world: World,
  tick: string,
  expressions: readonly string[],
): Readonly<Record<string, string | null>> {
  const tags = expressions.map((expression, index) => `tag v${index} = ${expression}`);
  const message = expressions.map((_, index) => `{v${index}}`).join(" ");
  const program = programOf(
    `${tags.join("\n")}\noffer probe {\n message letter "${message}"\n}\n${campaignText({ offer: "probe" })}`,
  );
  const [candidate] = detectOracle(program, "spring", world, { tick, from: tick }).candidates;
  return Object.fromEntries(
    expressions.map((expression, index) => [expression, candidate?.placeholders[`v${index}`] ?? null]),
  );
}

/** The attribute of a row, as the program says it. */
export function attribute(of: "row" | "event" | `step ${number}`, name: string): Expression {
  return { kind: "attribute", of, attribute: name, type: { kind: "text" } };
}
