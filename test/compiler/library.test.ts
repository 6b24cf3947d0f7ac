import { describe, expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";

const bank = `
catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: customers }
sources:
  customers: { relation: kunden, grain: customer }
  bookings: { relation: buchungen, grain: event, time: booked_at, id: nr }
channels:
  letter: {}
`;

const libraryCatalog = `
catalog: 1
categories: { value: [aum] }
tags:
  aum: { type: money(CNY), label: { en: Assets, zh: 资产 }, class: value, category: aum }
  age: { type: integer }
  income: { type: money(CNY) }
events:
  salary:
    attributes:
      amount: { type: money(CNY) }
      employer: { type: text }
`;

const libraryCampaigns = `
segment wealthy = aum >= 100_000 CNY
tag salary_last_month = sum(salary.amount, previous month)
segment unused = no_such_tag > 3
policy {
  at most 1 per customer per 7 days
}
`;

interface Project {
  readonly catalog: string;
  readonly campaigns: string;
}

function compiled({ catalog, campaigns }: Project) {
  return compile({
    project: "bank",
    catalogFiles: [{ path: "catalog.yaml", text: bank + catalog }],
    campaignFiles: [{ path: "a.campaign", text: campaigns }],
    library: {
      catalogFiles: [{ path: "stdlib:catalog.yaml", text: libraryCatalog }],
      campaignFiles: [{ path: "stdlib:tags.campaign", text: libraryCampaigns }],
    },
  });
}

const campaign = (segment: string) => `
offer starter {
  value 10 CNY
  message letter "Good day."
}
campaign spring {
  owner    "team"
  segment  ${segment}
  trigger  daily at 09:00
  window   2026-01-01 .. 2026-12-31
  offer    starter
  channel  letter
  priority 10
}
`;

function codes(project: Project): readonly string[] {
  return compiled(project).diagnostics.map(({ code, span }) => `${code} ${span.file}`);
}

describe("a bank's catalog over the standard library's", () => {
  test("an entry says where a tag is read, and what is not used is in no program", () => {
    const { diagnostics, program } = compiled({
      catalog:
        "tags:\n  aum: { from: { source: customers, column: cents, scale: 0.01 }, category: wealth }\ncategories: { value: [wealth] }\n",
      campaigns: campaign("wealthy"),
    });
    expect(diagnostics).toEqual([]);
    expect(Object.keys(program?.tags ?? {})).toEqual(["aum"]);
    expect(program?.tags["aum"]).toMatchObject({ column: "cents", scale: "0.01", type: { kind: "money" } });
    expect(program?.definitions["wealthy"]?.origin).toBe("stdlib:tags.campaign:2");
  });

  test("attributes are those that the entry names", () => {
    const catalog =
      "events:\n  salary: { source: bookings, where: { art: G }, attributes: { amount: {} } }\n";
    const { diagnostics, program } = compiled({ catalog, campaigns: campaign("salary_last_month > 0 CNY") });
    expect(diagnostics).toEqual([]);
    expect(Object.keys(program?.events["salary"]?.attributes ?? {})).toEqual(["amount"]);
    expect(codes({ catalog, campaigns: campaign('exists(salary where employer = "x", ever)') })).toEqual([
      "not-mapped a.campaign",
    ]);
  });

  test("what is mapped to nothing may be declared in the bank's files", () => {
    const campaigns = `tag income = 2 * sum(salary.amount, previous month)\n${campaign("income > 5 CNY")}`;
    const catalog = "events:\n  salary: { source: bookings, attributes: { amount: {} } }\n";
    expect(codes({ catalog, campaigns })).toEqual([]);
  });

  test("a catalog's tag takes the place of what the library derives", () => {
    const catalog = "tags:\n  salary_last_month: { type: money(CNY), from: customers.salary }\n";
    const { diagnostics, program } = compiled({ catalog, campaigns: campaign("salary_last_month > 0 CNY") });
    expect(diagnostics).toEqual([]);
    expect(program?.tags["salary_last_month"]).toMatchObject({ source: "customers", column: "salary" });
    expect(program?.definitions).toEqual({});
  });

  test("what the library declares is not declared again", () => {
    const campaigns = `segment wealthy = salary_last_month > 3 CNY\n${campaign("wealthy")}`;
    const catalog = "events:\n  salary: { source: bookings, attributes: { amount: {} } }\n";
    expect(codes({ catalog, campaigns })).toContain("duplicate-name a.campaign");
  });

  test("a tag's name that the library has for an event is told at the bank's own", () => {
    const catalog = "tags:\n  salary: { type: integer, from: customers.salary }\n";
    expect(codes({ catalog, campaigns: "" })).toEqual(["catalog-name-shared catalog.yaml"]);
  });

  test("the library's policy holds until the project has its own", () => {
    const catalog = "tags:\n  age: { from: customers.age }\n";
    const caps = (campaigns: string) => compiled({ catalog, campaigns }).program?.policy?.caps.length;
    expect(caps(campaign("age > 3"))).toBe(1);
    const own = "policy {\n  at most 1 per customer per day\n  at most 2 per customer per 7 days\n}\n";
    expect(caps(campaign("age > 3") + own)).toBe(2);
  });

  test("what nobody uses is no error, whatever is mapped", () => {
    expect(codes({ catalog: "", campaigns: "" })).toEqual([]);
    expect(codes({ catalog: "", campaigns: campaign("wealthy") })).toEqual(["library-not-mapped a.campaign"]);
  });
});
