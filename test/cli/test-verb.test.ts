import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { expectGolden } from "../support/golden.ts";
import {
  baleen,
  type Changes,
  contents,
  starterProject,
  starterWith,
  type TemporaryProject,
} from "./support.ts";

const projects: TemporaryProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

/** The starter project with changes. */
function projectWith(changes: Changes = {}): string {
  const project = starterProject(changes);
  projects.push(project);
  return project.folder;
}

const noTests = starterWith("campaigns/thank-you.campaign", 'test "100', '// test "100');
/** A file with tests of the starter's campaign. */
const tests = (...blocks: readonly string[]): Changes => ({ "campaigns/tests.campaign": blocks.join("\n") });

const thanks = `test "thanks" for thank_you {
  at 2026-03-02 09:00
  customer 1 { name: "Ada", age: 36 }
  purchase { customer: 1, time: 2026-02-10 12:00, amount: 100 GBP }
  expect contact 1
}
`;

const wrong = `test "is wrong in every way" for thank_you {
  at 2026-03-02 09:00
  customer 1 { name: "Ada", age: 36 }
  customer 2 { name: "Grace", age: 17 }
  customer 3 { age: 40, email: unknown, email_consent: false }
  purchase { customer: 1, time: 2026-02-01 10:00, amount: 100 GBP }
  purchase { customer: 3, time: 2026-02-01 10:00, amount: 250 GBP }
  expect no contact 1 // though nothing stands against her
  expect contact 1 via email offering voucher at 2026-03-02 10:00
  expect contact 2
  expect contact 3
  expect no contact 3 because cap
  expect no contact 2 because trigger
  at 2026-03-02 12:00
  expect contact 1
  at 2026-03-03 12:00
  expect contact 1
}
`;

describe("baleen test", () => {
  test("runs the starter's test, reads no warehouse and leaves nothing behind", async () => {
    const folder = projectWith({ data: undefined });
    const before = contents(folder);
    expect(await baleen("test", "--project", folder)).toEqual({
      code: 0,
      out: "passed  thank_you: 100 pounds in all are thanked for, from adults\n\n1 test: 1 passed, 0 failed\n",
      err: "",
    });
    expect(contents(folder)).toEqual(before);
  });

  test("shows at the line of each failure what was expected and what was found", async () => {
    const { code, out, err } = await baleen("test", "--project", projectWith(tests(thanks, wrong)));
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expectGolden(join(import.meta.dirname, "golden/failing-tests.txt"), out);
  });

  test("says the same for tools", async () => {
    const { code, out, err } = await baleen("test", "--format", "json", "-p", projectWith(tests(wrong)));
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expectGolden(join(import.meta.dirname, "golden/failing-tests.json"), out);
  });

  test("runs only those whose own or campaign's name has what is asked for", async () => {
    const folder = projectWith(tests(thanks, wrong));
    const run = async (filter: string) => (await baleen("test", filter, "--project", folder)).out;
    expect(await run("THANKS")).toBe("passed  thank_you: thanks\n\n1 test: 1 passed, 0 failed\n");
    expect(await run("thank_y")).toContain("3 tests: 2 passed, 1 failed\n");
    expect(await baleen("test", "nobody", "--project", folder)).toEqual({
      code: 2,
      out: "",
      err:
        "error: no test has `nobody` in its name or its campaign's\n" +
        "  = help: `baleen test` runs them all and says their names\n",
    });
  });

  test("says of a project without tests that it has none", async () => {
    const text = (noTests["campaigns/thank-you.campaign"] ?? "").toString();
    const campaigns = text.slice(0, text.indexOf("// test"));
    const folder = projectWith({ "campaigns/thank-you.campaign": campaigns });
    const out = "the project has no tests: there is nothing to run\n";
    expect(await baleen("test", "--project", folder)).toEqual({ code: 0, out, err: "" });
    const asJson = await baleen("test", "--format", "json", "--project", folder);
    expect({ code: asJson.code, ...JSON.parse(asJson.out) }).toMatchObject({
      code: 0,
      tests: 0,
      results: [],
    });
    expect(await baleen("test", "x", "--project", folder)).toMatchObject({ code: 2 });
  });

  test("runs nothing of a project with mistakes", async () => {
    const folder = projectWith(tests(thanks.replace("age: 36", "aeg: 36")));
    const { code, out, err } = await baleen("test", "--project", folder);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("error[unknown-name]");
    expect(await baleen("test", "--project", projectWith({ "baleen.yaml": "project: [" }))).toMatchObject({
      code: 2,
    });
    expect(await baleen("test", "--format", "sarif", "--project", folder)).toMatchObject({ code: 2 });
  });

  test("says what the catalog has no way to store, at the test", async () => {
    const folder = projectWith({
      ...starterWith(
        "catalog/shop.yaml",
        "from: customers.age,",
        "from: { source: customers, column: age, unknown: [-1] },",
      ),
      ...tests(thanks.replace("age: 36", "age: -1")),
    });
    const { code, out } = await baleen("test", "--project", folder);
    expect(code).toBe(1);
    expect(out).toContain(
      [
        "failed: thank_you: thanks",
        " --> campaigns/tests.campaign:1:1",
        "  |",
        '1 | test "thanks" for thank_you {',
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^…",
        "  = cannot be set up: `age` of customer 1 cannot be stored: the catalog reads it as unknown",
        "",
      ].join("\n"),
    );
  });

  test("tests drafts too, and holds nobody out", async () => {
    const text = (starterWith(
      "campaigns/thank-you.campaign",
      "  segment  good",
      "  status   draft\n  segment  good",
    )["campaigns/thank-you.campaign"] ?? "") as string;
    const folder = projectWith({
      "campaigns/thank-you.campaign": text.replace("1_000 per day\n", "1_000 per day\n  holdout  99%\n"),
      "campaigns/policy.campaign": "policy {\n  holdout 99%\n}\n",
    });
    expect(await baleen("test", "--project", folder)).toMatchObject({ code: 0 });
  });
});
