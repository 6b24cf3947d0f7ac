import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Ledger,
  openLedger,
  type RunOutcome,
  runPlan,
  type TaskRecord,
} from "../../../runtime/index.ts";
import { LEDGER_ENGINES, type LedgerPlace, useLedgers } from "../support/ledgers.ts";
import { at, campaign, channel, clockAt, plan, row, warehouse } from "../support/plans.ts";

const makeLedger = useLedgers("tasks");

describe.each(LEDGER_ENGINES)("with a ledger in %s", (engine) => {
  let place: LedgerPlace;
  let ledger: Ledger;
  beforeEach(async () => {
    place = await makeLedger(engine);
    ledger = await openLedger(place.settings);
    staff("manager,branch\nli,east\nwang,east\nzhao,west\n");
  });
  afterEach(async () => {
    await ledger.close();
    await place.remove();
  });

  const staffFile = () => join(place.folder, "staff.csv");
  const staff = (text: string) => writeFileSync(staffFile(), text);

  /** Customers and where each is reached; a campaign's candidates go in order of hash, so tests count rather than place. */
  function run(
    customers: readonly (readonly [string, string | null])[],
    clock: string,
    its: Ledger = ledger,
  ): Promise<RunOutcome> {
    const columns = {
      addresses: ["visit"],
      consents: [],
      placeholders: [],
      segments: [],
      occurrences: [],
      carried: [],
    };
    const statement = {
      sql: "ask",
      parameters: [{ kind: "ledger", rows: { kind: "messages" } } as const],
    };
    return runPlan({
      plan: plan(
        [
          campaign("welcome", {
            columns,
            channelRoutes: [["visit"]],
            recheck: { statement: { duckdb: statement, postgres: statement }, columns },
          }),
        ],
        { channels: { visit: channel("visit", { address: "manager", message: false }) } },
      ),
      warehouse: warehouse({
        welcome: customers.map(([customer, address]) => row(customer, { a0: address ?? "?" })),
        ask: ({ parameters }) =>
          (JSON.parse(String(parameters[0])) as readonly { contact: number; customer: string }[]).map(
            ({ contact, customer }) => ({
              contact,
              excluded: false,
              a0: customers.find(([name]) => name === customer)?.[1] ?? "?",
            }),
          ),
      }),
      ledger: its,
      at: at(clock),
      clock: clockAt(clock),
      dispatch: { default: { adapter: "tasks", staff: staffFile(), days: 3 } },
    });
  }

  const all = (): Promise<readonly TaskRecord[]> =>
    ledger.tasks({ states: ["open", "contacted", "won", "lost"] });
  const counts = (tasks: readonly TaskRecord[]): Readonly<Record<string, number>> =>
    Object.fromEntries(
      [...Map.groupBy(tasks, ({ manager }) => manager ?? "nobody")]
        .map(([manager, its]) => [manager, its.length] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );

  test("tasks go to the customer's manager, or to whoever of the branch has the fewest", async () => {
    const customers = [
      ...["1", "2", "3"].map((customer) => [customer, "li"] as const),
      ...["4", "5", "6", "7", "8"].map((customer) => [customer, "east"] as const),
      ["9", "zhao"] as const,
      ["10", "north"] as const,
    ];
    const { dispatched } = await run(customers, "2026-03-06 06:00");
    expect(dispatched).toMatchObject([{ channel: "visit", messages: 10, target: "work lists" }]);
    const tasks = await all();
    expect(tasks.every(({ state }) => state === "open")).toBe(true);
    const own = tasks.filter(({ customer }) => ["1", "2", "3"].includes(customer));
    expect(own.map(({ manager, branch }) => [manager, branch])).toEqual([
      ["li", "east"],
      ["li", "east"],
      ["li", "east"],
    ]);
    const { li = 0, wang = 0, zhao, nobody } = counts(tasks);
    expect(li + wang).toBe(8);
    expect(wang).toBeGreaterThanOrEqual(3);
    expect([zhao, nobody]).toEqual([1, 1]);
    // A Friday and three business days.
    expect(new Set(tasks.map(({ due }) => due))).toEqual(new Set([at("2026-03-11 06:00")]));
    expect((await run([], "2026-03-07 06:00")).dispatched).toEqual([]);
    expect(await all()).toHaveLength(10);
  });

  test("open tasks of earlier days count for whose turn it is", async () => {
    await run(
      [
        ["1", "li"],
        ["2", "li"],
      ],
      "2026-03-02 06:00",
    );
    await run(
      [
        ["3", "east"],
        ["4", "east"],
        ["5", "east"],
        ["6", "east"],
      ],
      "2026-03-03 06:00",
    );
    expect(counts(await all())).toEqual({ li: 3, wang: 3 });
    for (const { contact, manager } of await all()) {
      if (manager === "li") await ledger.moveTask(contact, { state: "lost" }, at("2026-03-03 10:00"));
    }
    await run(
      [
        ["7", "east"],
        ["8", "east"],
        ["9", "east"],
      ],
      "2026-03-04 06:00",
    );
    expect(counts(await ledger.tasks({ states: ["open"] }))).toEqual({ li: 3, wang: 3 });
  });

  test("a file of managers that cannot be used leaves the messages waiting", async () => {
    for (const [text, message] of [
      ["name,branch\nli,east\n", "line 1: the first line must be `manager,branch`"],
      ["manager,branch\nli\n", "line 2: a line must have a manager and a branch"],
      ["manager,branch\n\nli,east\nli,west\n", "line 4: the manager `li` stands here twice"],
    ]) {
      staff(text ?? "");
      const { undelivered, dispatched } = await run([["1", "east"]], "2026-03-02 06:00");
      expect(dispatched).toEqual([]);
      expect(undelivered).toMatchObject([
        { code: "dispatch-failed", message: expect.stringContaining(message ?? "") },
      ]);
    }
    expect(await all()).toEqual([]);
    staff("manager,branch\nli,east\n");
    expect((await run([["1", "east"]], "2026-03-02 06:00")).dispatched).toMatchObject([{ messages: 1 }]);
    expect(counts(await all())).toEqual({ li: 1 });
  });

  test("a crash makes no task twice, and loses none", async () => {
    const crash = () => {
      throw new Error("the power went off");
    };
    const customers = [
      ["1", "east"],
      ["2", "west"],
    ] as const;
    await expect(run(customers, "2026-03-02 06:00", { ...ledger, putTasks: crash })).rejects.toThrow("power");
    expect(await all()).toEqual([]);
    await run(customers, "2026-03-02 06:00");
    await run(customers, "2026-03-02 06:05");
    expect(await all()).toHaveLength(2);
  });

  test("a task is claimed, noted and closed; its outcome is an answer to the contact", async () => {
    await run(
      [
        ["1", "north"],
        ["2", "li"],
      ],
      "2026-03-02 06:00",
    );
    const [first, second] = [...(await all())].sort((a, b) => (a.customer < b.customer ? -1 : 1));
    if (first === undefined || second === undefined) throw new Error("there are two tasks");
    const now = at("2026-03-02 11:00");
    expect(await ledger.claimTask(first.contact, "zhao", now)).toMatchObject({ manager: "zhao" });
    expect(await ledger.tasks({ states: ["open"], manager: "zhao" })).toHaveLength(1);
    expect(await ledger.tasks({ states: ["open"], branch: "east" })).toHaveLength(1);
    expect(
      await ledger.moveTask(first.contact, { state: "contacted", note: "calls back" }, now),
    ).toMatchObject({
      state: "contacted",
      note: "calls back",
      closed: null,
    });
    expect(await place.rows("responses")).toEqual([]);
    const won = { state: "won", amount: { amount: "1200.5", currency: "CNY" } } as const;
    expect(await ledger.moveTask(first.contact, won, now)).toMatchObject({
      state: "won",
      note: "calls back",
      closed: now,
    });
    expect(await ledger.moveTask(first.contact, { state: "lost" }, now)).toBeUndefined();
    expect(await ledger.claimTask(first.contact, "li", now)).toBeUndefined();
    expect(await ledger.moveTask(999, { state: "lost" }, now)).toBeUndefined();
    await ledger.moveTask(second.contact, { state: "lost", note: "has one" }, now);
    const responses: unknown[] = [];
    for await (const batch of ledger.responsesBefore(at("2026-03-03 06:00"), at("2026-03-02 06:00"))) {
      responses.push(...batch.map(({ customer, channel: on, time, amount }) => [customer, on, time, amount]));
    }
    expect(responses).toEqual([
      ["1", "visit", now, { amount: "1200.5", currency: "CNY" }],
      ["2", "visit", now, null],
    ]);
  });

  test("a manager waits for no run that is under way", async () => {
    await run([["1", "li"]], "2026-03-02 06:00");
    const [task] = await all();
    const other = await openLedger(place.settings);
    try {
      const lock = await other.lock(() => 0, 0);
      expect(
        await ledger.moveTask(task?.contact ?? 0, { state: "won" }, at("2026-03-02 11:00")),
      ).toMatchObject({
        state: "won",
      });
      await lock.release();
    } finally {
      await other.close();
    }
  });
});
