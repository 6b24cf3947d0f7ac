import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, get, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { urlVariable } from "../support/url-variable.ts";
import { baleen, start, starterProject, starterWith, type TemporaryProject } from "./support.ts";

let project: TemporaryProject;
const started: ReturnType<typeof start>[] = [];
beforeEach(() => {
  project = starterProject();
});
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
  project.remove();
});

/** A service as a process of its own, at any port that is free. */
async function serving(...more: readonly string[]) {
  const service = start(["serve", "--project", project.folder, "--listen", "127.0.0.1:0", ...more]);
  started.push(service);
  let out = "";
  service.child.stdout?.on("data", (text: string) => {
    out += text;
  });
  const lines = () => logLines(out);
  const until = async (what: string, found: () => boolean): Promise<void> => {
    for (let waited = 0; !found(); waited += 50) {
      if (waited > 30_000 || service.child.exitCode !== null) {
        throw new Error(`waited in vain for ${what}: ${out}${service.child.exitCode ?? ""}`);
      }
      await sleep(50);
    }
  };
  const said = (message: string) => lines().some(({ msg }) => String(msg).startsWith(message));
  await until("the address", () => said("serves"));
  const address = String(lines().find(({ msg }) => msg === "serves")?.["listens"]);
  return {
    ...service,
    lines,
    until: (message: string) => until(message, () => said(message)),
    ask: (path: string, method = "GET") => ask(`http://${address}${path}`, method),
  };
}

const logLines = (text: string): readonly Readonly<Record<string, unknown>>[] =>
  text
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line));

function ask(url: string, method: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { method }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    }).on("error", reject);
  });
}

const outbox = () => readdirSync(join(project.folder, ".baleen/outbox"));

