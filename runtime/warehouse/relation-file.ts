import type { Dirent } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { type RelationUse, relationName } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";
import { isOwnSchema } from "./own-schema.ts";

/** The file that holds a relation. */
export interface RelationFile {
  /** The real path, links followed. */
  readonly path: string;
  readonly format: "parquet" | "csv";
}

/** In order of preference. */
const FORMATS = ["parquet", "csv"] as const;

/**
 * Finds the file of a relation in the folder (a real path); undefined where there is none. `x` is `x.parquet`, else `x.csv`;
 * `y.x` is so in the folder's own folder `y`, else as a file of the whole name.
 * @throws RuntimeProblem when the name or a link leads outside the folder.
 */
export async function findRelationFile(
  folder: string,
  relation: RelationUse,
): Promise<RelationFile | undefined> {
  const { schema, table } = relationName(relation.relation);
  const parts = schema === undefined ? [table] : [schema, table];
  // Neither a way out of the folder nor, on any system, into one that no dot stands for.
  if (parts.some((part) => part === "" || /[/\\\0]/.test(part) || part.startsWith("."))) {
    throw new RuntimeProblem(
      "warehouse-unreadable",
      `\`${relation.relation}\` cannot be the name of a file in the folder \`${folder}\``,
      {
        help: "name the relation as its file is named, without ending, and with `.` after the folder in which it lies",
        origin: relation.origin,
      },
    );
  }
  const places = [join(...parts), ...(schema === undefined ? [] : [relation.relation])];
  for (const place of places) {
    for (const format of FORMATS) {
      const named = join(folder, `${place}.${format}`);
      const path = await realPath(named);
      if (path === undefined) continue;
      if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
        throw new RuntimeProblem(
          "warehouse-unreadable",
          `\`${named}\` is a link that leads outside the folder`,
          {
            help: "put the file itself into the folder, or name its own folder as the warehouse",
            origin: relation.origin,
          },
        );
      }
      return { path, format };
    }
  }
  return undefined;
}

async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}

/**
 * The names of all relations in the folder and in its own folders, as a catalog writes them, in code-unit order. What lies in a
 * folder `main`, or under a name that begins so, is none: `main.x` is `x`, which lies in the folder itself.
 */
export async function relationNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Set(tableNames(entries).filter((name) => name.split(".").length <= 2 && isReadAs(name)));
  for (const schema of entries) {
    if (!schema.isDirectory() || schema.name.includes(".")) continue;
    for (const table of tableNames(await entriesOf(join(folder, schema.name)))) {
      const name = `${schema.name}.${table}`;
      if (!table.includes(".") && isReadAs(name)) names.add(name);
    }
  }
  return [...names].sort();
}

/** Whether a file is what a relation of its name is read from. */
function isReadAs(name: string): boolean {
  const { schema } = relationName(name);
  return schema === undefined || !isOwnSchema(schema);
}

const tableNames = (entries: readonly Dirent[]): readonly string[] =>
  entries.flatMap(({ name }) => /^([^.].*)\.(?:parquet|csv)$/.exec(name)?.[1] ?? []);

/** What lies in a folder; nothing where it may not be read. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
