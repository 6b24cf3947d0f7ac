import { spawn } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLine } from "../../cli/command-line.ts";
import { starterFiles } from "../../cli/init/starter.ts";

/** The tick that the starter project is run at, and its project's local time. */
export const TICK = "2026-03-02T09:00";

export interface Ending {
  /** The exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Carries out a command line in this process, as `cli/main.ts` does, without the price of a new one. */
export async function baleen(...parameters: readonly string[]): Promise<Ending> {
  let out = "";
  let err = "";
  const code = await commandLine(parameters, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    color: false,
    interactive: false,
  });
  return { code, out, err };
}

export interface SpawnOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Where the result goes instead of a pipe: an open file. */
  readonly stdout?: number;
}

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** Starts the command line as a process of its own. */
export function start(parameters: readonly string[], options: SpawnOptions = {}) {
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--disable-warning=ExperimentalWarning", main, ...parameters],
    {
      cwd: options.cwd,
      env: { ...process.env, NODE_OPTIONS: "", ...options.environment },
      stdio: ["ignore", options.stdout ?? "pipe", "pipe"],
      ...options.user,
    },
  );
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const ended = new Promise<Ending>((resolve) => {
    child.on("close", (code, signal) => resolve({ code: code ?? signal, out, err }));
  });
  return { child, ended };
}

/** Files by path, what they are to hold; undefined takes a file away. */
export type Changes = Readonly<Record<string, string | Uint8Array | undefined>>;

export interface TemporaryProject {
  readonly folder: string;
  change(changes: Changes): void;
  remove(): void;
}

/** The starter project in a folder of its own, with changes. */
export function starterProject(changes: Changes = {}): TemporaryProject {
  const folder = mkdtempSync(join(tmpdir(), "baleen-cli-"));
  const change = (files: Changes): void => {
    for (const [path, content] of Object.entries(files)) {
      const file = join(folder, path);
      if (content === undefined) rmSync(file, { recursive: true, force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
  };
  change(Object.fromEntries(starterFiles));
  change(changes);
  return { folder, change, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A file of the starter project with one text replaced by another, which must be in it. */
export function starterWith(path: string, from: string, to: string): Changes {
  const text = starterFiles.get(path) ?? "";
  if (!text.includes(from)) throw new Error(`${path} of the starter has no ${from}`);
  return { [path]: text.replace(from, () => to) };
}

/** All that lies in a folder, by path: kind, mode and content, so that two moments can be compared. */
export function contents(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const look = (path: string): void => {
    for (const name of readdirSync(join(folder, path)).sort()) {
      const inner = join(path, name);
      const stat = lstatSync(join(folder, inner));
      const mode = (stat.mode & 0o7777).toString(8);
      if (stat.isDirectory()) {
        found[inner] = `folder ${mode}`;
        look(inner);
      } else if (stat.isSymbolicLink()) found[inner] = `link ${readlinkSync(join(folder, inner))}`;
      else found[inner] = `file ${mode} ${readFileSync(join(folder, inner)).toString("latin1")}`;
    }
  };
  look("");
  return found;
}

/** What a run's JSON says, but for what belongs to the moment of asking. */
export function outboxMessages(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), "utf8")
        .split("\r\n")
        .slice(1)
        .filter((line) => line !== ""),
    );
}
