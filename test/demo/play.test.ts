import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateBank } from "../../demo/bank.ts";
import { type DecidedContact, readDecidedContacts } from "../../demo/play/ledger-file.ts";
import { playCustomers } from "../../demo/play/play.ts";
import { small } from "./bank.ts";

const DAY = 86_400_000_000;
/** 09:00 in Shanghai. */
const MORNING = Date.parse("2026-01-12T01:00Z") * 1000;
const LATER = MORNING + 60 * DAY;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "baleen-play-"));
  await generateBank({ ...small, months: 3 }, join(folder, "bank.duckdb"), { threads: 2 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the bank, as nobody has played it. */
function freshBank(name: string): string {
  const path = join(folder, `${name}.duckdb`);
  copyFileSync(join(folder, "bank.duckdb"), path);
  return path;
}

type Rows = readonly (readonly unknown[])[];

async function ask(path: string, sql: string): Promise<Rows> {
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

/** The tables that playing adds rows to, in order. */
const PLAYED = [
  { table: "card_events", id: "card_event_id" },
  { table: "card_transactions", id: "card_transaction_id" },
  { table: "digital_events", id: "event_id" },
  { table: "transactions", id: "transaction_id" },
] as const;

const OFFERS = ["go_abroad_card", "instalment_plan", "stable_90", "large_deposit", "birthday_gift"];

/** Five campaigns on every customer, two in seven held out, on ten days. */
const decided: readonly DecidedContact[] = Array.from({ length: 2_500 }, (_, index) => ({
  campaign: `campaign_${index % 5}`,
  occasion: "once",
  customer: String(100_001 + Math.floor(index / 5)),
  wave: 0,
  arm: index % 7 < 2 ? "control" : "treated",
  channel: ["sms", "wechat", "mobile_bank", "call_center", "relationship_manager"][index % 4] ?? "sms",
  offers: [OFFERS[index % 5] ?? ""],
  due: MORNING + (index % 10) * DAY,
  state: index % 7 < 2 ? null : "delivered",
}));

const withArm = (arm: string, state: string | null): readonly DecidedContact[] =>
  decided.map((contact) => ({ ...contact, arm, state }));

/** Everything that playing has made of a bank. */
async function played(path: string): Promise<Rows> {
  return ask(
    path,
    `select 'candidate', count(*), sum(hash(t)::hugeint)::varchar from truth.candidate as t
     union all select 'deed', count(*), sum(hash(t)::hugeint)::varchar from truth.deed as t
     union all select 'transactions', count(*), sum(hash(t)::hugeint)::varchar from transactions as t
     union all select 'cards', count(*), sum(hash(t)::hugeint)::varchar from card_transactions as t
     union all select 'card events', count(*), sum(hash(t)::hugeint)::varchar from card_events as t
     union all select 'digital', count(*), sum(hash(t)::hugeint)::varchar from digital_events as t`,
  );
}

describe("customers who are played", () => {
  it("do the same whatever the order and the rounds", async () => {
    const [once, often] = [freshBank("once"), freshBank("often")];
    await playCustomers(once, decided, LATER);
    const backwards = [...decided].reverse();
    for (const day of [0, 4, 10]) {
      const until = MORNING + day * DAY;
      await playCustomers(
        often,
        backwards.filter(({ due }) => due <= until + 3 * DAY),
        until,
      );
    }
    expect(await played(often)).toEqual(await played(once));
  });

  it("are played once, and not before they are due or while their message waits", async () => {
    const path = freshBank("rounds");
    const first = decided.map((contact, index) =>
      index < 100 && contact.state !== null ? { ...contact, state: "waiting" } : contact,
    );
    const waiting = first.filter(({ state, due }) => state === "waiting" && due === MORNING).length;
    const due = first.filter((contact) => contact.due === MORNING).length;
    expect(waiting).toBeGreaterThan(0);
    expect(await playCustomers(path, first, MORNING)).toMatchObject({ candidates: due - waiting });
    expect(await playCustomers(path, decided, LATER)).toMatchObject({
      candidates: decided.length - due + waiting,
    });
    expect(await playCustomers(path, decided, LATER)).toEqual({ candidates: 0, responded: 0 });
  });

  it("respond as often as the chances on record say, contacted or not", async () => {
    const [treated, control, lost] = [freshBank("treated"), freshBank("control"), freshBank("lost")];
    await playCustomers(treated, withArm("treated", "delivered"), LATER);
    await playCustomers(control, withArm("universal", null), LATER);
    await playCustomers(lost, withArm("treated", "cancelled"), LATER);
    const score = async (path: string, chance: string): Promise<number> => {
      const [row] = await ask(
        path,
        `select ((count(*) filter (responds) - sum(${chance})) / sqrt(sum(${chance} * (1 - ${chance}))))::double from truth.candidate`,
      );
      return Number(row?.[0]);
    };
    expect(Math.abs(await score(treated, "treated_probability"))).toBeLessThan(4);
    expect(Math.abs(await score(control, "control_probability"))).toBeLessThan(4);
    expect(Math.abs(await score(lost, "control_probability"))).toBeLessThan(4);
    // The tests would see it if contacts made no difference.
    expect(await score(treated, "control_probability")).toBeGreaterThan(8);
  });

  it("respond uncontacted too where they would contacted, but for those whom a contact puts off", async () => {
    const path = join(folder, "treated.duckdb");
    const rows = await ask(
      path,
      `attach '${join(folder, "control.duckdb")}' as other (read_only);
       select count(*) filter (treated.treated_probability >= treated.control_probability), count(*)
       from truth.candidate as treated
       join other.truth.candidate as control using (campaign, occasion, customer_id, wave)
       where control.responds and not treated.responds`,
    );
    const [row] = rows;
    expect(Number(row?.[0])).toBe(0);
    expect(Number(row?.[1])).toBeGreaterThan(0);
  });

  it("tire of contacts, and not of places in holdouts", async () => {
    const [tired, rested] = ["treated", "universal"].map((arm) =>
      withArm(arm, arm === "treated" ? "delivered" : null),
    );
    const paths = [freshBank("tired"), freshBank("rested")] as const;
    await playCustomers(paths[0], tired ?? [], LATER);
    await playCustomers(paths[1], rested ?? [], LATER);
    const contacts = "select max(earlier_contacts), sum(treated_probability)::double from truth.candidate";
    const [[most, chances] = []] = await ask(paths[0], contacts);
    const [[none, restedChances] = []] = await ask(paths[1], contacts);
    expect([most, none]).toEqual([4, 0]);
    expect(Number(chances)).toBeLessThan(Number(restedChances));
  });
});

describe("what played customers do", () => {
  it("is added to the bank, and changes nothing else", async () => {
    const path = freshBank("added");
    await playCustomers(path, decided, LATER);
    const tables = await ask(
      path,
      "select table_name from duckdb_tables() where schema_name = 'main' order by 1",
    );
    const grown = new Map<string, string>(PLAYED.map(({ table, id }) => [table, id]));
    // What is left without the played rows is what was there.
    const left = (table: string): string => {
      const id = grown.get(table);
      return id === undefined
        ? `select * from main.${table}`
        : `select * from main.${table}
           anti join (select row_id as ${id} from truth.deed where relation = '${table}') using (${id})`;
    };
    const sums = tables.map(([name]) => {
      const table = String(name);
      const sum = (rows: string): string =>
        `(select (count(*), sum(hash(t)::hugeint))::varchar from (${rows}) as t)`;
      return `select '${table}' where ${sum(left(table))} <> ${sum(`select * from before.${table}`)}`;
    });
    expect(sums.length).toBeGreaterThan(10);
    const changed = await ask(
      path,
      `attach '${join(folder, "bank.duckdb")}' as before (read_only); ${sums.join(" union all ")}`,
    );
    expect(changed).toEqual([]);
    const deeds = await ask(path, "select relation, count(*) from truth.deed group by 1 order by 1");
    expect(deeds.map(([relation]) => relation)).toEqual(PLAYED.map(({ table }) => table));
  });

  it("happens one to six days after, to those who respond and to nobody else", async () => {
    const path = join(folder, "added.duckdb");
    const [row] = await ask(
      path,
      `select
         min((occurred_at at time zone 'Asia/Shanghai')::date - (due at time zone 'Asia/Shanghai')::date),
         max((occurred_at at time zone 'Asia/Shanghai')::date - (due at time zone 'Asia/Shanghai')::date),
         count(*) filter (responds and deed.row_id is null),
         count(*) filter (not responds and deed.row_id is not null),
         count(deed.row_id) - count(distinct deed.row_id)
       from truth.candidate left join truth.deed using (campaign, occasion, customer_id, wave)`,
    );
    expect(row?.map(Number)).toEqual([1, 6, 0, 0, 0]);
  });

  it("leaves every demand account as it was at the end of each day", async () => {
    const upset = await ask(
      join(folder, "added.duckdb"),
      `with booked as (
         select account_id, occurred_at::date as day, case dc when 'C' then amount_fen else -amount_fen end as fen
         from transactions semi join (select row_id as transaction_id from truth.deed where relation = 'transactions') using (transaction_id)
         union all
         select account_id, (posted_at at time zone 'Asia/Shanghai')::date, -(amount * 100)::bigint
         from card_transactions
         semi join (select row_id as card_transaction_id from truth.deed where relation = 'card_transactions') using (card_transaction_id)
         semi join accounts on accounts.account_id = card_transactions.account_id and accounts.kind = 'demand'
       )
       select account_id, day, sum(fen) from booked group by all having sum(fen) <> 0`,
    );
    expect(upset).toEqual([]);
  });
});

describe("a ledger's export", () => {
  const written = (text: string): string => {
    const path = join(folder, "ledger.jsonl");
    writeFileSync(path, text);
    return path;
  };
  const heading = '{"baleen":"ledger","version":7,"addresses":false}\n';
  const columns =
    '{"table":"contacts","columns":["id","campaign","wave","customer","arm","occasion","channel","offers","due","state"]}\n';

  it("gives the contacts in it", async () => {
    const rows = '[1,"x",0,"100001","control","once","sms","[\\"go_abroad_card\\"]",1000,null]\n';
    const other = '{"table":"rejections","columns":["id"]}\n[1]\n';
    expect(await readDecidedContacts(written(`${heading}${columns}${rows}${other}{"end":2}\n`))).toEqual([
      {
        campaign: "x",
        occasion: "once",
        customer: "100001",
        wave: 0,
        arm: "control",
        channel: "sms",
        offers: ["go_abroad_card"],
        due: 1000,
        state: null,
      },
    ]);
  });

  it("is told from other files, and from one that is cut short", async () => {
    await expect(readDecidedContacts(written('{"id":1}\n'))).rejects.toThrow(
      "no file of `baleen ledger export`",
    );
    await expect(readDecidedContacts(written(`${heading}${columns}`))).rejects.toThrow("cut short");
  });
});
