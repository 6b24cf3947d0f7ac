import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Catalog } from "../../../compiler/catalog/catalog.ts";
import { loadCatalog } from "../../../compiler/catalog/load-catalog.ts";

const full = readFileSync("test/compiler/catalog/full.yaml", "utf8");

function load(...texts: readonly string[]): Catalog {
  const files = texts.map((text, index) => ({ path: `${index}.yaml`, text }));
  const { catalog, diagnostics } = loadCatalog(files);
  expect(diagnostics).toEqual([]);
  if (catalog === undefined) throw new Error("a catalog without diagnostics must be read");
  return catalog;
}

const bank = `
catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: customer_id, type: integer, source: customers }
sources:
  customers: { relation: customers, grain: customer }
  transactions: { relation: transactions, grain: event, time: occurred_at, id: [branch, seq] }
`;

const tagFrom = (from: string, type: string) =>
  load(bank, `tags: { x: { type: ${type}, from: ${from} } }`).tags.get("x");

describe("the catalog of the reference", () => {
  test("says what its text says", () => {
    const catalog = load(full);
    expect(catalog.timezone).toBe("Asia/Shanghai");
    expect(catalog.calendar).toEqual({
      weekend: ["saturday", "sunday"],
      holidays: ["2026-01-01", "2026-10-01"],
      workdays: ["2026-10-10"],
    });
    expect(catalog.rates).toEqual({
      relation: "fx_rates",
      date: "rate_date",
      from: "ccy",
      rate: "rate",
      per: 100,
    });
    expect(catalog.sources.get("transactions")?.value).toEqual({
      name: "transactions",
      relation: "transactions",
      grain: "event",
      customer: { kind: "column", column: "customer_id" },
      where: { deleted: false },
      time: { column: "occurred_at", zone: "Asia/Shanghai" },
      id: ["branch", "seq"],
      lateness: { count: 2, unit: "day" },
      partition: { column: "dt", format: "yyyyMMdd" },
    });
    expect(catalog.sources.get("tiers")?.value.history).toEqual({ from: "eff_from", to: "eff_to" });
    expect(catalog.events.get("fx_purchase")?.source).toEqual({
      name: "fx_purchase",
      source: "transactions",
      where: { kind: "fx_purchase" },
      attributes: {
        amount: {
          source: "transactions",
          column: "amt",
          type: { kind: "money", scale: 8 },
          scale: "0.01",
          unknown: [],
          currencyColumn: "ccy",
          negativeWhen: { dc: "D" },
        },
        channel: { source: "transactions", column: "channel", type: { kind: "text" }, unknown: [] },
      },
    });
    expect(catalog.channels.get("sms")?.value).toEqual({
      name: "sms",
      address: "phone",
      consent: "sms_consent",
      cost: { amount: "0.05", currency: "CNY" },
      capacity: { limit: 50000, period: "day" },
      hours: { from: "09:00", to: "20:00" },
      maxLength: 210,
      message: true,
    });
    expect(catalog.channels.get("relationship_manager")?.value.message).toBe(false);
    expect(catalog.tags.get("stage")).toMatchObject({
      type: { kind: "enum", members: ["acquisition", "growth"], ordered: true },
      status: "active",
      refreshed: "daily",
      purposes: ["service", "marketing"],
      label: { en: "Life-cycle stage", zh: "生命周期阶段" },
    });
    expect(catalog.products.get("card.go_abroad")?.label).toEqual({ en: "Go-Abroad card", zh: "出国+卡" });
    expect(catalog.descriptions?.get("outbound_finance")).toMatchObject({
      owner: "retail",
      class: "behaviour",
    });
  });

  test("says whose rows are, how times are split, and when data are there", () => {
    const { sources, tags } = load(full);
    expect(sources.get("transfers")?.value).toEqual({
      name: "transfers",
      relation: "transfers",
      grain: "event",
      customer: { kind: "via", source: "accounts", column: "account_no" },
      where: {},
      time: {
        column: "booked_on",
        clock: "booked_at",
        format: "yyyyMMdd HHmmss",
        zone: "Asia/Shanghai",
      },
      id: ["transfer_id"],
      ready: {
        relation: "etl_log",
        where: { job: "txn" },
        date: "batch_date",
        whenLate: { kind: "wait", duration: { count: 4, unit: "hour" } },
      },
    });
    expect(sources.get("accounts")?.value).toMatchObject({
      customer: { kind: "column", column: "customer_id" },
      key: "account_no",
      owners: { column: "owner_role", primary: "P" },
      ready: { whenLate: { kind: "skip" }, where: {} },
    });
    expect(sources.get("tag_values")?.value).toMatchObject({
      grain: "tag-rows",
      id: [],
      tagRows: { tag: "tag_code", value: "tag_value" },
    });
    const codes = ["answer", "churn", "opinion"].map((name) => tags.get(name)?.mapping.column);
    expect(codes).toEqual(["answer", "C-17", "Q.3"]);
  });

  test("points at names and columns in the text", () => {
    const catalog = load(full);
    const tag = catalog.tags.get("stage");
    const amount = catalog.events.get("fx_purchase")?.attributeSpans.get("amount");
    expect(full.slice(tag?.span.start, tag?.span.end)).toBe("stage");
    expect(full.slice(tag?.columnSpan.start, tag?.columnSpan.end)).toBe("stage_code");
    expect(full.slice(amount?.start, amount?.end)).toBe("amt");
  });
});

