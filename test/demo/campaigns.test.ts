import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { readLibrary } from "../../cli/project/library.ts";
import { type CampaignTree, type ClauseTree, parse, type TestTree } from "../../grammar/index.ts";

const root = join(import.meta.dirname, "../..");

const files = readdirSync(join(root, "campaigns"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".campaign"))
  .map((name) => ({ path: `campaigns/${name}`, text: readFileSync(join(root, "campaigns", name), "utf8") }));
const library = readLibrary();

/** Each declaration with its text. */
const declared = [...files, ...library.campaignFiles].flatMap(({ path, text }) => {
  const { tree, problems } = parse(path, text);
  expect(problems).toEqual([]);
  return tree.declarations.map((tree) => ({ tree, path, text: text.slice(tree.span.start, tree.span.end) }));
});

interface Campaign {
  readonly name: string;
  readonly tree: CampaignTree;
  readonly tests: readonly TestTree[];
  /** What is written in a clause. */
  readonly says: (kind: ClauseTree["kind"]) => string;
}

const textOf = new Map(files.map(({ path, text }) => [path, text]));

const campaigns = declared.flatMap(({ tree, path }): readonly Campaign[] => {
  if (tree.kind !== "campaign") return [];
  const says: Campaign["says"] = (kind) => {
    const clause = tree.clauses.find((each) => each.kind === kind);
    return clause === undefined ? "" : (textOf.get(path) ?? "").slice(clause.span.start, clause.span.end);
  };
  const name = tree.name.text;
  const tests = declared.flatMap(({ tree: other }) =>
    other.kind === "test" && other.campaign.text === name ? [other] : [],
  );
  return [{ name, tree, tests, says }];
});

const named = campaigns.map((campaign) => [campaign.name, campaign] as const);

const wordsOf = (text: string): readonly string[] => text.match(/[a-z_][a-z_0-9.]*/g) ?? [];

const definitions = new Map(
  declared.flatMap(({ tree, text }) =>
    tree.kind === "segment" || tree.kind === "tag" ? [[tree.name.text, text] as const] : [],
  ),
);

/** The words of a text and of the segments and tags that it speaks of, by way of others too. */
function reached(text: string, words: Set<string> = new Set()): ReadonlySet<string> {
  for (const word of wordsOf(text)) {
    if (words.has(word)) continue;
    words.add(word);
    reached(definitions.get(word) ?? "", words);
  }
  return words;
}

const groups = [
  ...["payroll_customers", "credit_card_customers", "outbound_customers", "wealth_management_customers"],
  ...["mortgage_and_family_customers", "small_business_owners", "retired_customers", "young_customers"],
];

const stages = ["acquisition", "growth", "maturity", "decline", "dormant"];

/** The family of each of the library's event rules. */
const families = new Map(
  library.catalogFiles.flatMap(({ text }) => {
    const { describe: described } = parseYaml(text) as {
      readonly describe?: Readonly<Record<string, { readonly family?: string }>>;
    };
    return Object.entries(described ?? {}).flatMap(([name, { family }]) =>
      family === undefined ? [] : [[name, family] as const],
    );
  }),
);

function rulesOf(campaign: Campaign): readonly string[] {
  return wordsOf(campaign.says("trigger")).filter((word) => families.has(word));
}

describe("the demo bank's campaigns", () => {
  test("are thirty or more", () => {
    expect(campaigns.length).toBeGreaterThanOrEqual(30);
  });

  test.each(groups)("are for %s among others", (group) => {
    expect(definitions.has(group)).toBe(true);
    expect(campaigns.filter(({ says }) => reached(says("segment")).has(group))).not.toEqual([]);
  });

  test.each(["opportunity", "alert", "care"])("wait for several events of the family %s", (family) => {
    const found = campaigns.filter((campaign) =>
      rulesOf(campaign).some((rule) => families.get(rule) === family),
    );
    expect(found.length).toBeGreaterThanOrEqual(5);
  });

  test("wait for at least thirty rules of the library", () => {
    expect(new Set(campaigns.flatMap(rulesOf)).size).toBeGreaterThanOrEqual(30);
  });

  test("use every channel of the catalog", () => {
    const { channels } = parseYaml(readFileSync(join(root, "catalog/channels.yaml"), "utf8")) as {
      readonly channels: Readonly<Record<string, unknown>>;
    };
    const used = new Set(campaigns.flatMap(({ says }) => wordsOf(says("channel"))));
    expect(Object.keys(channels).filter((channel) => !used.has(channel))).toEqual([]);
  });

  test.each(stages)("are for customers of the stage %s among others", (stage) => {
    expect(campaigns.filter(({ says }) => wordsOf(says("segment")).includes(stage))).not.toEqual([]);
  });

  test("make use of what schedules and firings there are", () => {
    const triggers = campaigns.map(({ says }) => says("trigger"));
    for (const schedule of [/daily at/, /business days at/, /weekly on/, /monthly on/, /once at/]) {
      expect(triggers.filter((text) => schedule.test(text))).not.toEqual([]);
    }
    for (const firing of [/\bon enter\b/, /\bwhen\b/, /\bon [a-z_]+ where\b/]) {
      expect(triggers.filter((text) => firing.test(text))).not.toEqual([]);
    }
  });
});

describe.each(named)("the campaign %s", (_, { tree, tests, says }) => {
  test("has a label, a reason and an owner", () => {
    expect(tree.label?.value).toMatch(/^[A-Z]/);
    expect(tree.documentation.join(" ")).toMatch(/\.$/);
    expect(says("owner")).toMatch(/"retail\/[a-z-]+"/);
  });

  const kind = (name: string): readonly TestTree[] =>
    tests.filter(({ title }) => new RegExp(`^${name}(:| )`).test(title.value));
  const expected = (test: TestTree) => test.lines.flatMap((line) => (line.kind === "expect" ? [line] : []));

  test("is tested by customers who get it", () => {
    const lines = kind("reached").flatMap(expected);
    expect(
      lines.filter(({ contact, via, offering }) => contact && via !== undefined && offering.length > 0),
    ).not.toEqual([]);
  });

  test("is tested by customers who don't, and says why", () => {
    expect(kind("left out")).not.toEqual([]);
    for (const test of kind("left out")) {
      for (const { contact, because } of expected(test)) {
        expect({ contact, because: because?.text }).toEqual({ contact: false, because: expect.any(String) });
      }
    }
  });

  test("is tested on both sides of an edge", () => {
    expect(kind("edge")).not.toEqual([]);
    for (const test of kind("edge")) {
      const sides = new Set(expected(test).map(({ contact }) => contact));
      expect(sides).toEqual(new Set([true, false]));
    }
  });
});
