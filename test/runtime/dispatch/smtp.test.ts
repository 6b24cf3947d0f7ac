import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SmtpSettings } from "../../../runtime/dispatch/smtp/smtp-settings.ts";
import { type Ledger, openLedger, type RunOutcome, runPlan } from "../../../runtime/index.ts";
import { at, campaign, channel, clockAt, message, offer, plan, row, warehouse } from "../support/plans.ts";

/** A mail as the server took it: who sent it to whom, its headers and its body, decoded. */
interface Mail {
  readonly sender: string;
  readonly receivers: readonly string[];
  readonly raw: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

/** Of a test's mail server alone: made for a hundred years, known to nobody else. */
const folder = join(import.meta.dirname, "certificate");
let ledger: Ledger;
let server: SMTPServer | undefined;
let mails: Mail[] = [];
let tries = 0;

beforeEach(async () => {
  mails = [];
  tries = 0;
  ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
});
afterEach(async () => {
  await ledger.close();
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  server = undefined;
});

/** What the server says after it has read a mail: an error with a code, or nothing at all. */
type Verdict = { readonly code: number } | "silence" | "hang up" | undefined;

async function serve(
  verdict: (mail: Mail, attempt: number) => Verdict = () => undefined,
  options: SMTPServerOptions = {},
): Promise<number> {
  server = new SMTPServer({
    authOptional: true,
    key: readFileSync(join(folder, "key.pem")),
    cert: readFileSync(join(folder, "cert.pem")),
    closeTimeout: 100,
    onData(stream, session, done) {
      let raw = "";
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        raw += text;
      });
      stream.on("end", () => {
        const mail = mailOf(session, raw);
        const said = verdict(mail, tries++);
        if (said === undefined || said === "silence" || said === "hang up") mails.push(mail);
        if (said === undefined) done();
        else if (said === "hang up") hangUp(session);
        else if (said !== "silence") done(Object.assign(new Error("no"), { responseCode: said.code }));
      });
    },
    ...options,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return (server.server.address() as AddressInfo).port;
}

/** Ends the connection that a session is on. */
function hangUp(session: SMTPServerSession): void {
  for (const connection of (server as unknown as { readonly connections: Set<Connection> }).connections) {
    if (connection.session.id === session.id) connection._socket.destroy();
  }
}

interface Connection {
  readonly session: SMTPServerSession;
  readonly _socket: { destroy(): void };
}

function mailOf(session: SMTPServerSession, raw: string): Mail {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    sender: mailFrom === false ? "" : mailFrom.address,
    receivers: rcptTo.map(({ address }) => address),
    raw,
    secure: session.secure,
    user: session.user === undefined ? undefined : String(session.user),
  };
}

const bank = { name: "Our Bank", address: "news@our.bank" };

function settings(port: number, more: Partial<SmtpSettings> = {}): SmtpSettings {
  return {
    adapter: "smtp",
    host: "127.0.0.1",
    port,
    tls: "none",
    from: bank,
    html: false,
    rate: 10_000,
    concurrency: 3,
    timeout: 1,
    ...more,
  };
}

/** A customer's address, and what is said to her. */
interface Customer {
  readonly address: string;
  readonly name?: string;
}

function runner(customers: readonly Customer[], smtp: SmtpSettings) {
  const text = { kind: "text" } as const;
  const columns = {
    addresses: ["email"],
    consents: [],
    placeholders: [{ name: "name", type: text }],
    segments: [],
    occurrences: [],
    carried: [],
  };
  const again = { kind: "ledger", rows: { kind: "messages" } } as const;
  const statement = { sql: "ask", parameters: [again] };
  const mailing = plan(
    [
      campaign("welcome", {
        columns,
        channelRoutes: [["email"]],
        recheck: { statement: { duckdb: statement, postgres: statement }, columns },
      }),
    ],
    {
      channels: { email: channel("email", { address: "email" }) },
      offers: {
        card: offer("card", {
          messages: {
            email: {
              subject: message("For ", "{name}").body,
              body: message("Dear ", "{name}", ",\n.hello\nyours").body,
            },
          },
        }),
      },
    },
  );
  const rows = customers.map(({ address, name }, index) =>
    row(String(index), { a0: address, p0: name ?? `Customer ${index}` }),
  );
  return (clock: string): Promise<RunOutcome> =>
    runPlan({
      plan: mailing,
      warehouse: warehouse({
        welcome: rows,
        ask: ({ parameters }) =>
          (JSON.parse(String(parameters[0])) as readonly { contact: number; customer: string }[]).map(
            ({ contact, customer }) => ({
              contact,
              excluded: false,
              a0: customers[Number(customer)]?.address ?? null,
            }),
          ),
      }),
      ledger,
      at: at("2026-03-02 06:00"),
      clock: clockAt(clock),
      dispatch: { default: smtp },
    });
}