describe("files", () => {
  test("may hold one section in parts", () => {
    const catalog = load(
      bank,
      "catalog: 1\ntags: { a: { type: text, from: customers.a } }",
      "tags: { b: { type: text, from: customers.b } }",
    );
    expect([...catalog.tags.keys()]).toEqual(["a", "b"]);
  });

  test("give the same whatever their order", () => {
    const files = [
      { path: "a.yaml", text: bank },
      {
        path: "b.yaml",
        text: "tags: { a: { type: texd, from: customers.a }, c: { type: text, from: sustomers.c } }",
      },
      { path: "c.yaml", text: "tags: { a: { type: text, from: customers.b } }" },
    ];
    expect(loadCatalog([...files].reverse())).toEqual(loadCatalog(files));
  });

  test("keep what is right beside what is wrong", () => {
    const wrong = `
tags: { age: { type: integer, from: customers.age }, sex: { type: txt, from: customers.sex } }
events: { purchase: { source: transactions, attributes: { amount: { type: decimal }, kind: { type: kind } } } }
`;
    const { catalog, diagnostics } = loadCatalog([
      { path: "a.yaml", text: bank },
      { path: "b.yaml", text: wrong },
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["value-not-allowed", "value-not-allowed"]);
    expect([...(catalog?.tags.keys() ?? [])]).toEqual(["age"]);
    expect(Object.keys(catalog?.events.get("purchase")?.source.attributes ?? {})).toEqual(["amount"]);
  });

  test("that are no YAML give no catalog", () => {
    const { catalog } = loadCatalog([
      { path: "a.yaml", text: bank },
      { path: "b.yaml", text: "tags: {" },
    ]);
    expect(catalog).toBeUndefined();
  });
});

describe("digits after the point", () => {
  test.each([
    ["customers.x", "decimal", 6],
    ["{ source: customers, scale: 0.01 }", "decimal", 8],
    ["{ source: customers, scale: 0.010 }", "percent", 8],
    ["{ source: customers, scale: 100 }", "money(CNY)", 6],
    ["{ source: customers, decimals: 2 }", "decimal", 2],
    ["{ source: customers, decimals: 0, scale: 0.001 }", "decimal", 3],
  ])("of %s as %s are %i", (from, type, scale) => {
    expect(tagFrom(from, type)?.type).toMatchObject({ scale });
  });

  test("of the factor are kept as written, less closing zeros", () => {
    expect(tagFrom("{ source: customers, scale: 0.010 }", "decimal")?.mapping.scale).toBe("0.01");
  });
});

describe("YAML's traps", () => {
  test("`no`, `on` and dates are text", () => {
    const text =
      "tags: { x: { type: { enum: [no, on, 2026-01-01] }, from: { source: customers, map: { on: no, 010: on } } } }";
    const tag = load(bank, text).tags.get("x");
    expect(tag?.type).toMatchObject({ members: ["no", "on", "2026-01-01"] });
    expect(tag?.mapping.map).toEqual({ on: "no", "010": "on" });
  });

  test("names of the host language's objects are names like others", () => {
    const catalog = load(
      bank,
      `tags:
  __proto__: { type: text, from: customers.a }
  constructor: { type: text, from: customers.b }
events:
  purchase: { source: transactions, attributes: { __proto__: { type: text }, toString: { type: text } } }
`,
    );
    expect([...catalog.tags.keys()]).toEqual(["__proto__", "constructor"]);
    expect(Object.keys(catalog.events.get("purchase")?.source.attributes ?? {})).toEqual([
      "__proto__",
      "toString",
    ]);
  });

  test("aliases repeat what they name, and cannot explode", () => {
    const repeated = "tags:\n  a: &a { type: text, from: customers.a }\n  b: *a\n";
    expect(load(bank, repeated).tags.get("b")?.type).toEqual({ kind: "text" });
    const rows = Array.from({ length: 12 }, (_, row) =>
      row === 0
        ? "a0: &a0 [x, x]"
        : `a${row}: &a${row} [${Array(9)
            .fill(`*a${row - 1}`)
            .join(", ")}]`,
    );
    const { diagnostics } = loadCatalog([{ path: "bomb.yaml", text: rows.join("\n") }]);
    expect(diagnostics.map(({ code }) => code)).toContain("yaml-too-large");
    const circle = loadCatalog([{ path: "circle.yaml", text: "tags: &a { b: *a }" }]);
    expect(circle.diagnostics.map(({ code }) => code)).toEqual(["yaml-alias"]);
  });
});

test("a valid catalog with any change of text never ends in an exception, and every place lies in its file", () => {
  const pieces = [
    "",
    " ",
    "\t",
    "\n",
    ":",
    ": ",
    "-",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "&a ",
    "*a",
    "!x ",
    "|",
    "#",
    "é",
    "01",
    "null",
    "__proto__",
    "\u202e",
    "\r",
  ];
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          at: fc.nat(full.length),
          cut: fc.nat(12),
          put: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "grapheme", maxLength: 5 })),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      (changes) => {
        let text = full;
        for (const { at, cut, put } of changes) text = text.slice(0, at) + put + text.slice(at + cut);
        const { diagnostics } = loadCatalog([{ path: "x.yaml", text }]);
        for (const { span, related } of diagnostics) {
          for (const place of [span, ...related.map((each) => each.span)]) {
            expect(place.start).toBeGreaterThanOrEqual(0);
            expect(place.end).toBeGreaterThanOrEqual(place.start);
            expect(place.end).toBeLessThanOrEqual(text.length);
          }
        }
      },
    ),
    { numRuns: 300, seed: 11 },
  );
});
