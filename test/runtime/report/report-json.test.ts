import { expect, test } from "vitest";
import { type ContactReport, type RunReport, writeReportJson } from "../../../runtime/index.ts";

const funnel = {
  detected: 3,
  decidedEarlier: 0,
  eligible: 3,
  heldOut: 0,
  universal: 0,
  rejected: 1,
  putOff: 0,
  waves: [],
};

function contact(customer: string): ContactReport {
  return {
    tick: "2026-03-02T06:00:00Z",
    campaign: "welcome",
    wave: 0,
    customer,
    arm: "treated",
    value: { amount: "320", currency: "CNY" },
    event: null,
    channel: "sms",
    offers: ["card", "fund"],
    due: "2026-03-02T06:00:00Z",
  };
}

function report(contacts: readonly ContactReport[]): RunReport {
  return {
    version: 1,
    project: "demo-bank",
    at: "2026-03-02T06:00:00Z",
    ticks: [
      {
        tick: "2026-03-02T06:00:00Z",
        campaigns: [
          {
            campaign: "welcome",
            label: 'a\nlabel with "quotes" \u2028',
            owner: "retail",
            plan: "hash",
            active: true,
            previousTick: null,
            ...funnel,
            reasons: { cap: 1 },
            contacted: {},
          },
        ],
        contacts,
        controls: [],
        universal: [],
        rejections: [],
      },
    ],
    leftOpen: [],
    deadLetters: [],
  };
}

function pieces(theReport: RunReport): readonly string[] {
  const written: string[] = [];
  writeReportJson(theReport, (piece) => written.push(piece));
  return written;
}

test.each([0, 1, 2, 499, 500, 501, 1_000, 1_234])(
  "a report's JSON is that of JSON.stringify, in pieces: %i contacts",
  (count) => {
    const some = Array.from({ length: count }, (_, index) => contact(`line\n${index}`));
    const written = pieces(report(some));
    expect(written.join("")).toBe(`${JSON.stringify(report(some), null, 2)}\n`);
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(250_000);
  },
);

test("a report without ticks is JSON as well", () => {
  const empty: RunReport = { ...report([]), ticks: [] };
  expect(pieces(empty).join("")).toBe(`${JSON.stringify(empty, null, 2)}\n`);
});
