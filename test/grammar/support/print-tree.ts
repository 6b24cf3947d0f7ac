import { needsBackticks, type Plain } from "./arbitrary-tree.ts";

// biome-ignore lint/suspicious/noExplicitAny: trees are taken as plain data here, whatever their kind
type Tree = any;

/** Writes declarations down, the plain way: every part of an expression in parentheses, a line for each clause. */
export function printDeclarations(declarations: readonly Plain[]): string {
  return declarations.map(declaration).join("\n");
}

function declaration(tree: Tree): string {
  const documentation = tree.documentation.map((line: string) => `/// ${line}\n`).join("");
  const label = tree.label === undefined ? "" : ` ${text(tree.label)}`;
  if (tree.kind === "policy") return `${documentation}policy {\n${tree.lines.map(policyLine).join("")}}\n`;
  if (tree.kind === "test") {
    const lines = tree.lines.map(testLine).join("");
    return `${documentation}test ${text(tree.title)} for ${name(tree.campaign)} {\n${lines}}\n`;
  }
  const head = `${documentation}${tree.kind} ${name(tree.name)}${label}`;
  switch (tree.kind) {
    case "tag":
      return `${head}${tree.members === undefined ? "" : ` in ${set(tree.members)}`} = ${inside(tree.value)}\n`;
    case "segment":
      return `${head} = ${inside(tree.predicate)}\n`;
    case "event":
      return `${head} = ${firing(tree.firing)}\n`;
    case "offer":
      return `${head} {\n${tree.properties.map((line: Tree) => `${line.kind} ${property(line)}\n`).join("")}}\n`;
    default:
      return `${head} {\n${tree.clauses.map((line: Tree) => `${line.kind} ${clause(line)}\n`).join("")}}\n`;
  }
}

function clause(tree: Tree): string {
  switch (tree.kind) {
    case "owner":
      return text(tree.owner);
    case "status":
    case "purpose":
      return name(tree[tree.kind]);
    case "segment":
    case "exclude":
      return inside(tree.predicate);
    case "trigger":
      return `${schedule(tree.schedule)}${trigger(tree.firing)}`;
    case "window": {
      const contact =
        tree.contact === undefined ? "" : `, contact ${tree.contact.from.value} .. ${tree.contact.to.value}`;
      return `${tree.from.value} .. ${tree.to.value}${contact}${tree.businessDaysOnly ? ", business days only" : ""}`;
    }
    case "offer":
    case "channel":
      return tree.routes.map(route).join(" ");
    case "priority":
      return String(tree.priority.value);
    case "value":
      return inside(tree.value);
    case "caps":
      return tree.caps.map(cap).join(" ");
    case "goal": {
      const worth = tree.worth === undefined ? "" : ` worth ${inside(tree.worth)}`;
      return `${oneEvent(tree.event)} within ${duration(tree.within)}${worth}`;
    }
    case "followup":
      return `${name(tree.name)} after ${duration(tree.after)} unless ${tree.unless}${list("via", tree.via)}${list("offering", tree.offering)}`;
    default:
      return inside(tree.share);
  }
}

function trigger(tree: Tree): string {
  if (tree === undefined) return "";
  return tree.kind === "when" ? ` when ${inside(tree.predicate)}` : ` on ${firing(tree)}`;
}

function firing(tree: Tree): string {
  switch (tree.kind) {
    case "pattern":
      return `${oneEvent(tree.first)}${tree.steps.map(step).join("")}`;
    case "reaches":
      return `${tree.function}(${inside(tree.subject)}${where(tree)}) reaches ${inside(tree.figure)} within ${duration(tree.within)}`;
    case "enter":
    case "leave":
      return `${tree.kind} ${name(tree.segment)}`;
    case "change":
      return `change of ${name(tree.tag)}${state("from", tree.from)}${state("to", tree.to)}`;
    case "date": {
      const { offset } = tree;
      const shift = offset === undefined ? "" : `${duration(offset.duration)} ${offset.direction} `;
      const day = tree.anniversary ? "anniversary of " : offset === undefined ? "day of " : "";
      return `${shift}${day}${name(tree.of)}${where(tree)}`;
    }
    default:
      return oneEvent(tree);
  }
}

function oneEvent(tree: Tree): string {
  return `${name(tree.event)}${optional("as", tree.alias)}${where(tree)}`;
}

function step({ absent, event, within }: Tree): string {
  return ` ${absent ? "not " : ""}followed by ${oneEvent(event)} within ${duration(within)}`;
}

function state(keyword: string, tree: Tree): string {
  if (tree === undefined) return "";
  return ` ${keyword} ${tree.kind === "unknown" ? "unknown" : inside(tree)}`;
}

function where(tree: Tree): string {
  return tree.where === undefined ? "" : ` where ${inside(tree.where)}`;
}

function optional(keyword: string, tree: Tree): string {
  return tree === undefined ? "" : ` ${keyword} ${name(tree)}`;
}

