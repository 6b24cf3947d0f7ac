import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { RuntimeProblem } from "../problem.ts";
import { isPassing, postgresProblem, type Store } from "./failure.ts";
import type { StorePlace } from "./rights.ts";

/** A connection to PostgreSQL, and how messages call the server and who asks it. */
export interface Connected {
  readonly client: pg.Client;
  readonly place: StorePlace;
}

/** Milliseconds; `connect_timeout` in the url sets another, up to `LONGEST_CONNECT`. */
const CONNECT_TIMEOUT = 10_000;
const LONGEST_CONNECT = 25_000;

/** Milliseconds between the attempts to reach a server that is starting or has no connection left. */
const BACK_OFF = [100, 200, 400, 800, 1_600, 3_200];

/**
 * Connects to a store, and prepares the session. A server that is starting, or has too many connections, is tried
 * again for some seconds. `statement_timeout` and `sslmode` may be in the url.
 * @throws RuntimeProblem where it cannot be reached within the time-out, or refuses.
 */
export async function connect(
  url: string,
  store: Pick<StorePlace, "store" | "schema" | "readOnly">,
  prepare: (client: pg.Client) => Promise<unknown>,
): Promise<Connected> {
  for (let attempt = 0; ; attempt += 1) {
    const client = createClient(url, store.store);
    const { host, port, database = "", user = "" } = client;
    const place: StorePlace = { ...store, address: `${host}:${port}/${database}`, database, user };
    // Without a listener an error between two statements would end the process; the next statement tells of it.
    client.on("error", () => {});
    try {
      await client.connect();
      await prepare(client);
      return { client, place };
    } catch (error) {
      await client.end().catch(() => {});
      const pause = BACK_OFF[attempt];
      if (pause === undefined || !isPassing(error)) throw postgresProblem(error, place);
      await sleep(pause);
    }
  }
}

/**
 * Sets what a server, a role or the url may have set otherwise, so that statements mean the same everywhere.
 * `schema`: where relations are that name none; nothing else but PostgreSQL's own is found.
 */
export async function pinSession(client: pg.Client, schema: string, timezone: string): Promise<void> {
  await client.query(
    `select set_config('TimeZone', $1, false),
            set_config('search_path', 'pg_catalog, ' || quote_ident($2) || ', pg_temp', false),
            set_config('DateStyle', 'ISO, YMD', false),
            set_config('IntervalStyle', 'postgres', false),
            set_config('extra_float_digits', '1', false),
            set_config('standard_conforming_strings', 'on', false),
            set_config('idle_in_transaction_session_timeout', '0', false)`,
    [timezone, schema],
  );
  // Newer servers' own ways to end a session that waits, or takes its time.
  await client.query(
    `select set_config(name, '0', false) from pg_settings
     where name in ('idle_session_timeout', 'transaction_timeout')`,
  );
}

/** One piece of work after the other: a connection does one thing at a time. */
export function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}

function createClient(url: string, store: Store): pg.Client {
  const wrong = new RuntimeProblem(`${store}-unreachable`, `the ${store}'s url is not one of PostgreSQL`, {
    help: "write `url: postgres://user:password@host:5432/database`, secrets by way of the environment",
  });
  if (!/^(postgres|postgresql):\/\//.test(url) || !URL.canParse(url)) throw wrong;
  const seconds = Number(new URL(url).searchParams.get("connect_timeout") ?? Number.NaN);
  try {
    return new pg.Client({
      connectionString: withPlainMode(url),
      application_name: "baleen",
      connectionTimeoutMillis: seconds > 0 ? Math.min(seconds * 1000, LONGEST_CONNECT) : CONNECT_TIMEOUT,
      keepAlive: true,
    });
  } catch (cause) {
    const file = missingFile(cause);
    // The driver's own message may quote the url.
    if (file === undefined) throw wrong;
    throw new RuntimeProblem(
      `${store}-unreachable`,
      `\`${file}\`, which the ${store}'s url names, cannot be read`,
      {
        help: "look at `sslrootcert`, `sslcert` and `sslkey` in the url: paths are from the folder that the command is called in",
      },
    );
  }
}

/**
 * The driver takes `prefer`, `require` and `verify-ca` for `verify-full`, and warns on the terminal that a later version of it
 * will not: said outright it means the same in all of them.
 */
function withPlainMode(url: string): string {
  // So they mean what PostgreSQL's own programs mean by them, and nothing is said.
  if (/[?&]uselibpqcompat=true(?=&|#|$)/.test(url)) return url;
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|#|$)/, "$1verify-full");
}

/** The certificate or key that the driver could not read. */
function missingFile(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !("syscall" in cause) || !("path" in cause)) return undefined;
  return typeof cause.path === "string" ? cause.path : undefined;
}
