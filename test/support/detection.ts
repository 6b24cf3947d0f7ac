import { expect } from "vitest";
import { check, lower } from "../../compiler/compile.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import { type LibraryTexts, noLibrary } from "../../compiler/library.ts";
import type { CampaignPlan, Engine, LedgerRows, Plan, Program, Statement } from "../../plan/index.ts";
import { bindStatement, type TickTime } from "../../runtime/calendar/parameters.ts";
import { addDuration } from "../../runtime/calendar/zoned-time.ts";
import { canonicalDecimal } from "../../runtime/decimal.ts";
import { candidateReader } from "../../runtime/detect/candidate-reader.ts";
import { type Instant, isoInstant, parseInstant, type Warehouse } from "../../runtime/index.ts";
import { readRates } from "../../runtime/rates.ts";
import type { WarehouseRow } from "../../runtime/warehouse/warehouse.ts";
import type { LoadedTables } from "./engines.ts";

/** A project's texts, compiled; errors fail the test. */
export interface CompiledTexts {
  readonly program: Program;
  readonly plan: Plan;
}

/** A channel that reaches everybody, for what tests put into every catalog. */
const kitCatalog = "catalog: 1\nchannels:\n  letter: {}\n";

/** Compiles catalog and campaign texts as files of those names; `change` makes another program of theirs before it is emitted. Without the standard library, unless given. */
export function compileProject(
  catalog: Readonly<Record<string, string>> | string,
  campaigns: Readonly<Record<string, string>> | string,
  change: (program: Program) => Program = (program) => program,
  library: LibraryTexts = noLibrary,
): CompiledTexts {
  const catalogFiles = filesOf(catalog, "catalog.yaml");
  const campaignFiles = filesOf(campaigns, "a.campaign");
  const texts = { project: "test-bank", catalogFiles, campaignFiles, library };
  const { diagnostics, checked } = check(texts);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (checked === undefined || errors.length > 0) {
    const files = [...catalogFiles, ...campaignFiles, ...library.catalogFiles, ...library.campaignFiles];
    const text = new Map(files.map((file) => [file.path, file.text]));
    throw new Error(
      errors
        .map(({ code, message, span }) => {
          const at = text.get(span.file)?.slice(span.start, span.end) ?? "";
          return `${code}: ${message}: ${span.file} at ${at}`;
        })
        .join("\n"),
    );
  }
  const program = change(lower(texts, checked));
  return { program, plan: emitPlan(program, checked.catalog, ({ file }) => file) };
}

function filesOf(texts: Readonly<Record<string, string>> | string, name: string) {
  const byPath = typeof texts === "string" ? { [name]: texts } : texts;
  return Object.entries(byPath).map(([path, text]) => ({ path, text }));
}

/** A candidate as detection gives it, in plain values. */
export interface DetectedCandidate {
  readonly customer: string;
  /** Instants are ISO in UTC. */
  readonly event: { readonly id: string; readonly time: string } | null;
  readonly offers: readonly string[] | null;
  readonly channels: readonly string[] | null;
  readonly value: string | null;
  /** By channel: address and consent as they were read. */
  readonly reach: Readonly<Record<string, readonly [string | null | undefined, boolean | null | undefined]>>;
  /** Canonical text by placeholder. */
  readonly placeholders: Readonly<Record<string, string | null>>;
  /** What of the event is carried along, by name. */
  readonly carried: Readonly<Record<string, string | null>>;
}

export interface Detected {
  /** Firings before the segment is asked, or customers before `exclude`. */
  readonly detected: number;
  /** In order of customer, event time and event id. */
  readonly candidates: readonly DetectedCandidate[];
}

/** When detection is for: local times of the project's zone. `after` is T′, a day before T unless given. */
export interface At {
  readonly tick: string;
  readonly after?: string;
  /** What the ledger hands over, by kind of its rows: none unless given. */
  readonly ledger?: Readonly<Partial<Record<LedgerRows["kind"], readonly object[]>>>;
  /** The least due time among the contacts handed over. */
  readonly wavesFrom?: string;
}

/** What each campaign of a plan detects; both engines must say the same. */
export async function detectAll(
  plan: Plan,
  tables: LoadedTables,
  at: At,
): Promise<Readonly<Record<string, Detected>>> {
  const answers: Readonly<Record<string, Detected>>[] = [];
  for (const warehouse of tables.warehouses) {
    expect(await warehouse.inspect(plan.relations)).toEqual([]);
    const answer: Record<string, Detected> = {};
    for (const campaign of plan.campaigns)
      answer[campaign.name] = await detectOn(warehouse, plan, campaign, at);
    answers.push(answer);
  }
  const [duckdb, postgres] = answers;
  if (duckdb === undefined || postgres === undefined) throw new Error("there are two engines");
  expect(postgres, "PostgreSQL's answer, against DuckDB's").toEqual(duckdb);
  return duckdb;
}

