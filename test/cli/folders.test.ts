import { existsSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { baleen, type Changes, starterProject, starterWith, type TemporaryProject, TICK } from "./support.ts";

let project: TemporaryProject | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

function projectWith(changes: Changes): string {
  project = starterProject(changes);
  return project.folder;
}

// A folder that is there, may be written to by its mode, and takes no new folders.
describe.skipIf(!existsSync("/proc/self"))("a folder that takes no new ones", () => {
  test.each(["/proc/shop", "/proc/shops/first"])("is no place for a project: %s", async (folder) => {
    expect(await baleen("init", folder)).toEqual({
      code: 2,
      out: "",
      err:
        `error: the project cannot be written into \`${folder}\`: a folder cannot be made there\n` +
        "  = help: nothing was written: choose another folder\n",
    });
  });

  test("is no place for the ledger", async () => {
    const folder = projectWith(starterWith("baleen.yaml", ".baleen/ledger.db", "/proc/shop/ledger.db"));
    const { code, out, err } = await baleen("run", "--at", TICK, "--project", folder);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(
      "error[ledger-unreachable]: the ledger's folder `/proc/shop` cannot be created\n" +
        " --> baleen.yaml:7\n  = help: check `ledger:` in `baleen.yaml`\n",
    );
  });

  test("is no place for messages: what was decided is shown and stands", async () => {
    const folder = projectWith(starterWith("baleen.yaml", ".baleen/outbox", "/proc/shop"));
    const failed = await baleen("run", "--at", TICK, "--project", folder);
    expect(failed.code).toBe(2);
    expect(failed.out).toContain("tick 2026-03-02 09:00\n");
    expect(failed.out).toContain("    contacted  1\n");
    expect(failed.err).toBe(
      "error[dispatch-failed]: no messages could be written to `/proc/shop`: a folder cannot be made there\n" +
        " --> baleen.yaml:9\n" +
        "  = help: check `dispatch:` in `baleen.yaml`, then `baleen run` again: what was decided stands, and the " +
        "messages wait in the ledger\n",
    );
    project?.change(starterWith("baleen.yaml", ".baleen/outbox", ".baleen/outbox"));
    const next = await baleen("run", "--at", TICK, "--project", folder);
    expect(next).toMatchObject({ code: 0, err: "" });
    expect(next.out).toContain("1 message on email in ");
  });
});

test("init wants a folder with a name", async () => {
  expect(await baleen("init", "")).toEqual({
    code: 2,
    out: "",
    err: "error: no folder is named\n  = help: name one: baleen init my-project\n",
  });
});
