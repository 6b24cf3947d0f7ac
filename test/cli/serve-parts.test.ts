import { describe, expect, test } from "vitest";
import { failureFields } from "../../cli/serve/harmless-text.ts";
import { listenAddress } from "../../cli/serve/listen-address.ts";
import { serviceHealth } from "../../cli/serve/service-health.ts";
import { serviceMetrics } from "../../cli/serve/service-metrics.ts";
import { sleeper } from "../../cli/serve/wake.ts";
import { RuntimeProblem } from "../../runtime/index.ts";

describe("what a log says of a failure", () => {
  test("a fault's text may quote a customer, and is left out", () => {
    const fault = new SyntaxError("Unexpected token in JSON: {customer: RECOGNISABLE}\n    at RECOGNISABLE");
    const fields = failureFields(fault);
    expect(JSON.stringify(fields)).not.toContain("RECOGNISABLE");
    expect(fields).toMatchObject({ code: "fault", reason: expect.stringContaining("SyntaxError") });
    expect(fields.places?.[0]).toContain("serve-parts.test.ts");
    expect(failureFields("RECOGNISABLE")).toMatchObject({ code: "fault", places: [] });
  });

  test("of a problem passwords, mail addresses and long numbers are blotted out", () => {
    const said = "postgres://u:secret@h/db: ada@bank.example, +8613800138000, 127.0.0.1:5432, 2026-03-02";
    const { code, reason } = failureFields(new RuntimeProblem("ledger-unreachable", said));
    expect({ code, reason }).toEqual({
      code: "ledger-unreachable",
      reason: "postgres://u:******@h/db: •••, •••, 127.0.0.1:5432, 2026-03-02",
    });
  });
});

test("addresses of the loopback are taken as they are, others where that is asked for", () => {
  expect(listenAddress("9464", false)).toEqual({ host: "127.0.0.1", port: 9464 });
  expect(listenAddress("localhost:1", false)).toEqual({ host: "127.0.0.1", port: 1 });
  expect(listenAddress("127.1.2.3:0", false)).toEqual({ host: "127.1.2.3", port: 0 });
  expect(listenAddress("[::1]:9464", false)).toEqual({ host: "::1", port: 9464 });
  expect(listenAddress("0.0.0.0:9464", true)).toEqual({ host: "0.0.0.0", port: 9464 });
  // Digits of a name are no address.
  expect(() => listenAddress("127.evil.example:1", false)).toThrow("other machines");
});

test("a service that is unfit for its work is never ready, whatever the ledger answers", () => {
  const health = serviceHealth("the clock stands still");
  health.take({ kind: "looked" });
  expect(health.readiness()).toEqual({ isReady: false, text: "not ready: the clock stands still\n" });
  const sound = serviceHealth();
  sound.take({ kind: "looked" });
  expect(sound.readiness()).toEqual({ isReady: true, text: "ready\n" });
});

test("metrics have the latest ticks that the ledger knows, before any is run", async () => {
  const metrics = serviceMetrics();
  metrics.take({ kind: "last-ticks", ticks: new Map([["welcome", 1_772_402_400_000_000]]) });
  expect(await metrics.text()).toContain(
    'baleen_last_tick_timestamp_seconds{campaign="welcome"} 1772402400\n',
  );
});

describe("waiting for an instant", () => {
  const never = new AbortController().signal;

  test("ends when it has come, and not before", async () => {
    const start = Date.now();
    await sleeper(Date.now)((start + 700) * 1_000, never);
    expect(Date.now()).toBeGreaterThanOrEqual(start + 700);
    expect(Date.now()).toBeLessThan(start + 5_000);
  });

  test("ends at once where it has passed, or the service is to end", async () => {
    await sleeper(Date.now)((Date.now() - 60_000) * 1_000, never);
    const stop = new AbortController();
    const waiting = sleeper(Date.now)((Date.now() + 3_600_000) * 1_000, stop.signal);
    stop.abort();
    await waiting;
    await sleeper(Date.now)((Date.now() + 3_600_000) * 1_000, stop.signal);
  });

  test("goes by the time that is left where the clock stands still", async () => {
    const start = Date.now();
    await sleeper(() => 0)(500_000, never);
    expect(Date.now()).toBeGreaterThanOrEqual(start + 500);
  });
});
