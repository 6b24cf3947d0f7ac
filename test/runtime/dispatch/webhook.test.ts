import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Ledger, openLedger, type RunOutcome, runPlan } from "../../../runtime/index.ts";
import { at, campaign, channel, clockAt, plan, row, warehouse } from "../support/plans.ts";

interface Received {
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly signed: boolean;
}

const SECRET = "between us";
let server: Server;
let received: Received[] = [];
/** The status for the n-th request, from 0; undefined never answers. */
let answer: (request: number, key: string) => number | undefined = () => 202;
let requests = 0;

beforeEach(async () => {
  received = [];
  requests = 0;
  answer = () => 202;
  server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    request.on("end", () => {
      const key = String(request.headers["idempotency-key"]);
      const [, time = "", mac = ""] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers["baleen-signature"])) ?? [];
      const own = createHmac("sha256", SECRET).update(`${time}.${text}`).digest("hex");
      received.push({ key, body: JSON.parse(text), signed: own === mac });
      const status = answer(requests++, key);
      if (status === 301) response.setHeader("location", "/elsewhere");
      if (status === 429) response.setHeader("retry-after", "7200");
      if (status !== undefined) response.writeHead(status).end("what a gateway says");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;

function runner(count: number, ledger: Ledger, { allowPrivate = true, concurrency = 4 } = {}) {
  return (clock: string): Promise<RunOutcome> =>
    runPlan({
      plan: plan([campaign("welcome")], { channels: { sms: channel("sms") } }),
      warehouse: warehouse({ welcome: Array.from({ length: count }, (_, index) => row(`c${index}`)) }),
      ledger,
      at: at("2026-03-02 06:00"),
      clock: clockAt(clock),
      dispatch: {
        default: {
          adapter: "webhook",
          url: url(),
          secret: SECRET,
          rate: 10_000,
          concurrency,
          timeout: 1,
          allowPrivate,
        },
      },
    });
}

async function withLedger(work: (ledger: Ledger) => Promise<void>): Promise<void> {
  const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
}

const keys = () => received.map(({ key }) => key);

describe("messages to a webhook", () => {
  test("go out once each, signed, with their keys", () =>
    withLedger(async (ledger) => {
      const run = runner(450, ledger);
      const { dispatched, undelivered } = await run("2026-03-02 06:00");
      expect(dispatched).toMatchObject([{ channel: "sms", messages: 450, refused: 0, later: 0 }]);
      expect(undelivered).toEqual([]);
      expect(received.every(({ signed }) => signed)).toBe(true);
      expect(new Set(keys()).size).toBe(450);
      expect(received[0]?.body).toMatchObject({ channel: "sms", campaign: "welcome", wave: 0 });
      expect(received[0]?.body["key"]).toBe(received[0]?.key);
      expect((await run("2026-03-02 07:00")).dispatched).toEqual([]);
      expect(received).toHaveLength(450);
    }));

  test("that a gateway refuses are dead letters; those that it cannot take just now come back", () =>
    withLedger(async (ledger) => {
      const run = runner(40, ledger);
      answer = (request) => (request === 3 ? 400 : request === 5 ? 503 : request === 7 ? 422 : 202);
      const first = await run("2026-03-02 06:00");
      expect(first.dispatched).toMatchObject([{ messages: 37, refused: 2, later: 1 }]);
      expect((await run("2026-03-02 06:00")).dispatched).toEqual([]);
      const second = await run("2026-03-02 06:02");
      expect(second.dispatched).toMatchObject([{ messages: 1, refused: 0, later: 0 }]);
      expect(keys()).toHaveLength(41);
      expect(new Set(keys()).size).toBe(40);
      expect((await run("2026-03-03 06:00")).dispatched).toEqual([]);
    }));

  test("wait as long as a gateway asks", () =>
    withLedger(async (ledger) => {
      const run = runner(1, ledger);
      answer = (request) => (request === 0 ? 429 : 202);
      await run("2026-03-02 06:00");
      expect((await run("2026-03-02 07:59")).dispatched).toEqual([]);
      expect((await run("2026-03-02 08:00")).dispatched).toMatchObject([{ messages: 1 }]);
    }));

  test("are given up after twelve attempts", () =>
    withLedger(async (ledger) => {
      const run = runner(1, ledger);
      answer = () => 500;
      const outcomes: (readonly [number, number])[] = [];
      for (let day = 0; day < 13; day++) {
        const { dispatched } = await run(`2026-03-${String(2 + day).padStart(2, "0")} 06:00`);
        outcomes.push([dispatched[0]?.refused ?? -1, dispatched[0]?.later ?? -1]);
      }
      expect(outcomes).toEqual([...Array.from({ length: 11 }, () => [0, 1]), [1, 0], [-1, -1]]);
      expect(received).toHaveLength(12);
      expect(new Set(keys()).size).toBe(1);
    }));

  test("are not thrown at a gateway that is down: the rest is not tried, and waits", () =>
    withLedger(async (ledger) => {
      const run = runner(300, ledger);
      answer = () => 503;
      const { dispatched, undelivered } = await run("2026-03-02 06:00");
      expect(undelivered).toMatchObject([
        {
          code: "dispatch-failed",
          message: expect.stringContaining("takes no messages on `sms`: the gateway answered 503"),
        },
      ]);
      expect(dispatched[0]?.messages).toBe(0);
      expect(received.length).toBeLessThan(20);
      answer = () => 202;
      const next = await run("2026-03-02 06:10");
      const sent = next.dispatched.reduce((sum, { messages }) => sum + messages, 0);
      expect(sent).toBe(300);
    }));

  test.each([301, 401, 403, 404])(
    "wait where the address or the secret is wrong (%i): none is lost",
    (status) =>
      withLedger(async (ledger) => {
        const run = runner(30, ledger);
        answer = () => status;
        const { dispatched, undelivered } = await run("2026-03-02 06:00");
        expect(dispatched).toMatchObject([{ messages: 0, refused: 0, later: 0 }]);
        expect(undelivered).toMatchObject([
          { message: expect.stringContaining(`the gateway answered ${status}`) },
        ]);
        expect(received.length).toBeLessThan(10);
        answer = () => 202;
        expect((await run("2026-03-02 06:00")).dispatched).toMatchObject([{ messages: 30 }]);
      }),
  );

  test("are not thrown at a gateway that is down by many at once either", () =>
    withLedger(async (ledger) => {
      answer = () => 503;
      await runner(1_000, ledger, { concurrency: 128 })("2026-03-02 06:00");
      expect(received.length).toBeLessThan(200);
    }));

  test("that were taken without an answer are sent again under the same key", () =>
    withLedger(async (ledger) => {
      const run = runner(2, ledger);
      answer = (request) => (request === 0 ? undefined : 202);
      expect((await run("2026-03-02 06:00")).dispatched).toMatchObject([
        { messages: 1, later: 1, reason: "no answer came in time" },
      ]);
      expect((await run("2026-03-02 06:02")).dispatched).toMatchObject([{ messages: 1 }]);
      expect(keys()).toHaveLength(3);
      expect(new Set(keys()).size).toBe(2);
    }));

  test("that were sent when a crash cut the dispatch short are at most one stretch, and none is lost", () =>
    withLedger(async (ledger) => {
      let written = 0;
      const crashing: Ledger = {
        ...ledger,
        async recordDeliveries(...results) {
          written += 1;
          if (written === 2) throw new Error("the power went off");
          await ledger.recordDeliveries(...results);
        },
      };
      await expect(runner(450, crashing)("2026-03-02 06:00")).rejects.toThrow("power");
      expect(received).toHaveLength(400);
      expect((await runner(450, ledger)("2026-03-02 06:05")).dispatched).toMatchObject([{ messages: 250 }]);
      expect(new Set(keys()).size).toBe(450);
      expect(received).toHaveLength(650);
    }));

  test("do not go to a private address unless that is allowed", () =>
    withLedger(async (ledger) => {
      const { undelivered, dispatched } = await runner(3, ledger, { allowPrivate: false })(
        "2026-03-02 06:00",
      );
      expect(received).toEqual([]);
      expect(dispatched[0]).toMatchObject({ messages: 0, refused: 0, later: 0 });
      expect(undelivered).toMatchObject([{ message: expect.stringContaining("a private address") }]);
    }));
});
