import type { NameTree, Span, TextTree } from "../../grammar/index.ts";
import type { Catalog, Description, Labels } from "../catalog/catalog.ts";
import type { WholeProject } from "../check/check.ts";
import { isLibraryFile } from "../library.ts";
import type { Declared, Names } from "../resolve/names.ts";
import {
  channelDetail,
  ledgerEventDetail,
  readRowsDetail,
  readTagDetail,
  sourceDetail,
} from "./catalog-details.ts";
import {
  bareDetails,
  campaignDetail,
  declaredEventDetail,
  derivedTagDetail,
  offerDetail,
} from "./declared-details.ts";
import type { Thing, ThingDetail, ThingReference } from "./documentation.ts";
import type { TextParts } from "./source-text.ts";
import { kindOfData, type PlacedUse } from "./uses.ts";

/** What is known of a thing without looking at others. */
export interface Sketch
  extends Pick<
    Thing,
    | "label"
    | "description"
    | "documentation"
    | "class"
    | "category"
    | "unit"
    | "owner"
    | "by"
    | "missing"
    | "history"
    | "detail"
  > {
  readonly thing: ThingReference;
  /** Where the catalog or a file names it first. */
  readonly place: Span | undefined;
  /** The whole declaration in a .campaign file. */
  readonly declaration: Span | undefined;
  /** What the catalog says that it rests on. */
  readonly rests: readonly ThingReference[];
  /** Whether it is read from the warehouse as it is. */
  readonly isRead: boolean;
}

export interface SketchContext {
  readonly names: Names;
  readonly whole: WholeProject;
  readonly uses: readonly PlacedUse[];
  readonly partsOf: TextParts;
}

/** Everything that has a page. */
export function sketches(context: SketchContext): readonly Sketch[] {
  const { names, whole, partsOf } = context;
  const { catalog } = names;
  return [
    ...[...names.data].map(([name, declared]) => dataSketch(name, declared, context)),
    ...[...names.offers.values()].map((tree): Sketch => {
      const detail = offerDetail(whole.project.offers.get(tree.name.text), tree, partsOf);
      return declaredSketch("offer", tree, detail, context);
    }),
    ...[...names.groups.values()].map(
      (name): Sketch => ({
        ...sketch({ kind: "group", name: name.text }, bareDetails.group),
        ...describedIn(catalog, name.text),
        place: name.span,
        by: byOf(name.span),
      }),
    ),
    ...whole.project.campaigns.flatMap((campaign): readonly Sketch[] => {
      const tree = names.campaigns.get(campaign.name);
      if (tree === undefined) return [];
      const tests = names.tests.filter((test) => test.campaign.text === campaign.name);
      const titles = tests.map(({ title }) => title.value);
      const detail = campaignDetail(campaign, tree, { ...context, tests: titles });
      return [{ ...declaredSketch("campaign", tree, detail, context), owner: campaign.owner }];
    }),
    ...names.policies.slice(0, 1).map(
      (tree): Sketch => ({
        ...sketch({ kind: "policy", name: "policy" }, bareDetails.policy),
        label: policyLabels,
        documentation: paragraphs(tree.documentation),
        by: byOf(tree.keyword),
        place: tree.keyword,
        declaration: tree.span,
      }),
    ),
    ...catalogSketches(catalog),
  ];
}

function dataSketch(name: string, declared: Declared, context: SketchContext): Sketch {
  const { names, whole } = context;
  const { catalog } = names;
  const thing: ThingReference = { kind: kindOfData(name, names) ?? "tag", name };
  switch (declared.kind) {
    case "catalog-tag": {
      const { tag } = declared;
      const isMapped = tag.unmapped !== true;
      return {
        ...sketch(thing, readTagDetail(tag, catalog)),
        label: tag.label,
        description: tag.description,
        class: tag.class,
        category: tag.category,
        unit: tag.unit,
        owner: tag.owner,
        history: tag.history,
        by: tag.library === true ? "library" : "project",
        place: tag.span,
        missing: isMapped ? [] : [name],
        rests: isMapped ? [{ kind: "source", name: tag.mapping.source }] : [],
        isRead: true,
      };
    }
    case "catalog-event":
    case "collection": {
      const event = declared.kind === "collection" ? declared.collection : declared.event;
      const kind = declared.kind === "collection" ? "collection" : "event";
      const isMapped = event.unmapped !== true;
      return {
        ...sketch(thing, readRowsDetail(kind, event, catalog)),
        label: event.label,
        description: event.description,
        history: event.history,
        by: event.library === true ? "library" : "project",
        place: event.span,
        missing: isMapped ? [] : [name],
        rests: isMapped ? [{ kind: "source", name: event.source.source }] : [],
        isRead: true,
      };
    }
    case "ledger-event":
      return {
        ...sketch(thing, ledgerEventDetail(declared.event, names.openLists)),
        label: ledgerLabels[declared.event.name],
        by: "language",
      };
    case "tag":
    case "segment":
    case "event": {
      const missing = [...(whole.missing.get(name) ?? [])].sort();
      const { tree } = declared;
      const described = catalog.descriptions?.get(name);
      const detail = detailOfDeclared(declared, described, whole);
      return { ...declaredSketch(thing.kind, tree, detail, context), missing };
    }
  }
}

