import { afterEach, beforeEach, expect, test } from "vitest";
import { baleen, starterProject, type TemporaryProject } from "./support.ts";

let project: TemporaryProject;
beforeEach(() => {
  project = starterProject();
});
afterEach(() => {
  delete process.env["BALEEN_NOW"];
  project.remove();
});

const runAt = (now: string, ...more: readonly string[]) => {
  process.env["BALEEN_NOW"] = now;
  return baleen("run", "--project", project.folder, ...more);
};

test("what is due goes by the clock", async () => {
  expect((await runAt("2026-03-02T09:30:00Z", "--due")).out).toMatch(/^tick 2026-03-02 09:00\n/);
  expect((await runAt("2026-03-03T08:59:59Z", "--due")).out).toContain("answered from the ledger");
  expect((await runAt("2026-03-03T09:00:00Z")).out).toMatch(/^tick 2026-03-03 09:00\n/);
});

test("after a standstill a run says which time it makes good, once", async () => {
  const first = await runAt("2026-03-02T09:30:00Z", "--catch-up");
  expect(first.out).toMatch(/^to catch up with\n {2}thank_you {2}first run → 2026-03-02 09:00\n\ntick /);
  const rehearsed = await runAt("2026-03-05T10:00:00Z", "--catch-up", "--dry-run");
  const late = await runAt("2026-03-05T10:00:00Z", "--catch-up", "--format", "json");
  const said = "to catch up with\n  thank_you  2026-03-02 09:00 → 2026-03-05 09:00\n";
  expect(rehearsed.out.startsWith(`${said}\ntick 2026-03-05 09:00\n`)).toBe(true);
  expect(late.err).toBe(said);
  expect(JSON.parse(late.out).ticks.map(({ tick }: { readonly tick: string }) => tick)).toEqual([
    "2026-03-05T09:00:00Z",
  ]);
  const again = await runAt("2026-03-05T10:00:00Z", "--catch-up");
  expect(again.out).toMatch(/^nothing to catch up with: every tick up to now is completed\n\ntick /);
});

test("an instant and the clock exclude each other", async () => {
  const { code, err } = await baleen(
    "run",
    "--at",
    "2026-03-02T09:00",
    "--catch-up",
    "--project",
    project.folder,
  );
  expect(code).toBe(2);
  expect(err).toContain("cannot be used with option '--catch-up'");
});

test("a clock that is none is said", async () => {
  expect(await runAt("2026-03-02T09:00", "--due")).toEqual({
    code: 2,
    out: "",
    err:
      "error: the environment variable `BALEEN_NOW` is not a point in time\n" +
      "  = help: write it as 2026-03-01T22:00:00Z, or unset it\n",
  });
});
