import fc from "fast-check";

/** Trees without spans, as plain data: what a file that is printed and parsed again must give. */
export type Plain = { readonly [key: string]: unknown };

const plainWord = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "amount",
    "value",
    "window",
    "segment",
    "offer",
    "count",
    "last",
    "days",
    "first",
  ),
  fc.constantFrom("on", "where", "as", "by", "top", "event", "contains", "客户", "été", "x1", "_y", "USD"),
);
const oddWord = fc.constantFrom("go abroad", "and", "when", "3", "a.b", "end", "x-y", "🙂");

const name = fc
  .record({
    parts: fc.array(fc.oneof({ weight: 5, arbitrary: plainWord }, oddWord), { minLength: 1, maxLength: 2 }),
    quoted: fc.boolean(),
  })
  .map(({ parts, quoted }): Plain => {
    const whole = quoted || parts.every(needsBackticks);
    return { kind: "name", text: parts.join("."), parts, quoted: whole };
  });

/** Whether a name's part cannot be written without backticks. */
export function needsBackticks(part: string): boolean {
  return !/^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(part) || reserved.has(part);
}

const reserved = new Set("and or not in is of true false case when otherwise end".split(" "));

const text = fc
  .string({ unit: "grapheme", maxLength: 8 })
  .filter((value) => !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(value.replaceAll("\n", "")))
  .map((value): Plain => ({ kind: "text", value }));
const date = fc
  .constantFrom("2026-01-01", "2024-02-29", "1999-12-31")
  .map((value): Plain => ({ kind: "date", value }));
const time = fc.constantFrom("00:00", "06:30", "23:59").map((value): Plain => ({ kind: "time", value }));
const currency = fc.option(fc.constantFrom({ code: "CNY" }, { code: "USD" }), { nil: undefined });
const number = fc.oneof(
  fc.record({
    kind: fc.constant("number"),
    value: fc.constantFrom("0", "1", "10000", "1.50"),
    percent: fc.constant(false),
    currency,
  }),
  fc
    .constantFrom("5", "12.5")
    .map((value) => ({ kind: "number", value, percent: true, currency: undefined })),
);
const count = fc.integer({ min: 1, max: 999 });
const duration = fc.record({
  kind: fc.constant("duration"),
  count,
  unit: fc.constantFrom("minute", "hour", "day", "week", "month", "quarter", "year"),
});
const period = fc.constantFrom("week", "month", "quarter", "year");

const window = fc.oneof(
  fc.record({ kind: fc.constant("last"), duration }),
  fc
    .tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom("day", "week", "month"),
    )
    .map(([one, other, unit]) => ({
      kind: "ago",
      from: Math.min(one, other),
      to: Math.max(one, other),
      unit,
    })),
  fc.constantFrom({ kind: "today" }, { kind: "yesterday" }, { kind: "ever" }),
  fc.record({ kind: fc.constant("this"), period }),
  fc.record({ kind: fc.constant("previous"), count, period }),
  fc.record({ kind: fc.constant("since"), date }),
);

const literal = fc.oneof(
  number,
  text,
  date,
  fc.boolean().map((value) => ({ kind: "boolean", value })),
  fc.tuple(date, time).map(([day, clock]) => ({ kind: "instant", date: day["value"], time: clock["value"] })),
);