function list(keyword: string, names: readonly Tree[]): string {
  return names.length === 0 ? "" : ` ${keyword} ${names.map(name).join(", ")}`;
}

function policyLine(tree: Tree): string {
  return `${policyRule(tree)}${tree.includingService ? " including service" : ""}\n`;
}

function policyRule(tree: Tree): string {
  switch (tree.kind) {
    case "suppress":
      return `suppress ${name(tree.segment)}`;
    case "at-most": {
      const of = tree.of === "each-offer" ? " of each offer" : optional("of", tree.of);
      const during =
        tree.during === undefined ? "" : ` during ${tree.during.from.value} .. ${tree.during.to.value}`;
      return `at most ${number(tree.limit)} ${capScope(tree.scope)}${of}${list("via", tree.via)}${optional("for", tree.for)}${during}`;
    }
    case "never":
      return `never ${name(tree.what)} ${tree.relation} ${name(tree.other)} within ${duration(tree.within)}`;
    case "only-to":
      return `only ${name(tree.what)} to ${name(tree.segment)}`;
    case "only-after":
      return `only ${name(tree.what)} after ${name(tree.other)} within ${duration(tree.within)}`;
    case "quiet":
      return `quiet ${tree.range.from.value} .. ${tree.range.to.value}${list("via", tree.via)}`;
    default:
      return `holdout ${inside(tree.share)}`;
  }
}

function testLine(tree: Tree): string {
  switch (tree.kind) {
    case "at":
      return `at ${tree.date.value} ${tree.time.value}\n`;
    case "customer":
      return `customer ${inside(tree.key)} ${fields(tree)}\n`;
    case "row":
      return `${name(tree.of)} ${fields(tree)}\n`;
    case "rate":
      return `rate ${name(tree.currency)}${atDate(tree)}: ${inside(tree.rate)}\n`;
    default: {
      const at = tree.at === undefined ? "" : ` at ${tree.at.date.value} ${tree.at.time.value}`;
      const because = tree.because === undefined ? "" : ` because ${tree.because.text}`;
      return `expect ${tree.contact ? "" : "no "}contact ${inside(tree.customer)}${optional("via", tree.via)}${list("offering", tree.offering)}${at}${because}\n`;
    }
  }
}

function fields(tree: Tree): string {
  const each = tree.fields.map((field: Tree) => {
    const value = field.value.kind === "members" ? set(field.value) : inside(field.value);
    return `${name(field.name)}${atDate(field)}: ${value}`;
  });
  return `{${each.join(", ")}}`;
}

function atDate(tree: Tree): string {
  return tree.at === undefined ? "" : ` at ${tree.at.value}`;
}

function schedule(tree: Tree): string {
  switch (tree.kind) {
    case "daily":
      return `daily at ${tree.at.value}`;
    case "business-days":
      return `business days at ${tree.at.value}`;
    case "weekly":
      return `weekly on ${tree.days.map(name).join(", ")} at ${tree.at.value}`;
    case "monthly":
      return `monthly on ${tree.day === "last" ? "last day" : tree.day.value} at ${tree.at.value}`;
    case "every":
      return `every ${duration(tree.interval)}`;
    case "once":
      return `once at ${tree.date.value} ${tree.at.value}`;
    default:
      return `cron ${text(tree.expression)}`;
  }
}

function route(tree: Tree): string {
  const choice = tree.choice === "one" ? "" : `${tree.choice.replace("-", " ")} `;
  const by = tree.by === undefined ? "" : ` by ${inside(tree.by)}`;
  const names = `${choice}${tree.names.map(name).join(", ")}${by}`;
  if (tree.condition.kind === "always") return names;
  return tree.condition.kind === "otherwise"
    ? `${names} otherwise`
    : `${names} when ${inside(tree.condition.predicate)}`;
}

function cap(tree: Tree): string {
  const via = tree.via === undefined ? "" : ` via ${name(tree.via)}`;
  return `${number(tree.limit)} ${capScope(tree.scope)}${via}`;
}

function capScope(scope: Tree): string {
  switch (scope.kind) {
    case "per-customer-ever":
      return "per customer";
    case "in-all":
      return "in all";
    case "per-customer-sliding":
      return `per customer per ${duration(scope.within)}`;
    case "per-customer-calendar":
      return `per customer per calendar ${scope.period}`;
    default:
      return `per ${scope.period}`;
  }
}

function property(tree: Tree): string {
  switch (tree.kind) {
    case "product":
      return name(tree.product);
    case "group":
      return tree.groups.map(name).join(", ");
    case "value":
    case "cost":
      return inside(tree[tree.kind]);
    case "valid":
      return tree.valid.kind === "dates"
        ? `${tree.valid.from.value} .. ${tree.valid.to.value}`
        : `${duration(tree.valid.duration)} from contact`;
    default: {
      const subject = tree.subject === undefined ? "" : ` subject ${text(tree.subject)}`;
      return `${name(tree.channel)}${subject} ${text(tree.body)}`;
    }
  }
}

