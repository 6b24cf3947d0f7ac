import { libraryDeclarations, libraryDescriptions } from "../support.ts";

/** An event rule of the library. */
export interface EventRule {
  readonly name: string;
  readonly family: string;
  readonly kind: string;
}

/** The library's event rules, in order of file and place. */
export const eventRules: readonly EventRule[] = libraryDeclarations.flatMap((tree) => {
  if (tree.kind !== "event") return [];
  const name = tree.name.text;
  const { family, kind } = libraryDescriptions.get(name) ?? {};
  return [{ name, family: String(family), kind: String(kind) }];
});