const people = (count: number): readonly Customer[] =>
  Array.from({ length: count }, (_, index) => ({ address: `c${index}@example.com` }));
const header = ({ raw }: Mail, name: string): string =>
  new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, "im").exec(raw.split("\r\n\r\n")[0] ?? "")?.[1] ?? "";
const ids = () => mails.map((mail) => header(mail, "Message-ID"));

describe("mail", () => {
  test("goes out once each, under an id that follows from the message's key", async () => {
    const run = runner(people(40), settings(await serve()));
    const { dispatched, undelivered } = await run("2026-03-02 06:00");
    expect(undelivered).toEqual([]);
    expect(dispatched).toMatchObject([{ channel: "email", messages: 40, refused: 0, later: 0 }]);
    expect(new Set(mails.flatMap(({ receivers }) => receivers)).size).toBe(40);
    expect(new Set(ids()).size).toBe(40);
    expect(ids()[0]).toMatch(/^<[0-9a-f]{32}@our\.bank>$/);
    const [first] = mails;
    if (first === undefined) throw new Error("there are mails");
    expect(first.sender).toBe("news@our.bank");
    expect(header(first, "From")).toBe("Our Bank <news@our.bank>");
    expect(header(first, "Date")).toBe("Sun, 01 Mar 2026 22:00:00 +0000");
    expect(header(first, "Auto-Submitted")).toBe("auto-generated");
    expect(first.raw).toContain("\r\n.hello\r\nyours");
    expect((await run("2026-03-02 07:00")).dispatched).toEqual([]);
    expect(mails).toHaveLength(40);
  });

  test("cannot be given headers or receivers by what customers are called", async () => {
    const hostile = [
      { address: "a@example.com", name: "Eve\r\nBcc: spy@example.com\r\n\r\nHello" },
      { address: "b@example.com\r\nRCPT TO:<spy@example.com>", name: "Bob" },
      { address: "c@example.com, spy@example.com", name: "Carl" },
      { address: "Spy <spy@example.com>", name: "Dan" },
      { address: '"a b"@example.com', name: "Fay" },
      { address: "李@example.com", name: "李\u2028Bcc: spy@example.com" },
    ];
    const run = runner(hostile, settings(await serve(undefined, { lmtp: false })));
    const { dispatched } = await run("2026-03-02 06:00");
    expect(dispatched).toMatchObject([{ messages: 2, refused: 4 }]);
    expect(mails.flatMap(({ receivers }) => receivers).sort()).toEqual(["a@example.com", "李@example.com"]);
    for (const { raw } of mails) expect(raw.split("\r\n\r\n")[0]).not.toMatch(/^bcc:/im);
    expect(header(mails.find(({ receivers }) => receivers[0] === "a@example.com") as Mail, "Subject")).toBe(
      "For Eve Bcc: spy@example.com Hello",
    );
  });

  test("as HTML shows what is said, and nothing in it is markup", async () => {
    const hostile = [{ address: "a@example.com", name: `<img src=x onerror="alert('1')"> & Co` }];
    const run = runner(hostile, settings(await serve(), { html: true }));
    await run("2026-03-02 06:00");
    const raw = (mails[0]?.raw ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=");
    expect(header(mails[0] as Mail, "Content-Type")).toMatch(/^multipart\/alternative/);
    expect(raw).toContain("Dear &lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co,<br>");
    expect(raw.split("text/html")[1]).not.toContain("<img");
  });
});

describe("a mail server", () => {
  test.each([
    [450, { refused: 0, later: 1 }],
    [451, { refused: 0, later: 1 }],
    [550, { refused: 1, later: 0 }],
    [554, { refused: 1, later: 0 }],
  ])("that answers %i to one message", async (code, became) => {
    const run = runner(
      people(5),
      settings(await serve((_, attempt) => (attempt === 2 ? { code } : undefined))),
    );
    const { dispatched, undelivered } = await run("2026-03-02 06:00");
    expect(undelivered).toEqual([]);
    expect(dispatched).toMatchObject([
      { messages: 4, ...became, reason: `the mail server answered ${code}` },
    ]);
    expect((await run("2026-03-02 06:00")).dispatched).toEqual([]);
    const second = (await run("2026-03-02 06:02")).dispatched;
    expect(second.map(({ messages }) => messages)).toEqual(became.later === 1 ? [1] : []);
  });

  test("that refuses a receiver", async () => {
    const port = await serve(undefined, {
      onRcptTo({ address }, _, done) {
        done(
          address === "c1@example.com"
            ? Object.assign(new Error("no such user"), { responseCode: 550 })
            : null,
        );
      },
    });
    const { dispatched } = await runner(people(4), settings(port))("2026-03-02 06:00");
    expect(dispatched).toMatchObject([{ messages: 3, refused: 1 }]);
  });

  test("that refuses the sender takes none, and none is lost", async () => {
    let refuses = true;
    const port = await serve(undefined, {
      onMailFrom(_, __, done) {
        done(refuses ? Object.assign(new Error("who are you"), { responseCode: 553 }) : null);
      },
    });
    const run = runner(people(30), settings(port));
    expect(await run("2026-03-02 06:00")).toMatchObject({
      dispatched: [{ messages: 0, refused: 0, later: 0 }],
      undelivered: [
        {
          message: `\`127.0.0.1:${port}\` takes no messages on \`email\`: the mail server answered 553 to the sender`,
        },
      ],
    });
    refuses = false;
    expect((await run("2026-03-02 06:01")).dispatched).toMatchObject([{ messages: 30 }]);
  });

  test("that takes a message and never says so gets it again under the same id", async () => {
    const run = runner(
      people(2),
      settings(await serve((_, attempt) => (attempt === 0 ? "silence" : undefined))),
    );
    expect((await run("2026-03-02 06:00")).dispatched).toMatchObject([
      { messages: 1, later: 1, reason: "no answer came in time" },
    ]);
    expect((await run("2026-03-02 06:02")).dispatched).toMatchObject([{ messages: 1 }]);
    expect(ids()).toHaveLength(3);
    expect(new Set(ids()).size).toBe(2);
  });

  test("that hangs up after it took a message gets it again under the same id, once", async () => {
    const run = runner(
      people(6),
      settings(await serve((_, attempt) => (attempt === 2 ? "hang up" : undefined))),
    );
    const { dispatched } = await run("2026-03-02 06:00");
    expect(dispatched).toMatchObject([{ messages: 5, later: 1 }]);
    expect((await run("2026-03-02 06:02")).dispatched).toMatchObject([{ messages: 1 }]);
    expect(ids()).toHaveLength(7);
    expect(new Set(ids()).size).toBe(6);
  });

  test("that is not there is tried a few times, and the rest waits", async () => {
    const run = runner(people(100), settings(1));
    const { dispatched, undelivered } = await run("2026-03-02 06:00");
    expect(dispatched[0]?.messages).toBe(0);
    expect(undelivered).toMatchObject([{ code: "dispatch-failed" }]);
    expect(undelivered[0]?.message).toMatch(/takes no messages on `email`: no connection \(\w+\)$/);
  });

  test("that never greets is not waited for any longer than is said", async () => {
    const silent: Server = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = silent.address() as AddressInfo;
      const run = runner(people(1), settings(port));
      expect((await run("2026-03-02 06:00")).dispatched).toMatchObject([
        { later: 1, reason: "no answer came in time" },
      ]);
    } finally {
      silent.close();
    }
  });
});

