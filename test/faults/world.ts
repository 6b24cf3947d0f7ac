import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileProject } from "../../cli/project/compile-project.ts";
import { dispatchSettings, ledgerSettings, warehouseSettings } from "../../cli/project/runtime-settings.ts";
import type { Bank } from "./bank.ts";
import type { PostgresPlace } from "./postgres-place.ts";
import { CAMPAIGNS, CATALOG, projectFile, STAFF } from "./project.ts";
import { openReceivers, type Receivers } from "./receivers.ts";
import type { RunSettings } from "./run-step.ts";

/** A project in a folder, with a ledger of its own and receivers of what it sends. */
export interface World {
  readonly folder: string;
  readonly bank: Bank;
  readonly settings: RunSettings;
  /** A file with the settings, for processes. */
  readonly settingsFile: string;
  readonly receivers: Receivers;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly bank: Bank;
  /** Where the ledger is, as `baleen.yaml` says it; by default a SQLite file in the folder. */
  readonly ledger?: string;
  /** The folder's place; by default one that is made and removed again. */
  readonly folder?: string;
  /** Seconds that a gateway's answer is waited for. */
  readonly timeout?: number;
}

/** Where a ledger in PostgreSQL is, as `baleen.yaml` says it. */
export const postgresLedger = ({ inProject }: PostgresPlace): string =>
  `{ engine: postgres, url: "${inProject}", schema: ledger }`;

/** Makes a project's folder and compiles it. */
export async function openWorld({ bank, ledger, folder: given, timeout = 20 }: WorldOptions): Promise<World> {
  const folder = given ?? mkdtempSync(join(tmpdir(), "baleen-faults-"));
  mkdirSync(folder, { recursive: true });
  const receivers = await openReceivers();
  const { gatewayPort, mailPort } = receivers;
  const places = {
    warehouse: bank.settings,
    ledger: ledger ?? "{ engine: sqlite, path: ledger.db }",
    gatewayPort,
    mailPort,
    timeout,
  };
  writeFileSync(join(folder, "catalog.yaml"), CATALOG);
  writeFileSync(join(folder, "all.campaign"), CAMPAIGNS);
  writeFileSync(join(folder, "staff.csv"), STAFF);
  writeFileSync(join(folder, "baleen.yaml"), projectFile(places));
  let said = "";
  const err = (text: string): void => {
    said += text;
  };
  const compiled = await compileProject(folder, { out: err, err, color: false, interactive: false });
  if (compiled.kind === "unsound") throw new Error(said);
  const settings = {
    plan: compiled.plan,
    warehouse: warehouseSettings(compiled),
    ledger: ledgerSettings(compiled),
    dispatch: dispatchSettings(compiled),
  };
  const settingsFile = join(folder, "settings.json");
  writeFileSync(settingsFile, JSON.stringify(settings));
  const close = async (): Promise<void> => {
    await receivers.close();
    if (given === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return { folder, bank, settings, settingsFile, receivers, close };
}
