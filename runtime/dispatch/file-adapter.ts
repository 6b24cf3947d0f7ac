import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { isoInstant } from "../calendar/instant.ts";
import { makeFolder, syncFolder, tryFolder } from "../folder.ts";
import type { RowBatches } from "../ledger/batches.ts";
import type { DispatchMessage, DispatchRecord } from "../ledger/outgoing.ts";
import { RuntimeProblem } from "../problem.ts";
import { type BatchAdapter, UncertainDelivery } from "./adapter.ts";
import { csvLine } from "./csv.ts";

/** Messages as CSV files. */
export interface FileSettings {
  readonly adapter: "file";
  /** The folder of the files; absolute. */
  readonly path: string;
}

/** Names, addresses and texts: for the owner, and for the group of whoever fetches them. */
const FILE_MODE = 0o640;

const COLUMNS = ["key", "campaign", "wave", "customer", "address", "due", "subject", "message", "offers"];

/**
 * Writes each dispatch as one CSV file: aside, synced, then renamed, so that a reader never sees half of one. The
 * name comes from the dispatch alone; the same dispatch written again gives the same file.
 */
export function fileAdapter(folder: string): BatchAdapter {
  return {
    kind: "batch",
    async deliver(dispatch, messages) {
      const target = join(folder, fileName(dispatch));
      const aside = join(folder, `.${fileName(dispatch)}.partial`);
      try {
        makeFolder(folder);
        await removeOnFailure(aside, async () => {
          await writeSynced(aside, messages);
          renameSync(aside, target);
        });
      } catch (error) {
        throw toProblem(folder, error);
      }
      try {
        syncFolder(folder);
      } catch (error) {
        const problem = toProblem(folder, error);
        throw problem instanceof RuntimeProblem ? new UncertainDelivery(problem) : problem;
      }
      return target;
    },
  };
}

/**
 * Tries whether files can be written into the folder; leaves nothing behind.
 * @throws RuntimeProblem where they cannot.
 */
export function tryFileAdapter({ path }: FileSettings): void {
  try {
    tryFolder(path);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
    const reason = FULL_DISK.has(error.code) ? "the disk is full" : (REASONS[error.code] ?? error.code);
    throw new RuntimeProblem("dispatch-failed", `no messages can be written to \`${path}\`: ${reason}`, {
      cause: error,
      help: "give the user that runs campaigns the right to write there, or name another path under `dispatch:`",
    });
  }
}

/** `sms-20260302T090000Z-000001.csv`: channel, when it was started, the dispatch's number. */
function fileName({ channel, startedAt, id }: DispatchRecord): string {
  const started = isoInstant(startedAt).replace(/\.\d+/, "").replaceAll(/[-:]/g, "");
  return `${fileSafe(channel)}-${started}-${String(id).padStart(6, "0")}.csv`;
}

/** Letters, digits and `_` stay; anything else is written as its code point. */
function fileSafe(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}_]/gu, (character) => `-${character.codePointAt(0)?.toString(16)}-`);
}

async function removeOnFailure(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

async function writeSynced(path: string, messages: RowBatches<DispatchMessage>): Promise<void> {
  const file = openSync(path, "w", FILE_MODE);
  try {
    writeAll(file, csvLine(COLUMNS));
    for await (const batch of messages) writeAll(file, batch.map(messageLine).join(""));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function messageLine(message: DispatchMessage): string {
  const { key, campaign, wave, customer, address, due, subject, message: body, offers } = message;
  return csvLine([
    key,
    campaign,
    String(wave),
    customer,
    address ?? "",
    isoInstant(due),
    subject ?? "",
    body ?? "",
    offers.join("; "),
  ]);
}

/** A write may take only a part. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

const FULL_DISK = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: "a file stands in its place",
  ENOTDIR: "a file stands in its place",
  ENOENT: "a folder cannot be made there",
  EACCES: "there is no permission",
  EPERM: "there is no permission",
  EROFS: "the disk can only be read",
};

function toProblem(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  if (error instanceof RuntimeProblem) return error;
  if (FULL_DISK.has(error.code)) {
    return new RuntimeProblem(
      "disk-full",
      `the disk is full: no messages could be written to \`${folder}\``,
      {
        cause: error,
        help: "free some space, then `baleen run` again: what was decided stands, and the messages wait in the ledger",
      },
    );
  }
  return new RuntimeProblem(
    "dispatch-failed",
    `no messages could be written to \`${folder}\`: ${REASONS[error.code] ?? error.code}`,
    {
      cause: error,
      help: "check `dispatch:` in `baleen.yaml`, then `baleen run` again: what was decided stands, and the messages wait in the ledger",
    },
  );
}
