import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type SmallBank, smallBank } from "./bank.ts";

let bank: SmallBank;
beforeAll(async () => {
  bank = await smallBank();
}, 300_000);
afterAll(() => bank.close());

/** Describes the bank; `reads` says whether anybody reads what it says. */
async function describe(reads: boolean) {
  const script = join(import.meta.dirname, "../../demo/describe.ts");
  const child = spawn(process.execPath, ["--conditions=source", script, bank.path], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stderr.on("data", (text) => {
    err += String(text);
  });
  if (reads) child.stdout.on("data", (text) => (out += String(text)));
  else child.stdout.destroy();
  const [code] = await once(child, "close");
  return { code, out, err: err.replaceAll(/.*ExperimentalWarning.*\n.*\n/g, "") };
}

it("describes a bank, whether its reader stays or leaves early", async () => {
  const whole = await describe(true);
  expect(whole).toMatchObject({ code: 0, err: "" });
  expect(whole.out).toMatch(/^rows\n {2}relation/);
  expect(await describe(false)).toEqual({ code: 0, out: "", err: "" });
});
