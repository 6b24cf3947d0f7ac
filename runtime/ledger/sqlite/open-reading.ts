import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { RuntimeProblem } from "../../problem.ts";
import { type Connection, openConnection, openReadOnly } from "./connection.ts";

/**
 * Opens a ledger's file to read alone; undefined where there is none. Who may write there opens it as a writer does, or SQLite
 * would leave its `-wal` and `-shm` files behind. Who may not must not make these files either: they would be in the way of those
 * whose ledger it is. So they are used where they are there, as they are while somebody works; where they are not nobody writes,
 * and the file alone is the ledger, as long as it stays as it is.
 * @throws RuntimeProblem where it cannot be opened, or is no database.
 */
export function openReading(path: string): Connection | undefined {
  if (!isThere(path)) return undefined;
  if (may(path, constants.W_OK) && may(dirname(path), constants.W_OK)) {
    const connection = openConnection(path);
    connection.execute("pragma query_only = 1");
    return connection;
  }
  if (!may(path, constants.R_OK)) throw mayNotRead(path);
  const unchanging = !existsSync(`${path}-wal`);
  if (!unchanging && !existsSync(`${path}-shm`)) throw leftBehind(path);
  const before = state(path);
  const check = (): void => {
    if (unchanging && state(path) !== before) throw writtenMeanwhile(path);
  };
  try {
    return openReadOnly({ path, unchanging, check });
  } catch (error) {
    const closed = error instanceof RuntimeProblem && error.code === "ledger-unreachable";
    throw closed ? mayNotRead(path, error) : error;
  }
}

/** @throws RuntimeProblem where nobody can tell, as the folder is closed to this user. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    throw mayNotRead(path, cause);
  }
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** Changes with every write to the file. */
function state(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "" : [found.dev, found.ino, found.size, found.mtimeNs].join(":");
}

function mayNotRead(path: string, cause?: unknown): RuntimeProblem {
  return new RuntimeProblem("ledger-unreachable", `this user may not read the ledger \`${path}\``, {
    cause,
    help: "give her the right to read the file and to enter its folder, or run as the user whose ledger it is",
  });
}

function leftBehind(path: string): RuntimeProblem {
  return new RuntimeProblem(
    "ledger-unreachable",
    `who may only read the ledger \`${path}\` cannot do so now: a log of writes, \`${path}-wal\`, was left behind, which its owner must bring in first`,
    {
      help: "let its owner call any command that writes, such as `baleen dispatch`, or read it as that user",
    },
  );
}

function writtenMeanwhile(path: string): RuntimeProblem {
  return new RuntimeProblem("ledger-busy", `the ledger \`${path}\` was written while it was being read`, {
    help: "try again in a moment",
  });
}
