import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLedger, runPlan } from "../../../runtime/index.ts";
import { startRun } from "../support/child.ts";
import { LEDGER_ENGINES, type LedgerPlace, useLedgers } from "../support/ledgers.ts";
import { manyCandidates, manyMessages } from "../support/many-messages.ts";
import { at, clockAt, warehouse } from "../support/plans.ts";

const MESSAGES = 400;
const MORNING = "2026-03-03 09:00";
const makeLedger = useLedgers("several");

let server: Server;
let received: string[] = [];
/** Milliseconds that the gateway takes to answer. */
let delay = 0;
beforeEach(async () => {
  received = [];
  delay = 0;
  server = createServer((request, response) => {
    received.push(String(request.headers["idempotency-key"]));
    request.resume().on("end", () => setTimeout(() => response.writeHead(202).end(), delay));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const gateway = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const dispatch = (place: LedgerPlace, wait = "60", when = MORNING) =>
  startRun(place, [when, gateway(), wait], {}, "dispatch-child.ts");

/** Decides in the evening what is to leave in the morning. */
async function decide(place: LedgerPlace, evening = "2026-03-02 21:00", contacts = MESSAGES): Promise<void> {
  const ledger = await openLedger(place.settings);
  try {
    const { report } = await runPlan({
      plan: manyMessages,
      warehouse: warehouse({ welcome: manyCandidates(MESSAGES) }),
      ledger,
      at: at(evening),
      clock: clockAt(evening),
    });
    expect(report.ticks.at(-1)?.contacts).toHaveLength(contacts);
  } finally {
    await ledger.close();
  }
}

function letters({ folder }: LedgerPlace): readonly string[] {
  const outbox = join(folder, "outbox");
  return readdirSync(outbox).flatMap((name) =>
    readFileSync(join(outbox, name), "utf8")
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.split(",")[0] ?? ""),
  );
}

async function states(place: LedgerPlace): Promise<readonly string[]> {
  const rows = (await place.rows("contacts")) as readonly { readonly state: string }[];
  return rows.map(({ state }) => state);
}

describe.each(LEDGER_ENGINES)("with a ledger in %s", (engine) => {
  let place: LedgerPlace;
  beforeEach(async () => {
    place = await makeLedger(engine);
    await decide(place);
  });
  afterEach(() => place.remove());

  test("eight dispatchers at once send each message once", async () => {
    const ended = await Promise.all(Array.from({ length: 8 }, () => dispatch(place).ended));
    expect(ended.map(({ code, errors }) => `${code} ${errors}`)).toEqual(
      Array.from({ length: 8 }, () => "0 started\n"),
    );
    expect(ended.reduce((sum, { output }) => sum + Number(output), 0)).toBe(MESSAGES);
    expect(received).toHaveLength(MESSAGES / 2);
    expect(new Set(received).size).toBe(MESSAGES / 2);
    expect(letters(place)).toHaveLength(MESSAGES / 2);
    expect(new Set([...letters(place), ...received]).size).toBe(MESSAGES);
    expect((await states(place)).every((state) => state === "sent")).toBe(true);
    expect(await place.rows("deliveries")).toHaveLength(MESSAGES);
    const open = (await place.rows("dispatches")) as readonly { readonly finished_at: unknown }[];
    expect(open.filter(({ finished_at }) => finished_at === null)).toEqual([]);
  }, 120_000);

  test("of eight dispatchers some are killed: none is lost, and a receiver that knows keys gets each once", async () => {
    delay = 20;
    const children = Array.from({ length: 8 }, () => dispatch(place));
    await Promise.all(children.map(({ started }) => started));
    for (const [index, child] of children.entries()) {
      if (index % 2 === 0) {
        await sleep(150);
        child.kill();
      }
    }
    await Promise.all(children.map(({ ended }) => ended));
    for (let round = 0; round < 20 && (await states(place)).includes("waiting"); round++) {
      expect((await dispatch(place).ended).code).toBe(0);
    }
    expect((await states(place)).every((state) => state === "sent")).toBe(true);
    expect(new Set(received).size).toBe(MESSAGES / 2);
    expect(letters(place)).toHaveLength(MESSAGES / 2);
    expect(new Set(letters(place)).size).toBe(MESSAGES / 2);
  }, 120_000);
});

test("with a ledger in postgres a run decides while messages are being sent", async () => {
  const place = await makeLedger("postgres");
  try {
    await decide(place);
    delay = 100;
    const sending = dispatch(place, "0");
    while (received.length === 0) await sleep(10);
    // Everybody has been contacted by now.
    await decide(place, "2026-03-04 21:00", 0);
    expect(received.length).toBeLessThan(MESSAGES / 2);
    const moving = await openLedger(place.settings);
    await expect(moving.lock(() => 0, 0, "everything")).rejects.toMatchObject({
      code: "ledger-locked",
      message: "messages of this project are being sent",
    });
    await (await moving.lock(() => 0, 0)).release();
    await moving.close();
    expect((await sending.ended).code).toBe(0);
    expect(new Set(received).size).toBe(MESSAGES / 2);
  } finally {
    await place.remove();
  }
}, 120_000);
