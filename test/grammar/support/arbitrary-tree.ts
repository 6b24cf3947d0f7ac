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
    "quiet",
    "customer",
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
    return {
      kind: "name",
      text: parts.join("."),
      parts: parts.length > 1 ? parts : undefined,
      quoted: whole,
    };
  });

function firstPart({ parts, text }: Plain): string {
  return (parts as readonly string[] | undefined)?.[0] ?? (text as string);
}

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
const names = fc.array(name, { minLength: 1, maxLength: 6 });
const someNames = fc.oneof(fc.constant([]), names);
const instantParts = { date, time };

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
  fc.record({ kind: fc.constant("before-event"), duration: fc.option(duration, { nil: undefined }) }),
  fc.constant({ kind: "that-period" }),
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
        fc.record({ kind: fc.constant("as-of"), operand: inner, ago: duration }),
        fc.record({
          kind: fc.constant("daily"),
          function: fc.constantFrom("avg", "min", "max", "first", "latest"),
          tag: name,
          window: fc.option(window, { nil: undefined }),
        }),
        fc.record({
          kind: fc.constant("in-periods"),
          atLeast: fc.option(
            count.map((value) => ({ value })),
            { nil: undefined },
          ),
          window,
          predicate: inner,
        }),
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
          currency: fc.constant({ kind: "name", text: "USD", parts: undefined, quoted: false }),
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

const where = fc.option(expression, { nil: undefined });
const oneEvent = fc.record({
  kind: fc.constant("on-event"),
  event: name.filter((each) => !["count", "first"].includes(firstPart(each))),
  alias: fc.option(name, { nil: undefined }),
  where,
});

const step = fc.record({ absent: fc.boolean(), event: oneEvent, within: duration });
const occurrence = fc.oneof(
  oneEvent,
  fc.record({
    kind: fc.constant("pattern"),
    first: oneEvent,
    steps: fc.array(step, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant("reaches"),
    function: fc.constantFrom("count", "sum"),
    subject: expression,
    where,
    figure: expression,
    within: duration,
  }),
  fc.record({
    kind: fc.constant("date"),
    of: name,
    offset: fc.option(
      fc.record({
        duration: fc.oneof(
          duration,
          fc.record({ kind: fc.constant("duration"), count, unit: fc.constant("business-day") }),
        ),
        direction: fc.constantFrom("before", "after"),
      }),
      { nil: undefined },
    ),
    anniversary: fc.boolean(),
    where,
  }),
);
const changeState = fc.option(fc.oneof(expression, fc.constant({ kind: "unknown" })), { nil: undefined });
const firing = fc.oneof(
  occurrence,
  fc.record({ kind: fc.constant("when"), predicate: expression }),
  // `enter where …` and `enter as …` are about an event called `enter`.
  fc.record({
    kind: fc.constantFrom("enter", "leave"),
    segment: name.filter((each) => each["quoted"] === true || !/^(as|where)$/.test(firstPart(each))),
  }),
  fc.record({ kind: fc.constant("change"), tag: name, from: changeState, to: changeState }),
);

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
    fc.record({ choice: fc.constantFrom("first-of", "all-of"), names, condition: when }),
    fc.record({ choice: fc.constant("best-of"), names, by: expression, condition: when }),
  );
const routes = fc.oneof(
  fc.tuple(route(fc.constant({ kind: "always" }))),
  fc.array(route(condition), { minLength: 1, maxLength: 3 }),
);

const scope = fc.oneof(
  fc.constantFrom({ kind: "per-customer-ever" }, { kind: "in-all" }),
  fc.record({ kind: fc.constant("per-customer-sliding"), within: duration }),
  fc.record({ kind: fc.constant("per-customer-calendar"), period }),
  fc.record({ kind: fc.constant("per-period"), period }),
);
const cap = fc
  .record({
    limit: number,
    scope,
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
    firing: fc.option(firing, { nil: undefined }),
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
  fc.record({
    kind: fc.constant("goal"),
    event: oneEvent,
    within: duration,
    worth: fc.option(expression, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant("followup"),
    name,
    after: duration,
    unless: fc.constantFrom("goal", "responded"),
    via: someNames,
    offering: someNames,
  }),
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

const dates = { from: date, to: date };
const includingService = fc.boolean();
const policyLine = fc.oneof(
  fc.record({ kind: fc.constant("suppress"), segment: name, includingService }),
  fc.record({
    kind: fc.constant("at-most"),
    limit: number,
    scope,
    of: fc.option(fc.oneof(name, fc.constant("each-offer")), { nil: undefined }),
    via: someNames,
    for: fc.option(name, { nil: undefined }),
    during: fc.option(fc.record(dates), { nil: undefined }),
    includingService,
  }),
  fc.record({
    kind: fc.constant("never"),
    what: name,
    relation: fc.constantFrom("after", "with"),
    other: name,
    within: duration,
    includingService,
  }),
  fc.record({ kind: fc.constant("only-to"), what: name, segment: name, includingService }),
  fc.record({ kind: fc.constant("only-after"), what: name, other: name, within: duration, includingService }),
  fc.record({
    kind: fc.constant("quiet"),
    range: fc.record({ from: time, to: time }),
    via: someNames,
    includingService,
  }),
  fc.record({ kind: fc.constant("holdout"), share: expression, includingService }),
);

const plainNumber = fc.constantFrom("1", "7.1").map((value) => ({
  kind: "number",
  value,
  percent: false,
  currency: undefined,
}));
const key = fc.oneof(plainNumber, text);
const fields = fc.array(
  fc.record({
    name,
    at: fc.option(date, { nil: undefined }),
    value: fc.oneof(
      expression,
      fc.record({
        kind: fc.constant("members"),
        members: fc.array(expression, { minLength: 1, maxLength: 3 }),
      }),
    ),
  }),
  { maxLength: 5 },
);
const testLine = fc.oneof(
  fc.record({ kind: fc.constant("at"), ...instantParts }),
  fc.record({ kind: fc.constant("customer"), key, fields }),
  fc.record({ kind: fc.constant("row"), of: name, fields }),
  fc.record({
    kind: fc.constant("rate"),
    currency: name,
    rate: plainNumber,
    at: fc.option(date, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant("expect"),
    contact: fc.boolean(),
    customer: key,
    via: fc.option(name, { nil: undefined }),
    offering: someNames,
    at: fc.option(fc.record(instantParts), { nil: undefined }),
    because: fc.option(
      fc.constantFrom("cap", "no offer", "unknown salutation").map((words) => ({ text: words })),
      { nil: undefined },
    ),
  }),
);

const documentation = fc.array(fc.constantFrom("", "What it is.", "  more"), { maxLength: 2 });
const declared = {
  name,
  label: fc.option(text, { nil: undefined }),
  documentation,
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
  fc.record({ kind: fc.constant("event"), ...declared, firing: occurrence }),
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
  fc.record({
    kind: fc.constant("policy"),
    documentation,
    lines: fc.array(policyLine, { maxLength: 5 }),
    unread: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant("test"),
    title: text,
    campaign: name,
    documentation,
    lines: fc.array(testLine, { maxLength: 5 }),
    unread: fc.constant([]),
  }),
);

/** The declarations of a file. */
export const declarations: fc.Arbitrary<readonly Plain[]> = fc.array(declaration, {
  minLength: 1,
  maxLength: 3,
});