test("a service runs what is due, answers, and ends in order", async () => {
  const service = await serving();
  await service.until("dispatched");
  expect(outbox()).toHaveLength(1);
  expect(await service.ask("/health/live")).toEqual({ status: 200, text: "live\n" });
  expect(await service.ask("/health/ready")).toEqual({ status: 200, text: "ready\n" });
  expect((await service.ask("/")).status).toBe(404);
  expect((await service.ask("/metrics", "POST")).status).toBe(405);
  expect(await service.ask("/health/live", "HEAD")).toEqual({ status: 200, text: "" });
  const { text } = await service.ask("/metrics");
  for (const line of [
    "baleen_leader 1",
    "baleen_ledger_usable 1",
    'baleen_ticks_completed_total{campaign="thank_you"} 1',
    'baleen_candidates_total{campaign="thank_you"} 2',
    'baleen_contacts_total{campaign="thank_you",channel="email"} 1',
    'baleen_rejections_total{campaign="thank_you",reason="consent"} 1',
    'baleen_messages_total{channel="email",result="sent"} 1',
    "baleen_runs_total 1",
    'baleen_run_phase_seconds_count{phase="detect"} 1',
    'baleen_run_phase_seconds_count{phase="dispatch"} 1',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  // Commands by hand find their turn.
  expect((await baleen("run", "--project", project.folder)).out).toContain("answered from the ledger");
  service.child.kill("SIGTERM");
  expect(await service.ended).toMatchObject({ code: 0, err: "" });
  expect(service.lines().at(-1)).toMatchObject({ msg: "ended", level: "info", project: "first-steps" });
});

test("a service says of whom it does nothing, and until when", async () => {
  await baleen("run", "--project", project.folder, "--at", "2030-06-01T12:00");
  const service = await serving();
  await service.until("does nothing until then");
  expect(service.lines().find(({ campaign }) => campaign === "thank_you")).toMatchObject({
    level: "warn",
    completed: "2030-06-01T08:00:00Z",
    again: "2030-06-02T08:00:00Z",
  });
  expect(await service.ask("/health/ready")).toEqual({
    status: 200,
    text: "ready\nthank_you does nothing until 2030-06-02T08:00:00Z: its tick of 2030-06-01T08:00:00Z is completed\n",
  });
  expect((await service.ask("/metrics")).text).toContain(
    `baleen_silent_until_timestamp_seconds{campaign="thank_you"} ${Date.parse("2030-06-02T08:00:00Z") / 1_000}\n`,
  );
});

test("of two services one works, and the other takes over", async () => {
  const first = await serving();
  await first.until("run completed");
  const second = await serving();
  await second.until("stands by");
  expect(await second.ask("/health/ready")).toEqual({ status: 200, text: "ready\n" });
  expect((await second.ask("/metrics")).text).toContain("baleen_leader 0\n");
  // However the first one ends.
  first.child.kill("SIGKILL");
  await second.until("leads");
  expect((await second.ask("/metrics")).text).toContain("baleen_leader 1\n");
  expect(outbox()).toHaveLength(1);
  second.child.kill("SIGINT");
  expect((await second.ended).code).toBe(0);
});

/** A gateway that answers when it is told to. */
async function slowGateway() {
  const waiting: ServerResponse[] = [];
  const server = createServer((_, response) => void waiting.push(response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  project.change({
    "baleen.yaml": starterFiles
      .get("baleen.yaml")
      ?.replace(
        "{ adapter: file, path: .baleen/outbox }",
        `{ adapter: webhook, url: "${url}", secret: "$\u007bGATEWAY}", allow_private: true, timeout: 120 }`,
      ),
  });
  process.env["GATEWAY"] = "secret";
  return {
    asked: async () => {
      while (waiting.length === 0) await sleep(20);
    },
    answer: () => {
      for (const response of waiting) response.end();
    },
    close: () => {
      delete process.env["GATEWAY"];
      server.closeAllConnections();
      server.close();
    },
  };
}

describe("a signal while messages are under way", () => {
  test("lets them come to their end", async () => {
    const gateway = await slowGateway();
    const service = await serving();
    await gateway.asked();
    service.child.kill("SIGTERM");
    await service.until("ends when");
    expect(await service.ask("/health/live")).toMatchObject({ status: 200 });
    expect(await service.ask("/health/ready")).toMatchObject({ status: 503 });
    gateway.answer();
    expect((await service.ended).code).toBe(0);
    expect(service.lines().find(({ msg }) => msg === "dispatched")).toMatchObject({ messages: 1, later: 0 });
    gateway.close();
  });

  test("ends the service at once where it comes twice, and the next one goes on", async () => {
    const gateway = await slowGateway();
    const service = await serving();
    await gateway.asked();
    service.child.kill("SIGTERM");
    await service.until("ends when");
    service.child.kill("SIGTERM");
    expect((await service.ended).code).toBe("SIGTERM");
    const next = await serving();
    await sleep(200);
    gateway.answer();
    for (let waited = 0; waited < 50 && !next.lines().some(({ msg }) => msg === "dispatched"); waited += 1) {
      gateway.answer();
      await sleep(100);
    }
    expect(next.lines().find(({ msg }) => msg === "dispatched")).toMatchObject({ messages: 1 });
    next.child.kill("SIGTERM");
    await next.ended;
    gateway.close();
  });
});

describe("with a ledger in PostgreSQL", () => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = await postgresDatabase("served");
  });
  afterAll(() => database.drop());

  test("services outlive connections that are cut, one leads, and nothing is decided twice", async () => {
    project.change({
      "baleen.yaml": starterFiles
        .get("baleen.yaml")
        ?.replace(/^ledger:.*$/m, `ledger: { engine: postgres, url: "${urlVariable(database.url)}" }`),
    });
    const services = [await serving(), await serving()];
    const leads = () =>
      Promise.all(
        services.map(async ({ ask: asked }) => (await asked("/metrics")).text.includes("baleen_leader 1\n")),
      );
    const oneLeads = async (): Promise<void> => {
      for (let waited = 0; (await leads()).filter((one) => one).length !== 1; waited += 1) {
        if (waited > 100) throw new Error("nobody leads, or both do");
        await sleep(200);
      }
    };
    await oneLeads();
    for (let cut = 0; cut < 2; cut += 1) {
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
      // Long enough for the one that stands by to ask for the lead.
      await sleep(6_000);
      await oneLeads();
    }
    expect(await database.query("select count(*)::int as runs from baleen.runs")).toEqual([{ runs: 1 }]);
    expect(outbox()).toHaveLength(1);
    for (const { child, ended } of services) {
      child.kill("SIGTERM");
      expect((await ended).code).toBe(0);
    }
  });
});

describe("a ledger that cannot be used", () => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = await postgresDatabase("unusable");
  });
  afterAll(() => database.drop());

  test.each([
    ["whose server is not there", (url: string) => url.replace(/:\d+\//, ":1/"), "nothing listens there"],
    [
      "whose password is wrong",
      (url: string) => url.replace(/:[^:@/]*@/, ":wrong@"),
      "the server refused the user or the password",
    ],
  ])("%s is told as that, and nobody is said to lead", async (_, changed, reason) => {
    project.change({
      "baleen.yaml": starterFiles
        .get("baleen.yaml")
        ?.replace(
          /^ledger:.*$/m,
          `ledger: { engine: postgres, url: "${urlVariable(changed(database.url))}" }`,
        ),
    });
    const service = await serving();
    await service.until("does nothing");
    expect(service.lines().find(({ msg }) => msg === "failed")).toMatchObject({
      level: "error",
      work: "ledger",
      code: "ledger-unreachable",
      reason: expect.stringContaining(reason),
    });
    expect(service.lines().filter(({ msg }) => /leads/.test(String(msg)))).toEqual([]);
    const { status, text } = await service.ask("/health/ready");
    expect({ status, text }).toEqual({
      status: 503,
      text: expect.stringMatching(
        /^not ready: the ledger cannot be used \(ledger-unreachable\), and is tried again at 2\S+; the log says why\n$/,
      ),
    });
    const metrics = (await service.ask("/metrics")).text.split("\n");
    expect(metrics).toContain("baleen_leader 0");
    expect(metrics).toContain("baleen_ledger_usable 0");
    service.child.kill("SIGTERM");
    expect((await service.ended).code).toBe(0);
  });

  test("is another project's, too", async () => {
    await baleen("run", "--project", project.folder);
    const yaml = starterFiles.get("baleen.yaml")?.replace("project: first-steps", "project: other");
    project.change({ "baleen.yaml": yaml });
    const service = await serving();
    await service.until("does nothing");
    expect(service.lines().find(({ msg }) => msg === "failed")).toMatchObject({
      code: "ledger-other-project",
      help: expect.stringMatching(
        /restart the service from the renamed project; else name a ledger of its own/,
      ),
    });
    expect(service.lines().filter(({ msg }) => /leads/.test(String(msg)))).toEqual([]);
  });
});

