import { readFileSync } from "node:fs";
import { join } from "node:path";
import { documentProject } from "../../../compiler/documentation/document-project.ts";
import {
  type Documentation,
  type Thing,
  type ThingKind,
  thingKey,
} from "../../../compiler/documentation/documentation.ts";
import type { LibraryTexts } from "../../../compiler/library.ts";

const catalogText = readFileSync(join(import.meta.dirname, "../golden/catalog.yaml"), "utf8");

/** The documentation of a text, `a.campaign`, by the catalog of the golden cases and more catalog. */
export function documented(
  text: string,
  {
    catalog = "catalog: 1",
    library,
    reversed = false,
  }: { readonly catalog?: string; readonly library?: LibraryTexts; readonly reversed?: boolean } = {},
): Documentation {
  const inOrder = <Item>(files: readonly Item[]): readonly Item[] => (reversed ? files.toReversed() : files);
  const found = documentProject(
    {
      project: "test-bank",
      catalogFiles: inOrder([
        { path: "catalog.yaml", text: catalogText },
        { path: "more.yaml", text: catalog },
      ]),
      campaignFiles: inOrder([
        { path: "a.campaign", text },
        { path: "b.campaign", text: "tag another = age + 1\n" },
      ]),
      ...(library === undefined ? {} : { library }),
    },
    "duckdb",
  );
  if (found === undefined) throw new Error("the catalog cannot be read");
  return found;
}

/** A thing that must be there. */
export function thingIn({ things }: Documentation, kind: ThingKind, name: string): Thing {
  const found = things.find((thing) => thing.kind === kind && thing.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

/** References as `kind name`. */
export function keys(
  references: readonly { readonly kind: ThingKind; readonly name: string }[],
): readonly string[] {
  return references.map(thingKey);
}
