import pg from "pg";

/** A database of PostgreSQL. */
export interface PostgresPlace {
  /** With user and password. */
  readonly url: string;
  /** The same as a project file names it: by way of the environment. */
  readonly inProject: string;
}

/** PostgreSQL's `int8`: all that is written here is within a number's range. */
const INT8 = 20;
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
} as pg.CustomTypesConfig;

/** Does something on a connection of its own. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, types, application_name: "faults" });
  // A server that is stopped meanwhile is told of by the next statement.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Makes databases of a server, each for one ledger or bank. */
export async function makeDatabase(
  server: string,
  name: string,
  tablespace = "pg_default",
): Promise<PostgresPlace> {
  await withClient(server, (client) =>
    client.query(`create database ${name} template template0 tablespace ${tablespace}`),
  );
  const base = server.replace(/\/postgres$/, "");
  // Passwords stand in no project file.
  process.env["FAULTS_SERVER"] = base;
  return { url: `${base}/${name}`, inProject: `\${FAULTS_SERVER}/${name}` };
}

/** Waits until the server has noticed that those who were connected are no more: a killed process closes its connections at once, and the server looks when it next reads or writes. */
export async function connectionsGone(url: string): Promise<void> {
  await withClient(url, async (client) => {
    for (let attempt = 0; attempt < 500; attempt++) {
      const { rows } = await client.query<{ readonly count: number }>(
        "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'baleen'",
      );
      if (rows[0]?.count === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("connections of a killed process are still there after five seconds");
  });
}
