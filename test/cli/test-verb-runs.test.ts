import { afterAll, describe, expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { baleen, type Ending, starterProject, type TemporaryProject } from "./support.ts";

const projects: TemporaryProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

const shop = starterFiles.get("catalog/shop.yaml") ?? "";
const catalog = shop
  .replace(
    "customers: { relation: customers, grain: customer }",
    "customers: { relation: customers, grain: customer, snapshot: ds }",
  )
  .replace(
    "channels:\n",
    "  refund:\n    source: purchases\n    where: { kind: refund }\n    attributes:\n      amount: { type: money(GBP), column: amount, scale: 0.1 }\n      kind: { type: { enum: [refund, gift] }, map: { refund: refund } }\nchannels:\n  call: { message: none, cost: 2 GBP, capacity: 1 per day }\n",
  );

const offers = `offer voucher {
  group vouchers
  value 20 GBP
  cost 5 GBP
  message email subject "Thank you" "Dear {name}: thank you for {event.amount}."
}
offer hello {
  value 1 GBP
  message email subject "Hello" "Dear {name}."
}
offer thanks {
  group vouchers
  value 2 GBP
  cost 4 GBP
  message email subject "Thanks" "Dear {name}."
}
`;

const campaign = (name: string, trigger: string, more: string): string => `campaign ${name} {
  owner "team"
  trigger ${trigger}
  window 2026-01-01 .. 2026-12-31
  priority 1
  ${more}
}
`;

const basis = "segment age >= 18\n  offer hello\n  channel email\n  caps 1 per customer per day";

/** Runs tests of campaigns. */
async function run(campaigns: string, tests: string): Promise<Ending> {
  const project = starterProject({
    "catalog/shop.yaml": catalog,
    "campaigns/thank-you.campaign": `${offers}\n${campaigns}`,
    "campaigns/tests.campaign": tests,
  });
  projects.push(project);
  return baleen("test", "--project", project.folder);
}

function allPassed({ code, out, err }: Ending): void {
  const errors = err.split("\n").filter((line) => line.startsWith("error"));
  expect(
    out
      .split("\n")
      .filter((line) => !line.startsWith("passed"))
      .slice(0, -2)
      .join("\n"),
  ).toBe("");
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
}

describe("several runs of a test", () => {
  test("compare with the last where triggers do: the first only records", async () => {
    allPassed(
      await run(
        campaign("comes", "daily at 09:00 on enter grown", basis) +
          campaign(
            "goes",
            "daily at 09:00 on leave grown",
            `segment age is known\n  offer hello\n  channel email\n  caps 1 per customer per day`,
          ) +
          campaign("changes", "daily at 09:00 on change of age to 40", basis) +
          "segment grown = age >= 30\n",
        ["comes", "goes", "changes"]
          .map(
            (name) => `test "${name}" for ${name} {
  customer 1 { name: "Ada", age: 29, age at 2026-03-03: 40 }
  customer 2 { name: "Alan", age: 35, age at 2026-03-03: 20 }
  at 2026-03-02 09:00
  expect no contact 1 because trigger
  expect no contact 2 because trigger
  at 2026-03-03 09:00
  ${name === "goes" ? "expect no contact 1 because trigger\n  expect contact 2" : "expect contact 1\n  expect no contact 2 because trigger"}
  at 2026-03-04 09:00
  expect no contact 1 because trigger
  expect no contact 2 because trigger
}
`,
          )
          .join("\n"),
      ),
    );
  });

  test("count what earlier ones decided, and give further waves", async () => {
    const wave = `segment age >= 18
  exclude name = "Nobody"
  offer voucher
  channel email
  caps 1 per customer per 30 days
  goal purchase within 10 days
  followup reminder after 3 days unless goal via call offering hello`;
    allPassed(
      await run(
        campaign("buys", "daily at 09:00 on purchase where amount >= 50 GBP", wave) +
          campaign("other", "daily at 09:00", basis),
        `test "a wave to who buys no more" for buys {
  customer 1 { name: "Ada", age: 36 }
  customer 2 { name: "Alan", age: 41 }
  customer 3 { name: "Eve", age: 41 }
  customer 4 { name: "Joe", age: 41, name at 2026-03-04: "Nobody" }
  purchase { customer: 1, time: 2026-03-01 12:00, amount: 50 GBP }
  purchase { customer: 2, time: 2026-03-01 12:00, amount: 50 GBP }
  purchase { customer: 2, time: 2026-03-03 12:00, amount: 1 GBP }
  purchase { customer: 3, time: 2026-03-01 12:00, amount: 49.99 GBP }
  purchase { customer: 4, time: 2026-03-01 12:00, amount: 50 GBP }
  at 2026-03-02 09:00
  expect contact 1 via email offering voucher
  expect contact 2 via email
  expect no contact 3 because trigger
  at 2026-03-05 09:00
  expect contact 1 via call offering hello at 2026-03-05 09:00
  expect no contact 2 because trigger
  expect no contact 4 because exclude
}

test "a wave after a contact that is only told of" for buys {
  customer 1 { age: 36 }
  customer 2 { age: 36 }
  contact { customer: 1, channel: email, time: 2026-02-27 09:00, offer: voucher }
  contact { customer: 2, channel: email, time: 2026-02-27 09:00, offer: voucher }
  contact { customer: 2, channel: call, time: 2026-03-01 09:00, wave: 1, offer: hello }
  at 2026-03-02 09:00
  expect contact 1 via call
  expect no contact 2
}

test "a capacity that is taken by another campaign's contact" for buys {
  customer 1 { age: 36 }
  customer 2 { age: 36 }
  contact { customer: 1, channel: email, time: 2026-02-27 09:00, offer: voucher }
  contact { customer: 2, campaign: other, channel: call, time: 2026-03-02 10:00, offer: voucher }
  at 2026-03-02 09:00
  expect no contact 1 because capacity
}
`,
      ),
    );
  });

  test("answers end waves, each the one that it answers", async () => {
    const wave =
      "segment age >= 18\n  offer hello\n  channel email\n  followup again after 2 days unless responded";
    allPassed(
      await run(
        campaign("asks", "once at 2026-03-02 09:00", wave),
        `test "who has answered is not asked again" for asks {
  customer 1 { name: "Ada", age: 36 }
  customer 2 { name: "Alan", age: 36 }
  response { customer: 1, channel: email, time: 2026-03-03 12:00 }
  response { customer: 2, channel: call, time: 2026-03-03 12:00 }
  at 2026-03-02 09:00
  expect contact 1
  expect contact 2
  at 2026-03-04 09:00
  expect no contact 1 because trigger
  expect contact 2
}
`,
      ),
    );
  });

  test("the policy stands against contacts, and says so", async () => {
    allPassed(
      await run(
        `${campaign(
          "greets",
          "daily at 09:00",
          `segment age >= 18
  offer thanks when age > 50
        hello otherwise
  channel email when age < 90
  caps 1 per customer per day
       6 GBP per day`,
        )}
segment peace = name = "Quiet"
policy {
  suppress peace
  at most 1 per customer per 7 days
  never vouchers after refund within 30 days
  quiet 08:00 .. 10:00 via email
}
`,
        `test "lines of the policy" for greets {
  at 2026-03-02 09:00
  customer 1 { name: "Quiet", age: 36 }
  customer 2 { name: "Ada", age: 36 }
  customer 3 { name: "Alan", age: 60 }
  customer 4 { name: "Eve", age: 95 }
  customer 5 { name: "Joe", age: 36 }
  contact { customer: 2, campaign: greets, channel: email, time: 2026-02-25 09:00, offer: hello }
  refund { customer: 3, time: 2026-02-20 12:00, amount: 5 GBP }
  expect no contact 1 because suppressed
  expect no contact 2 because cap
  expect no contact 3 because never
  expect no contact 4 because no channel
  expect contact 5 via email offering hello at 2026-03-02 10:00
}

test "a budget that an earlier contact has used" for greets {
  at 2026-03-02 09:00
  customer 1 { name: "Alan", age: 60 }
  customer 2 { name: "Ada", age: 60 }
  contact { customer: 2, channel: email, time: 2026-03-02 09:00, offer: thanks }
  expect no contact 1 because budget
}
`,
      ),
    );
  });
});

describe("a test that cannot be set up", () => {
  const refused = async (line: string): Promise<string> => {
    const lines = `test "t" for greets {\n  at 2026-03-02 09:00\n  customer 1 { age: 36 }\n  ${line}\n  expect no contact 1\n}\n`;
    const segment =
      "segment exists(refund where amount > 0 GBP and kind = refund, ever) or exists(purchase, ever)";
    const { code, out } = await run(
      campaign(
        "greets",
        "daily at 09:00",
        `${segment}\n  offer hello\n  channel email\n  caps 1 per customer per day`,
      ),
      lines,
    );
    expect(code).toBe(1);
    return /cannot be set up: (.*)/.exec(out)?.[1] ?? out;
  };

  test.each([
    [
      "refund { customer: 1, time: 2026-03-01, kind: gift }",
      "`kind` of refund of customer 1 cannot be stored: the catalog's `map` leads from no stored value to it",
    ],
    [
      "refund { customer: 1, time: 2026-03-01, amount: 0.12345678 GBP }",
      "`amount` of refund of customer 1 cannot be stored: it is kept with 6 digits after the point",
    ],
    [
      "purchase { customer: 1, time: 2025-10-26 01:30 }",
      "the time of purchase of customer 1 cannot be stored: that time occurs twice when clocks are put back, and a time without a zone is taken for the second",
    ],
  ])("%s", async (line, why) => {
    expect(await refused(line)).toBe(why);
  });
});
