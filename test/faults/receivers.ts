import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** What a gateway or mail server does with a message that it has taken: says so, or never answers. */
export type Verdict = "answer" | "silence";

/** The two receivers of messages that leave one by one. They keep each message once, by its key, as gateways do. */
export interface Receivers {
  readonly gatewayPort: number;
  readonly mailPort: number;
  /** How often each key has come, by channel. */
  readonly received: Readonly<Record<"sms" | "email", Map<string, number>>>;
  /** Keys under which something else came the second time. */
  readonly changed: readonly string[];
  /** Is asked of each message, after it is kept: may wait, and decides whether it is answered. */
  decide: (channel: "sms" | "email", key: string) => Verdict | Promise<Verdict>;
  close(): Promise<void>;
}

export async function openReceivers(): Promise<Receivers> {
  const texts = new Map<string, string>();
  const changed: string[] = [];
  const received = { sms: new Map<string, number>(), email: new Map<string, number>() };
  const keep = (channel: "sms" | "email", key: string, text: string): void => {
    received[channel].set(key, (received[channel].get(key) ?? 0) + 1);
    if ((texts.get(key) ?? text) !== text) changed.push(key);
    texts.set(key, text);
  };
  const gateway = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", async () => {
      const key = String(request.headers["idempotency-key"]);
      keep("sms", key, body);
      if ((await result.decide("sms", key)) === "answer") response.writeHead(202).end();
    });
  });
  gateway.listen(0, "127.0.0.1");
  await once(gateway, "listening");
  const mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 100,
    onData(stream, _session, done) {
      let raw = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        raw += text;
      });
      stream.on("end", async () => {
        const key = /^message-id: <([^@>]+)@/im.exec(raw)?.[1] ?? "none";
        keep("email", key, mailWithoutItsMoment(raw));
        if ((await result.decide("email", key)) === "answer") done();
      });
    },
  });
  // A client that was killed breaks off in the middle of a word.
  mail.on("error", () => {});
  await new Promise<void>((resolve) => mail.listen(0, "127.0.0.1", () => resolve()));
  const result: Receivers = {
    gatewayPort: (gateway.address() as AddressInfo).port,
    mailPort: (mail.server.address() as AddressInfo).port,
    received,
    changed,
    decide: () => "answer",
    async close() {
      gateway.closeAllConnections();
      gateway.close();
      await new Promise<void>((resolve) => mail.close(() => resolve()));
    },
  };
  return result;
}

/** What of a mail is the same whenever it is sent: the program that sends it writes the moment and boundaries. */
function mailWithoutItsMoment(raw: string): string {
  return raw.replace(/^date: .*$/im, "");
}
