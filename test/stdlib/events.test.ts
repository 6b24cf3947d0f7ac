import { describe, expect, test } from "vitest";
import type { DeclarationTree } from "../../grammar/index.ts";
import { library, libraryDeclarations, libraryDescriptions } from "./support.ts";

type EventDeclaration = Extract<DeclarationTree, { readonly kind: "event" }>;

const events = libraryDeclarations.filter((tree): tree is EventDeclaration => tree.kind === "event");
const named = events.map((tree) => [tree.name.text, tree] as const);

/** `opportunity/life-stage` of `stdlib:events/opportunity/life-stage.campaign`. */
const placeOf = (tree: EventDeclaration): string =>
  /^stdlib:events\/(\w+\/[\w-]+)\.campaign$/.exec(tree.name.span.file)?.[1] ?? tree.name.span.file;

const families = ["opportunity", "alert", "care"];
const kinds = ["transaction", "product", "behaviour", "external", "life_stage"];

const chineseLabel = (name: string): string =>
  (libraryDescriptions.get(name)?.["label"] as { readonly zh: string } | undefined)?.zh ?? "";

/** What stands between the beginning of a declaration and its end, documentation aside. */
function sourceOf({ span }: DeclarationTree): string {
  const text = library.campaignFiles.find(({ path }) => path === span.file)?.text ?? "";
  return text.slice(span.start, span.end);
}

/** Names of parameters in a text: `parameter.large_deposit_in`. */
const parametersIn = (text: string): readonly string[] => [...new Set(text.match(/\bparameter\.\w+/g) ?? [])];

/** Every node of a tree. */
function* nodesOf(tree: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (Array.isArray(tree)) for (const part of tree) yield* nodesOf(part);
  else if (typeof tree === "object" && tree !== null) {
    const node = tree as Readonly<Record<string, unknown>>;
    yield node;
    yield* nodesOf(Object.values(node));
  }
}

describe("the event library", () => {
  test("has 87 rules", () => {
    expect(events).toHaveLength(87);
  });

  test("has every kind in every family, each in a file of its own", () => {
    expect([...new Set(events.map(placeOf))].sort()).toEqual(
      families.flatMap((family) => kinds.map((kind) => `${family}/${kind.replace("_", "-")}`)).sort(),
    );
  });

  test("has the rules that the domain names", () => {
    const names = events.map(({ name }) => name.text);
    expect(names).toEqual(
      expect.arrayContaining([
        ...["failed_wealth_purchase", "large_deposit_in", "large_deposit_out"],
        ...["wealth_product_matures", "card_due_for_renewal", "large_time_deposit_matures", "birthday"],
        ...["growing_purchasing_power", "large_purchase_against_withdrawals", "redeemed_and_sent_away"],
        ...["large_fx_purchase", "large_online_fx_purchase"],
      ]),
    );
  });

  test.each(named)("%s says its family and kind, and lies with them", (name, tree) => {
    const said = libraryDescriptions.get(name);
    expect(families).toContain(said?.["family"]);
    expect(kinds).toContain(said?.["kind"]);
    expect(placeOf(tree)).toBe(`${said?.["family"]}/${String(said?.["kind"]).replace("_", "-")}`);
    expect(chineseLabel(name)).toMatch(/\p{Script=Han}/u);
  });

  test.each(named)("%s says what it fires on, and each parameter that it turns on", (_, tree) => {
    const said = tree.documentation.join(" ");
    expect(said).toMatch(/ Fires on .+?\. [A-Z]/);
    expect(parametersIn(said)).toEqual(expect.arrayContaining([...parametersIn(sourceOf(tree))]));
  });

  test("no two rules are called the same in a language", () => {
    const labels = [
      ...events.map(({ label }) => label?.value),
      ...events.map(({ name }) => chineseLabel(name.text)),
    ];
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
  });

  test("sums of money stand among the parameters, and each parameter is used", () => {
    const rules = events.map(sourceOf).join("\n");
    expect(rules.match(/[1-9][\d_]* [A-Z]{3}\b/g)).toBeNull();
    const declared = libraryDeclarations.flatMap(({ kind, ...tree }) =>
      kind === "tag" && "name" in tree && tree.name.span.file === "stdlib:events/parameters.campaign"
        ? [tree.name.text]
        : [],
    );
    expect(declared).not.toEqual([]);
    expect(declared.filter((name) => !parametersIn(rules).includes(name))).toEqual([]);
  });
});

describe("every way to fire that a rule can have is put to use", () => {
  const firings = events.map(({ firing }) => firing);
  const patterns = firings.flatMap((firing) => (firing.kind === "pattern" ? [firing] : []));
  const reaching = firings.flatMap((firing) => (firing.kind === "reaches" ? [firing] : []));
  const dates = firings.flatMap((firing) => (firing.kind === "date" ? [firing] : []));
  const eventNames = new Set(events.map(({ name }) => name.text));
  const offsets = dates.map(({ offset, anniversary }) =>
    [offset?.duration.unit, offset?.direction, anniversary ? "anniversary" : "date"].join(" "),
  );

  test.each([
    ["an event, whatever it says", firings.some((firing) => firing.kind === "on-event")],
    [
      "a narrower event of another rule's",
      firings.some((firing) => firing.kind === "on-event" && eventNames.has(firing.event.text)),
    ],
    ["a chain", patterns.some(({ steps }) => steps.length === 1 && !steps[0]?.absent)],
    ["what did not follow", patterns.some(({ steps }) => steps.length === 1 && steps[0]?.absent)],
    ["a chain of three", patterns.some(({ steps }) => steps.length === 2 && !steps[1]?.absent)],
    [
      "a chain that ends with what did not follow",
      patterns.some(({ steps }) => steps.length === 2 && steps[1]?.absent),
    ],
    ["an alias", patterns.some(({ first }) => first.alias !== undefined)],
    ["a count that is reached", reaching.some((firing) => firing.function === "count")],
    ["a sum that is reached", reaching.some((firing) => firing.function === "sum")],
    ["a day", offsets.includes("  date")],
    ["a row's date", dates.some(({ of }) => of.text === "holding.matures")],
    ["a tag's date", dates.some(({ of }) => of.text === "card_payment_due_on")],
    ["days before", offsets.includes("day before date")],
    ["days after", offsets.includes("day after date")],
    ["months before", offsets.includes("month before date")],
    ["business days before", offsets.includes("business-day before date")],
    ["business days after", offsets.includes("business-day after date")],
    ["an anniversary", offsets.includes("  anniversary")],
    ["a time before an anniversary", offsets.includes("month before anniversary")],
    ["a time after an anniversary", offsets.includes("day after anniversary")],
  ])("%s", (_, used) => {
    expect(used).toBe(true);
  });

  test("windows of every shape that fits a daily run", () => {
    const windows = [...nodesOf(firings)].flatMap(({ window }) =>
      typeof window === "object" && window !== null ? [window as { readonly kind: string }] : [],
    );
    const shapes = windows.map((window) => {
      const { duration } = window as { readonly duration?: { readonly unit: string } };
      return duration === undefined ? window.kind : `${window.kind} ${duration.unit}`;
    });
    expect([...new Set(shapes)].sort()).toEqual([
      "ago",
      "before-event",
      "before-event day",
      "before-event month",
      "last day",
      "last month",
      "last week",
      "previous",
      "that-period",
      "this",
    ]);
  });
});
