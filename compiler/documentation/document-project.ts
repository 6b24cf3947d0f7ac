import { parse, type Span } from "../../grammar/index.ts";
import type { Engine } from "../../plan/index.ts";
import { loadCatalog } from "../catalog/load-catalog.ts";
import { checkWholeProject } from "../check/check.ts";
import type { ProjectTexts } from "../compile.ts";
import { noLibrary } from "../library.ts";
import { originFinder, originText } from "../lower/origin.ts";
import { collectNames } from "../resolve/names.ts";
import { dependencyOrder } from "../resolve/order.ts";
import { type Documentation, inOrder, type Thing, type ThingReference, thingKey } from "./documentation.ts";
import { textParts } from "./source-text.ts";
import { declaredStatements } from "./statements.ts";
import { sketches } from "./things.ts";
import { placedUses, reachableFrom, type UseGraph, useGraph } from "./uses.ts";

/**
 * All that people are told of a project that was checked and has no errors. Pure: the same texts always give the
 * same, in whatever order the files come. `engine` is the one whose SQL is shown.
 */
export function documentProject(texts: ProjectTexts, engine: Engine): Documentation | undefined {
  const { project, catalogFiles, campaignFiles, library = noLibrary } = texts;
  const { catalog } = loadCatalog(catalogFiles, library.catalogFiles);
  if (catalog === undefined) return undefined;
  const trees = campaignFiles.map(({ path, text }) => parse(path, text).tree);
  const libraryTrees = library.campaignFiles.map(({ path, text }) => parse(path, text).tree);
  const { names } = collectNames(trees, catalog, libraryTrees);
  const whole = checkWholeProject(names, dependencyOrder(names.data));

  const uses = placedUses(names, whole.uses);
  const partsOf = textParts([...campaignFiles, ...library.campaignFiles], uses);
  const found = sketches({ names, whole, uses, partsOf });
  const declarations = found.flatMap(({ thing, declaration }) =>
    declaration === undefined ? [] : [{ thing, span: declaration }],
  );
  const graph = useGraph(
    declarations,
    uses,
    found.flatMap(({ thing, rests }) => rests.map((to) => [thing, to] as const)),
  );
  const originOf = originFinder(
    new Map(
      [catalogFiles, campaignFiles, library.catalogFiles, library.campaignFiles]
        .flat()
        .map(({ path, text }) => [path, text]),
    ),
  );
  const statements = declaredStatements(whole, { names, originOf, engine });
  const read = new Set(found.filter(({ isRead }) => isRead).map(({ thing }) => thingKey(thing)));
  const placeOf = (span: Span): string => originText(originOf(span));
  const things = found.map(
    ({ thing, declaration, place, rests: _, isRead: __, ...said }): Thing => ({
      ...thing,
      ...said,
      place: place && placeOf(place),
      text: declaration === undefined ? [] : partsOf(declaration),
      ...linksOf(thing, graph, read),
      statements: statements.get(thingKey(thing)) ?? [],
    }),
  );
  return {
    project,
    timezone: catalog.timezone,
    currency: catalog.currency,
    engine,
    classes: [...catalog.categories].map(([name, categories]) => ({ name, categories })),
    things: ordered(things),
  };
}

function linksOf(
  thing: ThingReference,
  { uses, usedBy }: UseGraph,
  read: ReadonlySet<string>,
): Pick<Thing, "uses" | "usedBy" | "restsOn" | "reaches"> {
  return {
    uses: uses.get(thingKey(thing)) ?? [],
    usedBy: usedBy.get(thingKey(thing)) ?? [],
    restsOn: inOrder(reachableFrom(thing, uses).filter((each) => read.has(thingKey(each)))),
    reaches: inOrder(
      reachableFrom(thing, usedBy).filter(({ kind }) => kind === "campaign" || kind === "policy"),
    ),
  };
}

function ordered(things: readonly Thing[]): readonly Thing[] {
  const byKey = new Map(things.map((thing) => [thingKey(thing), thing]));
  return inOrder(things).flatMap((reference) => byKey.get(thingKey(reference)) ?? []);
}
