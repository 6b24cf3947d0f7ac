import type { Span } from "../../grammar/span.ts";
import type {
  ColumnConditions,
  ColumnKind,
  ColumnMapping,
  Expression,
  Occurrence,
  Program,
  RelationUse,
  Source,
} from "../../plan/index.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { mappedSource } from "../catalog/overlay.ts";
import { isOccurrence, occurrenceParts, walk } from "./sql/references.ts";

/** Gives a place as a reader is told it: `catalog/bank.yaml:12`. */
export type PlaceText = (span: Span) => string;

/**
 * What a program's statements read: relations and columns in order of name, each with the kind of value it must hold
 * and where the catalog names it. Attributes that no expression reads are left out.
 */
export function relationUses(
  program: Program,
  catalog: Catalog,
  placeText: PlaceText,
): readonly RelationUse[] {
  const read = attributesRead(program);
  return usesOf(program, (attribute) => read.has(attribute), catalog, placeText);
}

/** What the catalog as a whole says that there is to read, whether a campaign uses it or not; tags that are retired are left out. */
export function catalogUses(catalog: Catalog, placeText: PlaceText): readonly RelationUse[] {
  const { customer, rates } = catalog;
  const tags = [...catalog.tags].filter(([, tag]) => tag.unmapped !== true && tag.status !== "retired");
  const mapped = (section: "events" | "collections") =>
    [...catalog[section]].flatMap(([name, entry]) =>
      entry.unmapped === true ? [] : [[name, mappedSource(entry)] as const],
    );
  const readings: Readings = {
    sources: Object.fromEntries([...catalog.sources].map(([name, { value }]) => [name, value])),
    customer,
    tags: Object.fromEntries(tags.map(([name, { mapping }]) => [name, mapping])),
    events: Object.fromEntries(mapped("events")),
    collections: Object.fromEntries(mapped("collections")),
    ...(rates !== undefined && { rates }),
  };
  return usesOf(readings, () => true, catalog, placeText);
}

/** What says from where something is read. */
type Readings = Pick<Program, "sources" | "customer" | "tags" | "events" | "collections" | "rates">;

function usesOf(
  program: Readings,
  isRead: (attribute: string) => boolean,
  catalog: Catalog,
  placeText: PlaceText,
): readonly RelationUse[] {
  const uses = new Uses();
  const sourceOrigin = (name: string): string => {
    const span = catalog.sources.get(name)?.span;
    return span === undefined ? "" : placeText(span);
  };
  for (const source of Object.values(program.sources)) {
    const origin = sourceOrigin(source.name);
    uses.relation(source.relation, origin);
    for (const [column, kind] of sourceColumns(source, program))
      uses.column(source.relation, column, kind, origin);
    if (source.ready !== undefined) {
      uses.relation(source.ready.relation, origin);
      uses.column(source.ready.relation, source.ready.date, "date", origin);
      for (const [column, kind] of conditionColumns(source.ready.where))
        uses.column(source.ready.relation, column, kind, origin);
    }
  }
  const mapped = (mapping: ColumnMapping, span: Span | undefined): void => {
    const from = program.sources[mapping.source];
    // The columns of tag rows are the source's own.
    if (from === undefined || from.tagRows !== undefined) return;
    const { relation } = from;
    const origin = span === undefined ? sourceOrigin(mapping.source) : placeText(span);
    uses.column(relation, mapping.column, mappingKind(mapping), origin);
    if (mapping.currencyColumn !== undefined) uses.column(relation, mapping.currencyColumn, "text", origin);
    for (const [column, kind] of conditionColumns(mapping.negativeWhen))
      uses.column(relation, column, kind, origin);
  };
  for (const [name, mapping] of Object.entries(program.tags))
    mapped(mapping, catalog.tags.get(name)?.columnSpan);
  for (const kind of ["events", "collections"] as const) {
    for (const [name, entry] of Object.entries(program[kind])) {
      const relation = program.sources[entry.source]?.relation;
      const declared = catalog[kind].get(name);
      const origin = declared === undefined ? sourceOrigin(entry.source) : placeText(declared.span);
      if (relation !== undefined) {
        for (const [column, expects] of conditionColumns(entry.where))
          uses.column(relation, column, expects, origin);
      }
      for (const [attribute, mapping] of Object.entries(entry.attributes)) {
        if (isRead(attribute)) mapped(mapping, declared?.attributeSpans.get(attribute));
      }
    }
  }
  if (program.rates !== undefined) {
    const { relation, date, from, rate } = program.rates;
    const span = catalog.places.get("rates");
    const origin = span === undefined ? "" : placeText(span);
    uses.relation(relation, origin);
    uses.column(relation, date, "date", origin);
    uses.column(relation, from, "text", origin);
    uses.column(relation, rate, "number", origin);
  }
  return uses.inOrder();
}

/** Collects uses; of two uses of a column the first place and the more exacting kind stand. */
class Uses {
  readonly #relations = new Map<
    string,
    { origin: string; columns: Map<string, { expects: ColumnKind; origin: string }> }
  >();

