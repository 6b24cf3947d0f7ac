import { afterEach, expect, test } from "vitest";
import { baleen, outboxMessages, starterProject, type TemporaryProject, TICK } from "./support.ts";

let projects: TemporaryProject[] = [];
afterEach(() => {
  for (const project of projects) project.remove();
  projects = [];
});

const heading = "customer_id,name,age,email,email_consent";
const ada = "1,Ada,36,ada@example.com,true";
const zoe = "1,Zoe,36,zoe@example.com,true";
const refusing = "1,Ben,36,ben@example.com,false";
const silent = "1,Cid,36,cid@example.com,";

/** Runs over customers of one key; gives the report, and the messages that left. */
async function run(...rows: readonly string[]) {
  const project = starterProject({ "data/customers.csv": `${[heading, ...rows].join("\n")}\n` });
  projects.push(project);
  const { code, out, err } = await baleen(
    "run",
    "--at",
    TICK,
    "--format",
    "json",
    "--project",
    project.folder,
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const [tick] = JSON.parse(out).ticks;
  const messages = tick.contacts.length === 0 ? [] : outboxMessages(`${project.folder}/.baleen/outbox`);
  return { out, messages, rejections: tick.rejections };
}

test("a customer with two rows is one candidate: the row whose columns come first stands", async () => {
  const { out, messages } = await run(ada, zoe);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain('"Dear Ada, ');
  const turned = await run(zoe, ada);
  expect(turned.out).toBe(out);
  expect(turned.messages).toEqual(messages);
});

test.each([
  ["refuses", refusing],
  ["does not say", silent],
])("where one of the rows %s, there is no consent", async (_, row) => {
  for (const rows of [
    [ada, row, zoe],
    [row, ada],
    [zoe, row],
  ]) {
    const { messages, rejections } = await run(...rows);
    expect(messages).toEqual([]);
    expect(rejections).toMatchObject([{ customer: "1", reasons: [{ channel: "email", code: "consent" }] }]);
  }
});