async function detectOn(warehouse: Warehouse, plan: Plan, campaign: CampaignPlan, at: At): Promise<Detected> {
  const time = tickTime(campaign, plan, at);
  const { tick } = time;
  const read = candidateReader(campaign, tick, plan, await readRates(plan, time, warehouse));
  const found: { readonly order: number; readonly candidate: DetectedCandidate }[] = [];
  let detected: number | undefined;
  const statement = campaign.detection[warehouse.engine];
  await warehouse.query(bindStatement(statement, time, plan, ledgerText(at)), (rows) => {
    for (const row of rows) {
      detected = Number(row["detected"]);
      const candidate = read(row);
      if (candidate === undefined) continue;
      const carried = Object.fromEntries(
        campaign.columns.carried.map(({ name, type }, index) => {
          const value = row[`e${index}`];
          return [name, typeof value === "string" ? canonical(value, type.kind) : null];
        }),
      );
      found.push({ order: candidate.eventOrder, candidate: { ...plain(candidate, campaign), carried } });
    }
  });
  if (detected === undefined) throw new Error("a detection without any row");
  const byCustomer = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  found.sort((a, b) => byCustomer(a.candidate.customer, b.candidate.customer) || a.order - b.order);
  return { detected, candidates: found.map(({ candidate }) => candidate) };
}

function tickTime(campaign: CampaignPlan, plan: Plan, at: At): TickTime {
  const tick = instant(at.tick, plan);
  return {
    tick,
    firingFrom: firingFrom(campaign, tick, at, plan),
    ...(at.wavesFrom !== undefined && { wavesFrom: instant(at.wavesFrom, plan) }),
  };
}

function ledgerText({ ledger }: At): (rows: LedgerRows) => string {
  return ({ kind }) => JSON.stringify(ledger?.[kind] ?? []);
}

