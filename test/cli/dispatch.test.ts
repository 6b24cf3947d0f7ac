// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what project files hold.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { baleen, starterProject, starterWith, type TemporaryProject, TICK } from "./support.ts";

let project: TemporaryProject;
let server: Server;
let bodies: string[] = [];
let status = 200;
beforeEach(async () => {
  bodies = [];
  status = 200;
  server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    request.on("end", () => {
      bodies.push(text);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project = starterProject();
  const yaml = join(project.folder, "baleen.yaml");
  const without = readFileSync(yaml, "utf8").replace(/^dispatch:[\s\S]*$/m, "");
  writeFileSync(
    yaml,
    `${without}dispatch:\n  default: { adapter: webhook, url: "\${GATEWAY}", secret: "\${GATEWAY_SECRET}", allow_private: true }\n`,
  );
  process.env["GATEWAY"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  process.env["GATEWAY_SECRET"] = "not to be seen";
  process.env["BALEEN_NOW"] = "2026-03-02T10:00:00Z";
});
afterEach(() => {
  for (const name of ["GATEWAY", "GATEWAY_SECRET", "BALEEN_NOW"]) delete process.env[name];
  server.closeAllConnections();
  server.close();
  project.remove();
});

const run = () => baleen("run", "--at", TICK, "--project", project.folder);

test("a run hands its messages to the project's webhook, once", async () => {
  const { code, out, err } = await run();
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const sent = bodies.length;
  expect(sent).toBeGreaterThan(0);
  expect(out).toMatch(new RegExp(`\\n${sent} messages? on \\w+ in 127\\.0\\.0\\.1:\\d+\\n$`));
  expect(out).not.toContain("not to be seen");
  await run();
  expect(bodies).toHaveLength(sent);
});

test("a gateway that is down is said, and the messages wait", async () => {
  status = 503;
  const down = await run();
  const outcome = `${down.out}${down.err}`;
  expect(outcome).toContain("the gateway answered 503");
  expect(outcome).not.toContain("not to be seen");
  const tried = bodies.length;
  status = 200;
  process.env["BALEEN_NOW"] = "2026-03-02T10:05:00Z";
  expect((await run()).code).toBe(0);
  expect(bodies).toHaveLength(2 * tried);
  expect(new Set(bodies).size).toBe(tried);
});

test("a gateway that knows no such secret ends the run with a failure, and loses nothing", async () => {
  status = 401;
  const closed = await run();
  expect(closed.code).toBe(2);
  expect(closed.err).toContain("error[dispatch-failed]");
  expect(closed.err).toContain("takes no messages");
  const tried = new Set(bodies);
  status = 200;
  expect((await run()).code).toBe(0);
  expect(new Set(bodies)).toEqual(tried);
});

const dispatch = (...more: readonly string[]) => baleen("dispatch", ...more, "--project", project.folder);

test("dead letters are said, and sent again when that is asked for", async () => {
  status = 400;
  const refused = await run();
  expect(refused.code).toBe(0);
  expect(refused.out).toMatch(/\n1 dead letter on email \(the gateway answered 400\)\n$/);
  const asJson = JSON.parse(
    (await baleen("run", "--at", TICK, "--format", "json", "--project", project.folder)).out,
  );
  expect(asJson.deadLetters).toEqual([{ channel: "email", messages: 1, reason: "the gateway answered 400" }]);
  expect((await dispatch()).out).toBe("1 dead letter on email (the gateway answered 400)\n");
  expect(bodies).toHaveLength(1);
  status = 200;
  expect(await dispatch("--retry", "sms")).toMatchObject({ code: 2 });
  const sent = JSON.parse((await dispatch("--retry", "email", "--format", "json")).out);
  expect(sent).toMatchObject({
    version: 1,
    retried: 1,
    dispatched: [{ channel: "email", messages: 1, refused: 0, later: 0, reason: null }],
    cancelled: { messages: 0, reasons: {} },
    undelivered: [],
    deadLetters: [],
  });
  expect(new Set(bodies).size).toBe(1);
  expect((await dispatch("--retry")).out).toBe("nothing to send\n");
});

test("a dead letter that is taken up again is asked again", async () => {
  status = 400;
  await run();
  status = 200;
  const customers = join(project.folder, "data", "customers.csv");
  writeFileSync(customers, readFileSync(customers, "utf8").replaceAll(",true", ",false"));
  const { code, out } = await dispatch("--retry");
  expect({ code, out }).toEqual({
    code: 0,
    out: "1 dead letter taken up again\n1 message cancelled, no longer allowed: consent 1\n",
  });
  expect(bodies).toHaveLength(1);
});

test("a dispatch without a run sends what waits, and decides nothing", async () => {
  status = 503;
  await run();
  status = 200;
  process.env["BALEEN_NOW"] = "2026-03-03T10:05:00Z";
  const { code, out, err } = await dispatch();
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^1 message on email in 127\.0\.0\.1:\d+\n$/);
});

test("what is not sent is said with its reason and its time", async () => {
  status = 503;
  await run();
  const waits = await dispatch();
  expect({ code: waits.code, err: waits.err }).toEqual({ code: 0, err: "" });
  expect(waits.out).toMatch(
    /^nothing was sent\nstill waiting\n {2}email {2}1 message, 1 tried in vain \(the gateway answered 503\), due at 2026-03-02 10:01\n$/,
  );
  const [waiting] = JSON.parse((await dispatch("--format", "json")).out).waiting;
  expect(waiting).toEqual({
    channel: "email",
    messages: 1,
    next: expect.stringMatching(/^2026-03-02T10:01:/),
    tried: 1,
    reason: "the gateway answered 503",
    unfinished: 0,
  });
  status = 401;
  process.env["BALEEN_NOW"] = "2026-03-02T10:05:00Z";
  const closed = await dispatch();
  expect(closed.code).toBe(2);
  expect(closed.out).toMatch(
    /\nstill waiting\n {2}email {2}1 message, 1 tried in vain .*, due since 2026-03-02 10:05\n$/,
  );
  expect(closed.err).toContain("error[dispatch-failed]");
});

test("a folder that cannot be written to is said, with what waits for it", async () => {
  project.change({
    "baleen.yaml": starterFiles.get("baleen.yaml"),
    ".baleen/outbox": "a file where the folder should be",
  });
  expect((await run()).code).toBe(2);
  const { code, out, err } = await dispatch();
  expect({ code, out }).toEqual({
    code: 2,
    out: "nothing was sent\nstill waiting\n  email  1 message, 1 tried in vain, due since 2026-03-02 10:00\n",
  });
  expect(err).toMatch(
    /^error\[dispatch-failed\]: no messages could be written to `.*`: a file stands in its place\n/,
  );
});

test("a message that is not due yet is no failure", async () => {
  project.change(
    starterWith("catalog/shop.yaml", "max_length: 2000", "max_length: 2000, hours: 11:00 .. 20:00"),
  );
  await run();
  expect(await dispatch()).toEqual({
    code: 0,
    out: "nothing was sent\nstill waiting\n  email  1 message, due at 2026-03-02 11:00\n",
    err: "",
  });
});

test("a run hands its messages to the project's mail server", async () => {
  const certificate = join(import.meta.dirname, "..", "runtime", "dispatch", "certificate");
  const subjects: string[] = [];
  const mail = new SMTPServer({
    key: readFileSync(join(certificate, "key.pem")),
    cert: readFileSync(join(certificate, "cert.pem")),
    onAuth: ({ password }, _, done) =>
      password === "not to be seen" ? done(null, { user: "baleen" }) : done(new Error("wrong")),
    onData(stream, _, done) {
      let text = "";
      stream.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      stream.on("end", () => {
        subjects.push(/^Subject: (.*)\r$/m.exec(text)?.[1] ?? "");
        done();
      });
    },
  });
  await new Promise<void>((resolve) => mail.listen(0, "127.0.0.1", resolve));
  try {
    const yaml = join(project.folder, "baleen.yaml");
    const { port } = mail.server.address() as AddressInfo;
    const settings = [
      ...[
        "adapter: smtp",
        "host: localhost",
        `port: ${port}`,
        "from: Our Shop <news@our.shop>",
        "ca: ca.pem",
      ],
      ...["user: baleen", 'password: "${GATEWAY_SECRET}"'],
    ];
    project.change({
      "ca.pem": readFileSync(join(certificate, "cert.pem")),
      "baleen.yaml": readFileSync(yaml, "utf8").replace(
        /^dispatch:[\s\S]*$/m,
        `dispatch:\n  email: { ${settings.join(", ")} }\n`,
      ),
    });
    const { code, out, err } = await run();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/\n1 message on email in localhost:\d+\n$/);
    expect(subjects).toEqual(["Thank you"]);
  } finally {
    await new Promise<void>((resolve) => mail.close(() => resolve()));
  }
});

test("a secret that stands in the file is an error, and is not repeated", async () => {
  const yaml = join(project.folder, "baleen.yaml");
  const text = readFileSync(yaml, "utf8")
    .replace('"${GATEWAY_SECRET}"', '"s3same"')
    .replace('"${GATEWAY}"', '"https://gate.way/?key=abcde"');
  writeFileSync(yaml, text);
  for (const verb of ["check", "run"]) {
    const { code, out, err } = await baleen(verb, "--project", project.folder);
    expect(code).not.toBe(0);
    expect(`${out}${err}`).toContain("error[secret-written-out]: a secret stands in the file");
    expect(`${out}${err}`).not.toContain("s3same");
    expect(`${out}${err}`).not.toContain("abcde");
  }
});

test("nor are the password of a mail server and the key of forgotten customers", async () => {
  const yaml = join(project.folder, "baleen.yaml");
  const text = readFileSync(yaml, "utf8")
    .replace(/^ledger:.*$/m, "ledger: { engine: sqlite, path: ledger.db, forget_key: letters-of-a-key-0123 }")
    .replace(
      /^dispatch:[\s\S]*$/m,
      'dispatch:\n  email:\n    { adapter: smtp, host: mail.bank, from: "a@our.bank", user: baleen, password: "hunter2" }\n',
    );
  writeFileSync(yaml, text);
  for (const format of ["pretty", "json", "sarif", "github"]) {
    const { code, out, err } = await baleen("check", "--format", format, "--project", project.folder);
    const said = `${out}${err}`;
    expect({ code, told: said.split("a secret stands in the file").length > 2 }).toEqual({
      code: 2,
      told: true,
    });
    expect(said).not.toContain("hunter2");
    expect(said).not.toContain("letters-of-a-key");
  }
});

test("what is wrong with the project file is said before its ledger is touched", async () => {
  const yaml = join(project.folder, "baleen.yaml");
  const text = readFileSync(yaml, "utf8").replace(
    /^ledger:.*$/m,
    'ledger: { engine: sqlite, path: "${NO_SUCH_PLACE}/ledger.db" }',
  );
  writeFileSync(yaml, text);
  const { code, out, err } = await baleen(
    "ledger",
    "export",
    join(project.folder, "out.jsonl"),
    "--project",
    project.folder,
  );
  expect(code).not.toBe(0);
  expect(`${out}${err}`).toContain("variable-not-set");
  expect(readdirSync(project.folder)).not.toContain("${NO_SUCH_PLACE}");
});
