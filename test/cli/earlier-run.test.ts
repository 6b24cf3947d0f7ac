import { afterEach, expect, test } from "vitest";
import { baleen, starterProject, starterWith, type TemporaryProject } from "./support.ts";

let project: TemporaryProject | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

const run = async (at: string, ...more: readonly string[]) => {
  project ??= starterProject();
  const { code, out, err } = await baleen("run", "--at", at, "--project", project.folder, ...more);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
};

const ticksOf = (json: string): readonly string[] =>
  JSON.parse(json).ticks.map(({ tick }: { readonly tick: string }) => tick);

test("an instant before all that is completed: what is not run any more is named", async () => {
  await run("2026-03-04T09:00");
  const passed =
    "not run any more, as later ticks are completed\n" +
    "  thank_you  2026-03-02 09:00, completed up to 2026-03-04 09:00\n";
  expect(await run("2026-03-02T10:00")).toBe(passed);
  expect(await run("2026-03-02T10:00", "--dry-run")).toBe(`${passed}\ndry run: nothing was written\n`);
  expect(ticksOf(await run("2026-03-02T10:00", "--format", "json"))).toEqual([]);
  expect(await run("2025-12-31T10:00")).toBe("no campaign has a tick at or before this instant\n");
});

test("an instant between completed ticks: answered with the one before it", async () => {
  await run("2026-03-02T09:00");
  const before = await run("2026-03-02T09:00", "--format", "json");
  await run("2026-03-04T09:00");
  expect(await run("2026-03-02T09:00", "--format", "json")).toBe(before);
  const between = await run("2026-03-03T10:00");
  expect(between).toContain("tick 2026-03-02 09:00\n");
  expect(
    between.endsWith(
      "\nall these ticks had been completed before: answered from the ledger\n" +
        "\nnot run any more, as later ticks are completed\n" +
        "  thank_you  2026-03-03 09:00, completed up to 2026-03-04 09:00\n",
    ),
  ).toBe(true);
  expect(ticksOf(await run("2026-03-03T10:00", "--format", "json"))).toEqual(["2026-03-02T09:00:00Z"]);
});

test("after an edit of the trigger: the ledger's tick is answered", async () => {
  await run("2026-03-02T09:00");
  project?.change(starterWith("campaigns/thank-you.campaign", "daily at 09:00", "daily at 08:00"));
  const edited = await run("2026-03-02T09:30");
  expect(edited).toContain("tick 2026-03-02 09:00\n");
  expect(edited).not.toContain("not run any more");
});