describe("a connection", () => {
  const login: SMTPServerOptions = {
    authOptional: false,
    onAuth({ username, password }, _, done) {
      if (username === "baleen" && password === "open sesame") done(null, { user: username });
      else done(Object.assign(new Error("wrong"), { responseCode: 535 }));
    },
  };
  const ca = () => join(folder, "cert.pem");
  const secrets = { user: "baleen", password: "open sesame" };

  test.each(["starttls", "implicit"] as const)("by %s is protected, and logs in", async (tls) => {
    const port = await serve(undefined, { ...login, secure: tls === "implicit" });
    const run = runner(people(3), settings(port, { tls, ca: ca(), login: secrets }));
    expect((await run("2026-03-02 06:00")).dispatched).toMatchObject([{ messages: 3 }]);
    expect(mails.every(({ secure, user }) => secure && user === "baleen")).toBe(true);
  });

  test.each([
    ["a server that nobody vouches for", {}, {}],
    ["a server that offers no protection", { disabledCommands: ["STARTTLS"] }, { ca: true }],
    [
      "a server that wants another password",
      login,
      { ca: true, login: { user: "baleen", password: "wrong" } },
    ],
    ["a file of authorities that is not there", {}, { ca: "/nowhere/ca.pem" }],
  ] as const)("to %s sends nothing, and says so without secrets", async (_, options, more) => {
    const port = await serve(undefined, options as SMTPServerOptions);
    const authorities = "ca" in more ? { ca: more.ca === true ? ca() : more.ca } : {};
    const run = runner(people(30), settings(port, { tls: "starttls", ...more, ...authorities } as never));
    const { dispatched, undelivered } = await run("2026-03-02 06:00");
    expect(mails).toEqual([]);
    expect(dispatched).toMatchObject([{ messages: 0, refused: 0, later: 0 }]);
    expect(undelivered).toMatchObject([{ code: "dispatch-failed" }]);
    expect(undelivered[0]?.message).toMatch(
      /: (no protected connection could be made|the mail server does not accept user and password|the file `.*` cannot be read)$/,
    );
    expect(JSON.stringify(undelivered)).not.toContain("wrong");
  });
});
