import { afterAll, beforeAll, expect, test } from "vitest";
import { baleen, starterProject, starterWith, type TemporaryProject } from "./support.ts";

let project: TemporaryProject;

beforeAll(() => {
  project = starterProject({
    ...starterWith("baleen.yaml", "stdlib: false", "stdlib: true"),
    "catalog/bank.yaml": [
      "catalog: 1",
      "tags:",
      "  aum: { from: customers.assets }",
      "  deposit_balance: { from: customers.deposits, label: { en: Savings } }",
      "",
    ].join("\n"),
    "campaigns/tags.campaign": "/// A tag of our own.\ntag own_score = 2 * age\n",
  });
});
afterAll(() => project.remove());

const tags = (...parameters: readonly string[]) => baleen("tags", ...parameters, "--project", project.folder);

async function names(...parameters: readonly string[]): Promise<readonly string[]> {
  const { out } = await tags(...parameters, "--format", "json");
  return (JSON.parse(out) as { tags: readonly { name: string }[] }).tags.map(({ name }) => name);
}

test("a word finds a tag in either language", async () => {
  expect(await names("留存率")).toEqual(["parameter.low_retention", "payroll_retention_rate"]);
  expect(await names("payroll", "retention", "RATE")).toContain("payroll_retention_rate");
  expect(await names("存款占资产比")).toEqual(["aum_deposit_share"]);
});

test("tags are found by class, category, type, kind and whether they are mapped", async () => {
  expect(await names("--class", "value", "--only", "mapped", "--kind", "read")).toEqual(["aum"]);
  expect(await names("--category", "churn", "--type", "percent", "--kind", "read")).toEqual(["churn_score"]);
  expect(await names("--type", "money", "--only", "mapped", "--kind", "read")).toEqual([
    "aum",
    "deposit_balance",
  ]);
  const preference = ["--class", "product_holding", "--category", "product_preference"];
  expect(await names("--kind", "derived", "--only", "mapped", ...preference)).toEqual([
    "aum_deposit_share",
    "parameter.main_account_products",
  ]);
  expect(await names("no such tag at all")).toEqual([]);
});

test("a list says where tags are read and what they lack", async () => {
  const { code, out } = await tags("share", "assets");
  expect({ code, out }).toEqual({
    code: 0,
    out: [
      "tag                type     category                            read from                      label",
      "aum_deposit_share  decimal  product_holding.product_preference  derived                        Deposits' share of assets · 存款占资产比",
      "aum_wealth_share   decimal  product_holding.product_preference  derived, lacks wealth_balance  Investments' share of assets · 理财占资产比",
      "",
      "2 tags, 1 of them cannot be used yet: they are mapped to nothing",
      "",
    ].join("\n"),
  });
});

test("JSON says all that is known of a tag", async () => {
  const { out } = await tags("savings", "together", "--format", "json");
  expect(JSON.parse(out)).toEqual({
    version: 1,
    tags: [
      {
        name: "deposit_balance",
        kind: "read",
        type: "money(CNY)",
        members: [],
        label: { en: "Savings", zh: "存款余额" },
        class: "product_holding",
        category: "deposit",
        description: "Demand and time deposits together.",
        unit: "CNY",
        owner: "retail/deposits",
        sensitivity: "financial",
        status: "active",
        mapped: true,
        from: "customers.deposits",
        missing: [],
        by: "library",
      },
    ],
  });
});

test("a project that leaves the library out has its own tags alone", async () => {
  const alone = starterProject();
  const { out } = await baleen("tags", "--project", alone.folder, "--format", "json");
  alone.remove();
  const listed = (JSON.parse(out) as { tags: readonly { name: string; by: string }[] }).tags;
  expect(listed.map(({ name }) => name)).toEqual(["age", "email", "email_consent", "name"]);
  expect(new Set(listed.map(({ by }) => by))).toEqual(new Set(["project"]));
});

test("a catalog that cannot be read is told", async () => {
  const broken = starterProject({ "catalog/more.yaml": "tags: [" });
  const { code, err } = await baleen("tags", "--project", broken.folder);
  broken.remove();
  expect(code).toBe(1);
  expect(err).toContain("catalog/more.yaml");
});
