import { readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import type { RelationUse } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";

/** The file that holds a relation. */
export interface RelationFile {
  /** The real path, links followed. */
  readonly path: string;
  readonly format: "parquet" | "csv";
}

/** In order of preference. */
const FORMATS = ["parquet", "csv"] as const;

/**
 * Finds `x.parquet`, else `x.csv`, in the folder (a real path); undefined where there is neither.
 * @throws RuntimeProblem when the name or a link leads outside the folder.
 */
export async function findRelationFile(
  folder: string,
  relation: RelationUse,
): Promise<RelationFile | undefined> {
  // Neither a way out of the folder nor, on any system, into one below it.
  if (/[/\\\0]/.test(relation.relation) || relation.relation.startsWith(".")) {
    throw new RuntimeProblem(
      "warehouse-unreadable",
      `\`${relation.relation}\` cannot be the name of a file in the folder \`${folder}\``,
      { help: "name the relation as its file is named, without folder and ending", origin: relation.origin },
    );
  }
  for (const format of FORMATS) {
    const named = join(folder, `${relation.relation}.${format}`);
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
  return undefined;
}

async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}

/** The names of all relations in the folder, in code-unit order. */
export async function relationNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  const names = files.flatMap((file) => /^(.+)\.(parquet|csv)$/.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort();
}