/** The rows that a campaign's statement gives, in order of their JSON; both engines must say the same. */
export async function answersOf(
  plan: Plan,
  campaign: CampaignPlan,
  statement: Readonly<Record<Engine, Statement>>,
  tables: LoadedTables,
  at: At,
): Promise<readonly WarehouseRow[]> {
  const answers: WarehouseRow[][] = [];
  for (const warehouse of tables.warehouses) {
    const found: WarehouseRow[] = [];
    const time = tickTime(campaign, plan, at);
    const bound = bindStatement(statement[warehouse.engine], time, plan, ledgerText(at));
    await warehouse.query(bound, (rows) => {
      found.push(...rows);
    });
    answers.push(found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
  }
  const [duckdb, postgres] = answers;
  if (duckdb === undefined || postgres === undefined) throw new Error("there are two engines");
  expect(postgres, "PostgreSQL's answer, against DuckDB's").toEqual(duckdb);
  return duckdb;
}

function plain(
  candidate: NonNullable<ReturnType<ReturnType<typeof candidateReader>>>,
  campaign: CampaignPlan,
): Omit<DetectedCandidate, "carried"> {
  const { columns } = campaign;
  const reachable = [...new Set([...columns.addresses, ...columns.consents])].sort();
  const { event } = candidate;
  return {
    customer: candidate.customer,
    event: event === null ? null : { id: event.id, time: isoInstant(event.time) },
    offers: candidate.offers?.names ?? null,
    channels: candidate.channels ?? null,
    value: candidate.value ?? null,
    reach: Object.fromEntries(
      reachable.map((channel) => {
        const { address, consent } = candidate.reach(channel);
        return [channel, [address, consent] as const];
      }),
    ),
    placeholders: Object.fromEntries(
      columns.placeholders.map(({ name, type }) => {
        const text = candidate.placeholder(name);
        return [name, text === undefined ? null : canonical(text, type.kind)];
      }),
    ),
  };
}

/** Engines write closing zeros as they like; the runtime takes them off. */
function canonical(text: string, kind: string): string {
  if (!["integer", "decimal", "percent", "money"].includes(kind)) return text;
  const [amount = "", ...currency] = text.split(" ");
  return [canonicalDecimal(amount), ...currency].join(" ");
}

function instant(text: string, plan: Plan): Instant {
  const found = parseInstant(text, plan.timezone);
  if (found === undefined) throw new Error(`malformed instant: ${text}`);
  return found;
}

function firingFrom(campaign: CampaignPlan, tick: Instant, at: At, plan: Plan): Instant {
  const day = { count: -1, unit: "day" } as const;
  const after =
    at.after === undefined ? addDuration(tick, day, plan.timezone, plan.calendar) : instant(at.after, plan);
  const lateness = campaign.firing.kind === "occurrence" ? campaign.firing.lateness : undefined;
  if (lateness === undefined) return after + 1;
  const back = { count: -lateness.count, unit: lateness.unit };
  return addDuration(after, back, plan.timezone, plan.calendar) + 1;
}

/** Customers of candidates, in order; one with several events as often. */
export function customersOf({ candidates }: Detected): readonly string[] {
  return candidates.map(({ customer }) => customer);
}

/** A catalog and its tables, about which a test asks. */
export interface Bank {
  /** What campaigns detect, by their names. */
  detect(
    campaigns: string,
    at: At,
    change?: (program: Program) => Program,
  ): Promise<Readonly<Record<string, Detected>>>;
  /** The canonical text of each expression for each customer; null where it is unknown. */
  values(
    expressions: readonly string[],
    tick: string,
    declarations?: string,
  ): Promise<Readonly<Record<string, Readonly<Record<string, string | null>>>>>;
  /** The customers for whom each predicate holds. */
  holders(
    predicates: readonly string[],
    tick: string,
    declarations?: string,
  ): Promise<Readonly<Record<string, readonly string[]>>>;
  tables(): Promise<LoadedTables>;
  compile(campaigns: string, change?: (program: Program) => Program): CompiledTexts;
}

/** A bank of a catalog, its tables loaded when it is first asked. */
export function bankOf(catalog: string, load: (timezone: string) => Promise<LoadedTables>): Bank {
  let loaded: Promise<LoadedTables> | undefined;
  const compile: Bank["compile"] = (campaigns, change) =>
    compileProject({ "catalog.yaml": catalog, "kit.yaml": kitCatalog }, campaigns, change);
  const tables = (): Promise<LoadedTables> => {
    loaded ??= load(compile("").program.timezone);
    return loaded;
  };
  const detect: Bank["detect"] = async (campaigns, at, change) =>
    detectAll(compile(campaigns, change).plan, await tables(), at);
  return {
    compile,
    tables,
    detect,
    async values(expressions, tick, declarations = "") {
      const tags = expressions.map((expression, index) => `tag v${index} = ${expression}`);
      const message = expressions.map((_, index) => `{v${index}}`).join(" ");
      const text = `${declarations}\n${tags.join("\n")}
        offer probe { message letter "${message}" }
        ${campaignNamed("probe", { segment: "true", offer: "probe" })}`;
      const { candidates } = only(await detect(text, { tick }));
      return Object.fromEntries(
        expressions.map((expression, index) => [
          expression,
          Object.fromEntries(
            candidates.map(({ customer, placeholders }) => [customer, placeholders[`v${index}`] ?? null]),
          ),
        ]),
      );
    },
    async holders(predicates, tick, declarations = "") {
      const campaigns = predicates.map((predicate, index) =>
        campaignNamed(`p${index}`, { segment: predicate, offer: "probe" }),
      );
      const text = `${declarations}\noffer probe { message letter "." }\n${campaigns.join("\n")}`;
      const found = await detect(text, { tick });
      return Object.fromEntries(
        predicates.map((predicate, index) => {
          const detected = found[`p${index}`];
          return [predicate, detected === undefined ? [] : customersOf(detected)];
        }),
      );
    },
  };
}

/** A campaign's text that needs nothing but an offer. */
export function campaignNamed(
  name: string,
  parts: {
    readonly segment?: string;
    readonly trigger?: string;
    readonly offer?: string;
    readonly channel?: string;
    readonly more?: string;
  } = {},
): string {
  return `campaign ${name} {
  owner    "test"
  segment  ${parts.segment ?? "true"}
  trigger  ${parts.trigger ?? "daily at 06:00"}
  window   2000-01-01 .. 2099-12-31
  offer    ${parts.offer ?? "probe"}
  channel  ${parts.channel ?? "letter"}
  priority 10
  ${parts.more ?? ""}
}
`;
}

/** The one campaign's answer. */
export function only(found: Readonly<Record<string, Detected>>): Detected {
  const [detected, ...others] = Object.values(found);
  if (detected === undefined || others.length > 0) throw new Error("there is not one campaign");
  return detected;
}