  relation(name: string, origin: string) {
    const there = this.#relations.get(name);
    if (there !== undefined) return there;
    const made = { origin, columns: new Map<string, { expects: ColumnKind; origin: string }>() };
    this.#relations.set(name, made);
    return made;
  }

  column(relation: string, column: string, expects: ColumnKind, origin: string): void {
    const { columns } = this.relation(relation, origin);
    const there = columns.get(column);
    if (there === undefined || there.expects === "any") columns.set(column, { expects, origin });
  }

  inOrder(): readonly RelationUse[] {
    const byName = <Value>([a]: readonly [string, Value], [b]: readonly [string, Value]): number =>
      a < b ? -1 : a > b ? 1 : 0;
    return [...this.#relations].sort(byName).map(([relation, { origin, columns }]) => ({
      relation,
      origin,
      columns: [...columns].sort(byName).map(([column, use]) => ({ column, ...use })),
    }));
  }
}

function sourceColumns(source: Source, program: Readings): readonly (readonly [string, ColumnKind])[] {
  const columns: (readonly [string, ColumnKind])[] = [
    source.customer.kind === "column"
      ? [source.customer.column, program.customer.type]
      : [source.customer.column, "any"],
  ];
  if (source.name === program.customer.source) columns.push([program.customer.key, program.customer.type]);
  columns.push(...conditionColumns(source.where));
  if (source.snapshot !== undefined) columns.push([source.snapshot, "date"]);
  if (source.history !== undefined) columns.push([source.history.from, "date"], [source.history.to, "date"]);
  if (source.time !== undefined) columns.push([source.time.column, timeKind(source.time)]);
  if (source.time?.clock !== undefined) columns.push([source.time.clock, "text"]);
  if (source.tagRows !== undefined) columns.push([source.tagRows.tag, "any"], [source.tagRows.value, "any"]);
  if (source.key !== undefined && leadsToCustomers(source, program)) {
    columns.push([source.key, "any"]);
    if (source.owners !== undefined) columns.push([source.owners.column, "text"]);
  }
  for (const column of source.id) columns.push([column, "any"]);
  if (source.partition !== undefined) columns.push([source.partition.column, "text"]);
  return columns;
}

/** Whether another source finds its customers by this one's key. */
function leadsToCustomers({ name }: Source, program: Readings): boolean {
  return Object.values(program.sources).some(
    ({ customer }) => customer.kind === "via" && customer.source === name,
  );
}

function conditionColumns(
  conditions: ColumnConditions | undefined,
): readonly (readonly [string, ColumnKind])[] {
  return Object.entries(conditions ?? {}).map(([column, value]) => [
    column,
    typeof value === "string" ? "text" : typeof value === "number" ? "number" : "boolean",
  ]);
}

function timeKind(stored: Pick<ColumnMapping, "format" | "zone">): ColumnKind {
  if (stored.format !== undefined) return "text";
  return stored.zone === undefined ? "instant" : "local-time";
}

function mappingKind(mapping: ColumnMapping): ColumnKind {
  if (mapping.map !== undefined) return "any";
  if (mapping.decimals !== undefined) return "float";
  switch (mapping.type.kind) {
    case "boolean":
      return "boolean";
    case "integer":
      return "integer";
    case "decimal":
    case "percent":
    case "money":
      return "number";
    case "date":
      return mapping.format === undefined ? "date" : "text";
    case "instant":
      return timeKind(mapping);
    case "set":
      return "set";
    default:
      return "text";
  }
}

/** The names of all attributes that any expression of the program reads. */
function attributesRead(program: Program): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (expression: Expression | undefined): void => {
    if (expression === undefined) return;
    walk(expression, (part) => {
      if (part.kind === "attribute") found.add(part.attribute);
    });
  };
  const visitOccurrence = (occurrence: Occurrence): void => {
    occurrenceParts(occurrence).forEach(visit);
    if (occurrence.kind === "date" && occurrence.of.kind === "collection") found.add(occurrence.of.attribute);
  };
  for (const feature of Object.values(program.features)) {
    if (feature.over.kind === "ledger") continue;
    visit(feature.subject);
    feature.where.forEach(visit);
  }
  for (const campaign of program.campaigns) {
    const { firing, goal } = campaign;
    if (isOccurrence(firing)) visitOccurrence(firing);
    for (const route of [...campaign.offers, ...campaign.channels]) {
      visit(route.when);
      if (route.choice?.kind === "best") route.choice.scores.forEach(visit);
    }
    visit(campaign.value);
    if (goal !== undefined) visitOccurrence(goal.occurrence);
    visit(goal?.worth);
  }
  Object.values(program.policy?.occurrences ?? {}).forEach(visitOccurrence);
  for (const offer of Object.values(program.offers)) {
    for (const message of Object.values(offer.messages)) {
      for (const part of [...(message.subject ?? []), ...message.body]) {
        // Of an event, or of a step by its alias.
        if (part.kind === "placeholder") found.add(part.name.replace(/^[^.]*\./, ""));
      }
    }
  }
  return found;
}
