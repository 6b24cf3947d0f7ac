import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { buildFiles } from "../../../compiler/emit/build-files.ts";
import { decide } from "../../../runtime/index.ts";
import { bankOf, campaignNamed, type DetectedCandidate } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("decisions");
const repository = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "baleen-decisions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: bought, id: buy }
tags:
  age: { type: integer, from: people.age }
  income: { type: money(CNY), from: people.income }
  likes: { type: { set of: [tea, coffee] }, from: people.likes }
  stage: { type: { enum: [new, grown, gone], ordered: true }, from: people.stage }
  born: { type: date, from: people.born }
  vip: { type: boolean, from: people.vip }
  motto: { type: text, from: people.motto }
events:
  buy: { source: buys, attributes: { amount: { type: money(CNY) }, shop: { type: text } } }
`.replace("{ set of: [tea, coffee] }", "{ set: [tea, coffee] }"),
  (timezone) =>
    engines.load(
      `create table people (id integer, age integer, income decimal(38, 2), likes varchar, stage varchar, born date, vip boolean, motto varchar);
       insert into people values
         (1, 40, 1000.10, 'tea,coffee', 'grown', '1986-02-28', true, 'grow'),
         (2, 17, 0, 'tea', 'new', '2008-03-02', false, 'Grow'),
         (3, null, null, null, null, null, null, null),
         (4, 60, -5, '', 'gone', '1966-03-03', null, '\u{10000}'),
         (5, 18, 9999999999999999999999999.99, 'coffee', 'grown', '2024-02-29', true, '\u{ffff}');
       create table buys (buy integer, person integer, bought timestamptz, amount decimal(12, 2), shop varchar)`,
      timezone,
    ),
);

type Facts = Readonly<Record<string, unknown>>;
interface Decision {
  readonly fires?: (facts: Facts) => boolean;
  readonly isEligible: (facts: Facts) => boolean;
  readonly offerRoute: (facts: Facts) => number | undefined;
  readonly channelRoute: (facts: Facts) => number | undefined;
  readonly offerChoice?: (facts: Facts, route: number) => number | undefined;
  readonly value: (facts: Facts, route?: number, choice?: number) => decide.Decimal | undefined;
}

/** The generated functions of a project's campaigns, by the campaigns' names. */
async function decisionsOf(text: string, file: string): Promise<(campaign: string) => Decision> {
  const { program, plan } = bank.compile(text);
  const module = buildFiles(program, plan).get("plan.ts") ?? "";
  const path = join(folder, `${file}.ts`);
  const runtime = join(import.meta.dirname, "../../../runtime/index.ts");
  writeFileSync(path, module.replace('"baleen/runtime"', JSON.stringify(runtime)));
  const found = (await import(path)) as Readonly<Record<string, Decision>>;
  return (campaign) => {
    const decision = found[`${campaign}Decision`];
    if (decision === undefined) throw new Error(`no decisions of ${campaign}`);
    return decision;
  };
}

const number = (text: string | null) => (text === null ? undefined : decide.decimal(text));
const names = ["age", "income", "likes", "stage", "born", "vip", "motto"] as const;

/** What detection says of each customer, as facts. */
function factsOf({ placeholders }: DetectedCandidate, today: string): Facts {
  const text = (name: (typeof names)[number]) => placeholders[name] ?? undefined;
  const [likes, vip] = [text("likes"), text("vip")];
  return {
    today,
    tags: {
      age: number(placeholders["age"] ?? null),
      income: number(placeholders["income"] ?? null),
      likes: likes?.split(", ").filter((one) => one !== ""),
      stage: text("stage"),
      born: text("born"),
      vip: vip === undefined ? undefined : vip === "true",
      motto: text("motto"),
    },
  };
}

/** Predicates and numbers, each to be answered alike by the warehouse and by the functions. */
const predicates = [
  "age >= 18",
  "not (age >= 18)",
  "age != 40",
  "age between 17 and 40",
  "age in {17, 60}",
  "age not in {17, 60}",
  "income > 0 CNY and vip",
  "vip or age is unknown",
  "not vip",
  "likes contains tea",
  "likes contains any {tea, coffee}",
  "stage >= grown",
  "stage < gone",
  "stage in {new, gone}",
  'motto = "grow"',
  'motto < "a"',
  'motto >= "\u{10000}"',
  'motto starts with "g"',
  'motto contains "row"',
  "income exceeds 1_000 CNY by 0.01%",
  "income falls short of 1 CNY by 20%",
  "income exceeds income by 0%",
  "(income or else 7 CNY) = 7 CNY",
  "case when age < 18 then 1 when age > 50 then 2 end = 1",
  "years since born >= 18",
  "months since born = 481",
  "days since born > 20_000",
  "weekday of born = monday",
  "month of born = 2",
  "least(age, 20) = 20",
  "greatest(age, 20) = 20",
  "-age < -40",
  "grown_up and not poor",
];
const numbers = [
  "income / 3",
  "income * 3 - 1 CNY",
  "income * 1000",
  "income / (age - 40)",
  "-income",
  "income * 0.005 + 0.005 CNY",
  "least(income, 5 CNY)",
];
const declarations = `
  segment grown_up = age >= 18
  tag wealth = income or else 0 CNY
  segment poor = wealth < 10 CNY
  offer one { message letter "${names.map((name) => `{${name}}`).join(" ")}" }
  offer two {
    value 10 CNY
    message letter "."
  }
  offer three { message letter "." }`;

const tick = "2026-03-02 06:00";
const everybody = `(${names.map((name) => `${name} is known`).join(" or ")} or true)`;

const asked = `${declarations}
  ${campaignNamed("all", { segment: everybody, offer: "one" })}
  ${predicates.map((one, index) => campaignNamed(`p${index}`, { segment: one, offer: "two" })).join("\n")}
  ${numbers.map((one, index) => campaignNamed(`v${index}`, { segment: everybody, offer: "one", more: `value ${one}` })).join("\n")}
  ${campaignNamed("routes", {
    segment: everybody,
    offer: "one when age < 18\n two when vip\n three when age > 50",
    channel: "letter when age is known",
    more: "exclude stage = gone",
  })}
  ${campaignNamed("chosen", { segment: everybody, offer: "best of one, two by offer.value" })}`;

describe("generated decisions", () => {
  test("answer predicates and branches as the warehouse does, and compute to the last digit", async () => {
    const found = await bank.detect(asked, { tick });
    const decisions = await decisionsOf(asked, "asked");
    const facts = (found["all"]?.candidates ?? []).map(
      (one) => [one.customer, factsOf(one, "2026-03-02")] as const,
    );
    expect(facts.map(([customer]) => customer)).toEqual(["1", "2", "3", "4", "5"]);
    for (const [index, predicate] of predicates.entries()) {
      const { isEligible } = decisions(`p${index}`);
      const holding = facts.filter(([, of]) => isEligible(of)).map(([customer]) => customer);
      expect(holding, predicate).toEqual(found[`p${index}`]?.candidates.map(({ customer }) => customer));
    }
    for (const [index, value] of numbers.entries()) {
      for (const candidate of found[`v${index}`]?.candidates ?? []) {
        const computed = decisions(`v${index}`).value(factsOf(candidate, "2026-03-02"));
        const expected = number(candidate.value);
        const same = computed === expected || decide.is(computed, "=", expected);
        const shown = [value, candidate.customer, candidate.value];
        expect([...shown, same]).toEqual([...shown, true]);
      }
    }
    const decision = decisions("routes");
    const decided = facts.map(([, of]) => [
      decision.isEligible(of),
      decision.offerRoute(of),
      decision.channelRoute(of),
    ]);
    expect(decided).toEqual([
      [true, 1, 0],
      [true, 0, 0],
      [true, undefined, undefined],
      [false, 2, 0],
      [true, 1, 0],
    ]);
  });

  test("are worth what the offers are", async () => {
    const offerText = (name: string, ...clauses: readonly string[]) =>
      `offer ${name} {\n${[...clauses, 'message letter "."'].join("\n")}\n}`;
    const text = [
      offerText("over", "value 1 CNY", "valid 2026-01-01 .. 2026-03-01"),
      offerText("open", "value 20.05 CNY", "valid 2026-01-01 .. 2026-03-02"),
      offerText("always", "value 300 CNY", "cost 200 CNY"),
      offerText("nothing"),
      campaignNamed("worth", {
        segment: "age is known or age is unknown",
        offer: `over when age = 40
          all of over, open, always when age = 17
          best of over, open, always by offer.value when age = 60
          best of over by offer.value when age = 18
          nothing otherwise`,
      }),
    ].join("\n");
    const found = await bank.detect(text, { tick });
    const { offerRoute, offerChoice, value } = (await decisionsOf(text, "worth"))("worth");
    const ages = [40, 17, undefined, 60, 18].map((age) =>
      age === undefined ? age : decide.decimal(`${age}`),
    );
    const worths = ages.map((age) => {
      const facts = { today: "2026-03-02", tags: { age } };
      const route = offerRoute(facts);
      const choice = route === undefined ? undefined : offerChoice?.(facts, route);
      const worth = value(facts, route, choice);
      return worth === undefined ? null : `${Number(worth.units) / 10 ** worth.scale}`;
    });
    expect(worths).toEqual(["1", "320.05", null, "300", null]);
    expect(worths).toEqual(found["worth"]?.candidates.map((candidate) => candidate.value));
  });

  test("type-check as strictly as the project does", async () => {
    await decisionsOf(asked, "checked");
    const settings = {
      extends: join(repository, "tsconfig.json"),
      compilerOptions: { noEmit: true, rootDir: "/", typeRoots: [join(repository, "node_modules/@types")] },
      include: [],
      files: [join(folder, "checked.ts")],
    };
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
    const tsc = join(repository, "node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, "--project", folder], { encoding: "utf8" });
    expect(stdout.split("\n").filter((line) => line.includes("checked.ts"))).toEqual([]);
  });
});
