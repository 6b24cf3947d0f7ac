import { createHash } from "node:crypto";
import { type FileTree, parse } from "../grammar/index.ts";
import type { LibraryTexts } from "./library.ts";
import type { YamlEntry, YamlNode } from "./yaml/node.ts";
import { readYaml, type SourceText } from "./yaml/read-yaml.ts";

/** What is in the files of the standard library, by the SHA-256 of path and text; maps of YAML as lists of their entries. */
interface Form {
  readonly catalog: Readonly<Record<string, PlainNode>>;
  readonly campaigns: Readonly<Record<string, FileTree>>;
}

type PlainNode =
  | Exclude<YamlNode, { readonly kind: "map" | "list" }>
  | { readonly kind: "list"; readonly items: readonly PlainNode[]; readonly span: YamlNode["span"] }
  | {
      readonly kind: "map";
      readonly entries: readonly (readonly [string, YamlEntry["key"], PlainNode])[];
      readonly span: YamlNode["span"];
    };

/** Reads the library once for all who use a release: reading YAML takes most of the time in which a small project is checked. */
export function libraryForm(library: LibraryTexts): string {
  const catalog = library.catalogFiles.flatMap((file) => {
    const { root, diagnostics } = readYaml(file);
    return root === undefined || diagnostics.length > 0 ? [] : [[mark(file), plain(root)] as const];
  });
  const campaigns = library.campaignFiles.flatMap((file) => {
    const { tree, problems } = parse(file.path, file.text);
    return problems.length > 0 ? [] : [[mark(file), tree] as const];
  });
  const form: Form = { catalog: Object.fromEntries(catalog), campaigns: Object.fromEntries(campaigns) };
  return JSON.stringify(form);
}

/** The library with what was read ahead of it. A file that is another one by now is read when it is asked for. */
export function readAhead(library: LibraryTexts, form: string): LibraryTexts {
  const { catalog, campaigns } = JSON.parse(form) as Form;
  return {
    catalogFiles: library.catalogFiles.map((file) => {
      const root = catalog[mark(file)];
      return root === undefined ? file : { ...file, root: revived(root) };
    }),
    campaignFiles: library.campaignFiles.map((file) => {
      const tree = campaigns[mark(file)];
      return tree === undefined ? file : { ...file, tree };
    }),
  };
}

const mark = ({ path, text }: SourceText): string =>
  createHash("sha256").update(`${path}\0${text}`, "utf8").digest("hex");

function plain(node: YamlNode): PlainNode {
  switch (node.kind) {
    case "scalar":
      return node;
    case "list":
      return { ...node, items: node.items.map(plain) };
    case "map":
      return {
        ...node,
        entries: [...node.entries].map(([name, { key, value }]) => [name, key, plain(value)] as const),
      };
  }
}

function revived(node: PlainNode): YamlNode {
  switch (node.kind) {
    case "scalar":
      return node;
    case "list":
      return { ...node, items: node.items.map(revived) };
    case "map":
      return {
        ...node,
        entries: new Map(node.entries.map(([name, key, value]) => [name, { key, value: revived(value) }])),
      };
  }
}
