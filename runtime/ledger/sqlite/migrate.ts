import { RuntimeProblem } from "../../problem.ts";
import { LATEST_VERSION, migrations } from "../migrations.ts";
import { newerLedger } from "../version-problem.ts";
import { type Connection, openConnection } from "./connection.ts";

const MIGRATIONS = migrations({
  id: "id integer primary key",
  integer: "integer",
  text: "text",
  table: " strict",
  keyed: " strict, without rowid",
});

/**
 * Brings a ledger to this release's version, each step in one transaction.
 * @throws RuntimeProblem where the ledger is of a newer release.
 */
export function migrate(connection: Connection): void {
  if (ledgerVersion(connection) === LATEST_VERSION) return;
  connection.transaction(() => {
    connection.execute(
      "create table if not exists migrations (number integer primary key, name text not null) strict",
    );
    // Asked again inside: another process may have migrated in between.
    const version = ledgerVersion(connection);
    for (const { number, name, statements } of MIGRATIONS) {
      if (number <= version) continue;
      for (const statement of statements) connection.execute(statement);
      connection.execute(`insert into migrations (number, name) values (${number}, '${name}')`);
    }
  });
}

/**
 * The number of the last step that the ledger has had; 0 for an empty file.
 * @throws RuntimeProblem where it is newer than this release, or somebody else's database.
 */
export function ledgerVersion(connection: Connection): number {
  const tables = names(connection);
  if (tables.size === 0) return 0;
  if (!tables.has("migrations")) {
    throw new RuntimeProblem("ledger-unreadable", `\`${connection.path}\` is a database, but not a ledger`, {
      help: "name another file under `ledger:` in `baleen.yaml`",
    });
  }
  const version =
    connection.select<{ readonly number: number }>(
      "select coalesce(max(number), 0) as number from migrations",
    )[0]?.number ?? 0;
  if (version > LATEST_VERSION) throw newerLedger(`\`${connection.path}\``, version);
  return version;
}

/** An empty ledger in memory, for those who read where there is none. */
export function openEmpty(): Connection {
  const connection = openConnection(":memory:");
  migrate(connection);
  return connection;
}

function names(connection: Connection): ReadonlySet<string> {
  const found = connection.select<{ readonly name: string }>(
    "select name from sqlite_schema where type = 'table'",
  );
  return new Set(found.map((row) => row.name));
}