describe("nothing of a customer is in what everybody reads", () => {
  const marks = ["RECOGNISABLE", "recognisable", "+8613800138000", "13800138000"];
  const named = {
    ...starterWith("catalog/shop.yaml", "key: customer_id, type: integer", "key: customer_id, type: text"),
    // The project's own test names its customers by numbers.
    "campaigns/thank-you.campaign": starterFiles.get("campaigns/thank-you.campaign")?.split("\ntest ")[0],
    "data/customers.csv":
      "customer_id,name,age,email,email_consent\n" +
      "RECOGNISABLE-1,Recognisable Ada,36,ada@recognisable.example,true\n" +
      "+8613800138000,Recognisable Alan,41,alan@recognisable.example,false\n",
  };
  const purchases = (amount: string): string =>
    "purchase_id,customer_id,bought_at,amount\n" +
    `1,RECOGNISABLE-1,2025-11-03 10:15:00,${amount}\n2,+8613800138000,2025-11-03 10:15:00,500\n`;

  /** All that a service said and answered until a line of its log. */
  async function everything(until: string): Promise<string> {
    const service = await serving("--log-level", "debug");
    await service.until(until);
    await service.until("outbox");
    const { text } = await service.ask("/metrics");
    service.child.kill("SIGTERM");
    const { code, out, err } = await service.ended;
    expect(code).toBe(0);
    return out + err + text;
  }

  test("where all goes well", async () => {
    project.change({ ...named, "data/purchases.csv": purchases("200") });
    const said = await everything("run completed");
    expect(said).toContain('"contacted":{"email":1}');
    // They are in the ledger and in the message, so they could have been said.
    const ledger = readFileSync(join(project.folder, ".baleen/ledger.db"), "latin1");
    const [file = ""] = outbox();
    const sent = readFileSync(join(project.folder, ".baleen/outbox", file), "utf8");
    expect([ledger.includes("RECOGNISABLE-1"), sent.includes("ada@recognisable.example")]).toEqual([
      true,
      true,
    ]);
    expect(marks.filter((mark) => said.includes(mark))).toEqual([]);
  });

  test("where a database quotes a value that it cannot read", async () => {
    project.change({ ...named, "data/purchases.csv": purchases("RECOGNISABLE-VALUE") });
    // A run by hand shows it to the one who runs it, or not; a log never does.
    const said = await everything("failed");
    expect(said).toMatch(/"work":"run","attempt":1,.*"code":"warehouse-/);
    expect(said).toMatch(/baleen_failures_total\{work="run",code="warehouse-[a-z-]+"\} \d/);
    expect(marks.filter((mark) => said.includes(mark))).toEqual([]);
  });
});

test("a project that is unsound is not served", async () => {
  project.change(starterWith("campaigns/thank-you.campaign", "age >= 18", "aeg >= 18"));
  const { code, out, err } = await baleen("serve", "--project", project.folder, "--listen", "127.0.0.1:0");
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("aeg");
});

test.each([
  ["0.0.0.0:9464", "would let other machines ask"],
  ["192.168.1.7:9464", "would let other machines ask"],
  ["[::]:9464", "would let other machines ask"],
  ["bank.example:9464", "would let other machines ask"],
  ["127.0.0.1", "is no address"],
  ["127.0.0.1:70000", "is no address"],
])("--listen %s is refused", async (address, reason) => {
  const { code, err } = await baleen("serve", "--project", project.folder, "--listen", address);
  expect(code).toBe(2);
  expect(err).toContain(reason);
  expect(existsSync(join(project.folder, ".baleen"))).toBe(false);
});

test("an address that is taken is said", async () => {
  const service = await serving();
  const listens = String(service.lines().find(({ msg }) => msg === "serves")?.["listens"]);
  const { code, err } = await baleen("serve", "--project", project.folder, "--listen", listens);
  expect({ code, err }).toEqual({
    code: 2,
    err: `error: ${listens} cannot be listened on: another program listens there\n  = help: name another by --listen\n`,
  });
});