const ledgerLabels = {
  contact: { en: "Contact made", zh: "已发生的接触" },
  response: { en: "Response", zh: "客户响应" },
} as const satisfies Record<string, Labels>;

/** A project has one policy, which has no name of its own. */
const policyLabels: Labels = { en: "Contact policy", zh: "接触策略" };

function detailOfDeclared(
  declared: Extract<Declared, { readonly kind: "tag" | "segment" | "event" }>,
  described: Description | undefined,
  { project, events }: WholeProject,
): ThingDetail {
  const name = declared.tree.name.text;
  switch (declared.kind) {
    case "tag":
      return derivedTagDetail(project.definitions.get(name));
    case "segment":
      return bareDetails.segment;
    case "event":
      return declaredEventDetail(events.get(name), described);
  }
}

function declaredSketch(
  kind: ThingReference["kind"],
  tree: {
    readonly name: NameTree;
    readonly label: TextTree | undefined;
    readonly documentation: readonly string[];
    readonly span: Span;
  },
  detail: ThingDetail,
  { names }: SketchContext,
): Sketch {
  const { text: name, span } = tree.name;
  const described = describedIn(names.catalog, name);
  return {
    ...sketch({ kind, name }, detail),
    ...described,
    label: { ...described.label, ...(tree.label === undefined ? {} : { en: tree.label.value }) },
    documentation: paragraphs(tree.documentation),
    by: byOf(span),
    place: span,
    declaration: tree.span,
  };
}

/** What `describe` says of something. */
function describedIn(
  { descriptions }: Catalog,
  name: string,
): Pick<Sketch, "label" | "description" | "class" | "category" | "unit" | "owner" | "history"> {
  const said: Description | undefined = descriptions?.get(name);
  return {
    label: said?.label ?? {},
    description: said?.description,
    class: said?.class,
    category: said?.category,
    unit: said?.unit,
    owner: said?.owner,
    history: said?.history ?? [],
  };
}

function catalogSketches(catalog: Catalog): readonly Sketch[] {
  return [
    ...[...catalog.channels].map(([name, channel]): Sketch => {
      const { address, consent } = channel.value;
      const asked = [address, consent].flatMap((tag) => (tag === undefined ? [] : [tag]));
      return {
        ...sketch({ kind: "channel", name }, channelDetail(channel)),
        label: channel.label,
        description: channel.description,
        place: channel.span,
        rests: asked.map((tag) => ({ kind: "tag", name: tag })),
      };
    }),
    ...[...catalog.products.values()].map(
      ({ code, label, span }): Sketch => ({
        ...sketch({ kind: "product", name: code }, bareDetails.product),
        label,
        place: span,
      }),
    ),
    ...[...catalog.sources.values()].map(({ value, span }): Sketch => {
      const { customer } = value;
      return {
        ...sketch({ kind: "source", name: value.name }, sourceDetail(value, catalog)),
        place: span,
        rests: customer.kind === "via" ? [{ kind: "source", name: customer.source }] : [],
      };
    }),
  ];
}

function sketch(thing: ThingReference, detail: ThingDetail): Sketch {
  return {
    thing,
    detail,
    label: {},
    description: undefined,
    documentation: [],
    class: undefined,
    category: undefined,
    unit: undefined,
    owner: undefined,
    by: "project",
    place: undefined,
    declaration: undefined,
    missing: [],
    history: [],
    rests: [],
    isRead: false,
  };
}

function byOf({ file }: Span): "library" | "project" {
  return isLibraryFile(file) ? "library" : "project";
}

/** A doc comment's lines as paragraphs: an empty line parts them. */
function paragraphs(lines: readonly string[]): readonly string[] {
  const found = lines
    .map((line) => line.trim())
    .join("\n")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll("\n", " ").trim());
  return found.filter((paragraph) => paragraph !== "");
}
