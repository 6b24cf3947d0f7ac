import { readFile } from "node:fs/promises";
import { fileReason } from "../../file-reason.ts";
import { RuntimeProblem } from "../../problem.ts";
import { otherSeparator } from "../../tabular/separators.ts";

/** Relationship managers who are at work. */
export interface Staff {
  /** A manager's branch. */
  readonly branches: ReadonlyMap<string, string>;
  /** A branch's managers. */
  readonly managers: ReadonlyMap<string, readonly string[]>;
}

const HEADER = ["manager", "branch"];

/**
 * Reads who is at work: a CSV file with the columns `manager` and `branch`, in this order, without quotes or commas in them.
 * @throws RuntimeProblem `dispatch-failed` where it cannot be read, or is none.
 */
export async function readStaff(path: string): Promise<Staff> {
  const lines = (await textOf(path)).replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const rows = lines.flatMap((line, index) =>
    line.trim() === "" ? [] : [{ line: index + 1, cells: cellsOf(line) }],
  );
  const [header, ...people] = rows;
  if (header === undefined || header.cells.join() !== HEADER.join()) {
    const separator = header?.cells.length === 1 ? otherSeparator(header.cells[0] ?? "") : undefined;
    const found = separator === undefined ? "" : `, and seems to be separated by ${separator}`;
    throw malformed(path, header?.line ?? 1, `the first line must be \`manager,branch\`${found}`);
  }
  const branches = new Map<string, string>();
  for (const { line, cells } of people) {
    const [manager = "", branch = ""] = cells;
    if (cells.length !== HEADER.length || manager === "" || branch === "") {
      throw malformed(path, line, "a line must have a manager and a branch, with a comma between");
    }
    if (branches.has(manager)) throw malformed(path, line, `the manager \`${manager}\` stands here twice`);
    branches.set(manager, branch);
  }
  const managers = Map.groupBy(branches.keys(), (manager) => branches.get(manager) ?? "");
  return { branches, managers };
}

function cellsOf(line: string): readonly string[] {
  return line.split(",").map((cell) => cell.trim());
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new RuntimeProblem(
      "dispatch-failed",
      `the file of relationship managers \`${path}\` cannot be read: ${fileReason(cause)}`,
      {
        cause,
        help: "look at `staff` under `dispatch:` in `baleen.yaml`; what was decided stands, and the messages wait in the ledger",
      },
    );
  }
}

function malformed(path: string, line: number, reason: string): RuntimeProblem {
  return new RuntimeProblem("dispatch-failed", `\`${path}\`, line ${line}: ${reason}`, {
    help: "mend the file, then run again: what was decided stands, and the messages wait in the ledger",
  });
}