export const expression: fc.Arbitrary<Plain> = fc.letrec<{ expression: Plain; aggregate: Plain; set: Plain }>(
  (tie) => {
    const inner = tie("expression");
    const pair = { left: inner, right: inner };
    const some = fc.array(inner, { minLength: 2, maxLength: 3 });
    const operands = { operands: some };
    const unary = (kind: string) => fc.record({ kind: fc.constant(kind), operand: inner });
    return {
      set: fc.record({ kind: fc.constant("set"), members: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
      aggregate: fc.record({
        kind: fc.constant("aggregate"),
        function: fc.constantFrom(
          "count",
          "exists",
          "sum",
          "avg",
          "min",
          "max",
          "distinct",
          "median",
          "first",
          "latest",
        ),
        subject: inner,
        where: fc.option(inner, { nil: undefined }),
        window: fc.option(window, { nil: undefined }),
      }),
      expression: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        name,
        literal,
        fc.record({ kind: fc.constantFrom("and", "or"), ...operands }),
        unary("not"),
        unary("negate"),
        fc.record({
          kind: fc.constant("arithmetic"),
          operator: fc.constantFrom("+", "-", "*", "/"),
          ...pair,
        }),
        fc.record({
          kind: fc.constant("comparison"),
          operator: fc.constantFrom("=", "!=", "<", "<=", ">", ">="),
          ...pair,
        }),
        fc.record({ kind: fc.constant("or-else"), ...pair }),
        fc.record({
          kind: fc.constant("convert"),
          operand: inner,
          currency: fc.constant({ kind: "name", text: "USD", parts: ["USD"], quoted: false }),
        }),
        fc.record({ kind: fc.constant("between"), operand: inner, low: inner, high: inner }),
        fc.record({
          kind: fc.constant("membership"),
          negated: fc.boolean(),
          operand: inner,
          set: tie("set"),
        }),
        fc.record({ kind: fc.constant("contains"), operand: inner, item: fc.oneof(inner, tie("set")) }),
        fc.record({ kind: fc.constant("starts-with"), operand: inner, prefix: inner }),
        fc.record({ kind: fc.constant("known"), negated: fc.boolean(), operand: inner }),
        fc.record({
          kind: fc.constant("exceeds"),
          direction: fc.constantFrom("exceeds", "falls-short"),
          ...pair,
          by: inner,
        }),
        fc.record({
          kind: fc.constant("case"),
          // biome-ignore lint/suspicious/noThenProperty: a word of the language
          branches: fc.array(fc.record({ when: inner, then: inner }), { minLength: 1, maxLength: 2 }),
          otherwise: fc.option(inner, { nil: undefined }),
        }),
        fc.record({ kind: fc.constant("top"), share: number, of: inner, by: inner }),
        fc
          .record({
            kind: fc.constant("distance"),
            unit: fc.constantFrom("day", "month", "year"),
            direction: fc.constantFrom("since", "until"),
            operand: inner,
          })
          .filter(({ operand }) => operand["kind"] !== "aggregate"),
        fc.record({
          kind: fc.constant("date-part"),
          part: fc.constantFrom("hour", "weekday", "month"),
          operand: inner,
        }),
        fc.record({
          kind: fc.constant("extreme"),
          direction: fc.constantFrom("least", "greatest"),
          ...operands,
        }),
        tie("aggregate"),
        fc
          .record({
            kind: fc.constant("since-event"),
            unit: fc.constantFrom("day", "month", "year"),
            aggregate: tie("aggregate"),
          })
          .map((node) => ({ ...node, aggregate: { ...node.aggregate, function: "latest" } })),
      ),
    };
  },
).expression;

const firing = fc.record({
  kind: fc.constant("on-event"),
  event: name.filter(({ parts }) => !["count", "first"].includes((parts as string[])[0] ?? "")),
  alias: fc.option(name, { nil: undefined }),
  where: fc.option(expression, { nil: undefined }),
});

const schedule = fc.oneof(
  fc.record({ kind: fc.constantFrom("daily", "business-days"), at: time }),
  fc.record({ kind: fc.constant("weekly"), days: fc.array(name, { minLength: 1, maxLength: 2 }), at: time }),
  fc.record({
    kind: fc.constant("monthly"),
    day: fc.oneof(
      fc.constant("last"),
      count.map((value) => ({ value })),
    ),
    at: time,
  }),
  fc.record({ kind: fc.constant("every"), interval: duration }),
  fc.record({ kind: fc.constant("once"), date, at: time }),
  fc.record({ kind: fc.constant("cron"), expression: text }),
);

const condition = fc.oneof(
  fc.record({ kind: fc.constant("when"), predicate: expression }),
  fc.constant({ kind: "otherwise" }),
);
const route = (when: fc.Arbitrary<object>) =>
  fc.oneof(
    fc.record({ choice: fc.constant("one"), names: fc.tuple(name), condition: when }),
    fc.record({
      choice: fc.constant("first-of"),
      names: fc.array(name, { minLength: 1, maxLength: 2 }),
      condition: when,
    }),
  );
const routes = fc.oneof(
  fc.tuple(route(fc.constant({ kind: "always" }))),
  fc.array(route(condition), { minLength: 1, maxLength: 3 }),
);

const cap = fc
  .record({
    limit: number,
    scope: fc.oneof(
      fc.constantFrom({ kind: "per-customer-ever" }, { kind: "in-all" }),
      fc.record({ kind: fc.constant("per-customer-sliding"), within: duration }),
      fc.record({ kind: fc.constant("per-customer-calendar"), period }),
      fc.record({ kind: fc.constant("per-period"), period }),
    ),
    via: fc.option(name, { nil: undefined }),
  })
  .map((tree) => (tree.scope.kind === "per-period" ? tree : { ...tree, via: undefined }));

const clause = fc.oneof(
  fc.record({ kind: fc.constant("owner"), owner: text }),
  fc.record({ kind: fc.constant("status"), status: name }),
  fc.record({ kind: fc.constant("purpose"), purpose: name }),
  fc.record({ kind: fc.constantFrom("segment", "exclude"), predicate: expression }),
  fc.record({
    kind: fc.constant("trigger"),
    schedule,
    firing: fc.option(fc.oneof(firing, fc.record({ kind: fc.constant("when"), predicate: expression })), {
      nil: undefined,
    }),
  }),
  fc.record({
    kind: fc.constant("window"),
    from: date,
    to: date,
    contact: fc.option(fc.record({ from: time, to: time }), { nil: undefined }),
    businessDaysOnly: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom("offer", "channel"), routes }),
  fc.record({ kind: fc.constant("priority"), priority: count.map((value) => ({ value })) }),
  fc.record({ kind: fc.constant("value"), value: expression }),
  fc.record({ kind: fc.constant("caps"), caps: fc.array(cap, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("holdout"), share: expression }),
);

const property = fc.oneof(
  fc.record({ kind: fc.constant("product"), product: name }),
  fc.record({ kind: fc.constant("group"), groups: fc.array(name, { minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constant("value"), value: expression }),
  fc.record({ kind: fc.constant("cost"), cost: expression }),
  fc.record({
    kind: fc.constant("valid"),
    valid: fc.oneof(
      fc.record({ kind: fc.constant("dates"), from: date, to: date }),
      fc.record({ kind: fc.constant("from-contact"), duration }),
    ),
  }),
  fc.record({
    kind: fc.constant("message"),
    channel: name,
    subject: fc.option(text, { nil: undefined }),
    body: text,
  }),
);

const declared = {
  name,
  label: fc.option(text, { nil: undefined }),
  documentation: fc.array(fc.constantFrom("", "What it is.", "  more"), { maxLength: 2 }),
};

const declaration = fc.oneof(
  fc.record({
    kind: fc.constant("tag"),
    ...declared,
    members: fc.option(
      fc.record({ kind: fc.constant("set"), members: fc.array(name, { minLength: 1, maxLength: 2 }) }),
      { nil: undefined },
    ),
    value: expression,
  }),
  fc.record({ kind: fc.constant("segment"), ...declared, predicate: expression }),
  fc.record({ kind: fc.constant("event"), ...declared, firing }),
  fc.record({
    kind: fc.constant("offer"),
    ...declared,
    properties: fc.array(property, { maxLength: 4 }),
    unread: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant("campaign"),
    ...declared,
    clauses: fc.array(clause, { maxLength: 6 }),
    unread: fc.constant([]),
  }),
);

/** The declarations of a file. */
export const declarations: fc.Arbitrary<readonly Plain[]> = fc.array(declaration, {
  minLength: 1,
  maxLength: 3,
});
