import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { RuntimeProblem } from "../problem.ts";

/** A folder that nobody else can read: customers' data may be put aside in it. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

const inUse = new Set<string>();

/**
 * Makes a temporary folder in another.
 * @throws RuntimeProblem where it cannot be made.
 */
export async function makeTemporaryFolder(parent: string): Promise<TemporaryFolder> {
  try {
    const path = await mkdtemp(join(parent, "baleen-"));
    inUse.add(path);
    const remove = async () => {
      await rm(path, { recursive: true, force: true });
      inUse.delete(path);
    };
    return { path, remove };
  } catch (error) {
    const full = error instanceof Error && "code" in error && error.code === "ENOSPC";
    throw new RuntimeProblem(
      full ? "disk-full" : "warehouse-query-failed",
      full ? `the disk of \`${parent}\` is full` : `a temporary folder cannot be made in \`${parent}\``,
      { help: "set `TMPDIR` to a folder that can be written and has space" },
    );
  }
}

/** Removes the folders still in use, at once: for a process that is told to end in the middle of its work. */
export function removeTemporaryFolders(): void {
  for (const path of inUse) rmSync(path, { recursive: true, force: true });
  inUse.clear();
}