function name(tree: Tree): string {
  return (tree.parts ?? [tree.text])
    .map((part: string) => (tree.quoted || needsBackticks(part) ? `\`${part}\`` : part))
    .join(".");
}

function text(tree: Tree): string {
  return `"${tree.value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

function number(tree: Tree): string {
  return `${tree.value}${tree.percent ? "%" : ""}${tree.currency === undefined ? "" : ` ${tree.currency.code}`}`;
}

function duration(tree: Tree): string {
  return `${tree.count} ${tree.unit.replace("-", " ")}s`;
}

function window(tree: Tree): string {
  switch (tree.kind) {
    case "last":
      return `last ${duration(tree.duration)}`;
    case "ago":
      return `${tree.from}..${tree.to} ${tree.unit}s ago`;
    case "this":
      return `this ${tree.period}`;
    case "previous":
      return `previous ${tree.count} ${tree.period}s`;
    case "since":
      return `since ${tree.date.value}`;
    case "before-event":
      return `${tree.duration === undefined ? "ever" : duration(tree.duration)} before event`;
    case "that-period":
      return "that period";
    default:
      return tree.kind;
  }
}

function set(tree: Tree): string {
  return `{${tree.members.map(inside).join(", ")}}`;
}

function aggregate(tree: Tree): string {
  const where = tree.where === undefined ? "" : ` where ${inside(tree.where)}`;
  return `${tree.function}(${inside(tree.subject)}${where}${tree.window === undefined ? "" : `, ${window(tree.window)}`})`;
}

/** A part of an expression: in parentheses unless it is one word or number. */
function inside(tree: Tree): string {
  switch (tree.kind) {
    case "name":
      return name(tree);
    case "text":
      return text(tree);
    case "number":
      return number(tree);
    case "boolean":
      return String(tree.value);
    case "date":
      return tree.value;
    default:
      return `(${expression(tree)})`;
  }
}

function expression(tree: Tree): string {
  switch (tree.kind) {
    case "instant":
      return `${tree.date} ${tree.time}`;
    case "and":
    case "or":
      return tree.operands.map(inside).join(` ${tree.kind} `);
    case "not":
      return `not ${inside(tree.operand)}`;
    case "negate":
      return `-${inside(tree.operand)}`;
    case "arithmetic":
    case "comparison":
      return `${inside(tree.left)} ${tree.operator} ${inside(tree.right)}`;
    case "as-of":
      return `${inside(tree.operand)} as of ${duration(tree.ago)} ago`;
    case "daily":
      return `${tree.function}(daily ${name(tree.tag)}${tree.window === undefined ? "" : `, ${window(tree.window)}`})`;
    case "in-periods": {
      const often = tree.atLeast === undefined ? "each" : `at least ${tree.atLeast.value}`;
      return `in ${often} of ${window(tree.window)} (${inside(tree.predicate)})`;
    }
    case "or-else":
      return `${inside(tree.left)} or else ${inside(tree.right)}`;
    case "convert":
      return `${inside(tree.operand)} in ${name(tree.currency)}`;
    case "between":
      return `${inside(tree.operand)} between ${inside(tree.low)} and ${inside(tree.high)}`;
    case "membership":
      return `${inside(tree.operand)} ${tree.negated ? "not in" : "in"} ${set(tree.set)}`;
    case "contains":
      return `${inside(tree.operand)} contains ${tree.item.kind === "set" ? `any ${set(tree.item)}` : inside(tree.item)}`;
    case "starts-with":
      return `${inside(tree.operand)} starts with ${inside(tree.prefix)}`;
    case "known":
      return `${inside(tree.operand)} is ${tree.negated ? "unknown" : "known"}`;
    case "exceeds":
      return `${inside(tree.left)} ${tree.direction === "exceeds" ? "exceeds" : "falls short of"} ${inside(tree.right)} by ${inside(tree.by)}`;
    case "case": {
      const branches = tree.branches
        .map((each: Tree) => `when ${inside(each.when)} then ${inside(each.then)} `)
        .join("");
      return `case ${branches}${tree.otherwise === undefined ? "" : `otherwise ${inside(tree.otherwise)} `}end`;
    }
    case "top":
      return `top ${number(tree.share)} of ${inside(tree.of)} by ${inside(tree.by)}`;
    case "distance":
      return `${tree.unit}s ${tree.direction} ${inside(tree.operand)}`;
    case "date-part":
      return `${tree.part} of ${inside(tree.operand)}`;
    case "extreme":
      return `${tree.direction}(${tree.operands.map(inside).join(", ")})`;
    case "since-event":
      return `${tree.unit}s since ${aggregate(tree.aggregate)}`;
    default:
      return aggregate(tree);
  }
}
