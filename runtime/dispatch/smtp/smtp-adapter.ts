import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";
import type { Clock } from "../../calendar/instant.ts";
import type { DispatchMessage } from "../../ledger/outgoing.ts";
import type { MessageAdapter, SendResult } from "../adapter.ts";
import { pacer } from "../pacer.ts";
import { isMailbox, type MailableMessage, mailOf } from "./mail.ts";
import { smtpAnswer } from "./smtp-answer.ts";
import type { SmtpSettings } from "./smtp-settings.ts";

/** Messages that go over one connection before another is made. */
const MESSAGES_PER_CONNECTION = 200;

/** How many times the wait for one answer a whole delivery may take, which consists of several. */
const ANSWERS_PER_DELIVERY = 6;

/**
 * Sends each message as mail over a few connections that are kept. A message whose server did not answer is sent again under
 * the same Message-ID; one of which not a byte had left goes over another connection at once.
 */
export function smtpAdapter(settings: SmtpSettings, clock: Clock): MessageAdapter {
  const { host, port, timeout } = settings;
  const target = `${host}:${port}`;
  const authorities = readAuthorities(settings.ca);
  if (authorities.kind === "unreadable") return closedAdapter(target, authorities.reason);
  const transport = createTransport({ ...connectionOf(settings), tls: tlsOf(authorities.pem) });
  const pace = pacer(settings.rate);
  return {
    kind: "message",
    target,
    concurrency: settings.concurrency,
    async send(_, message) {
      const problem = problemOf(message);
      if (problem !== undefined) return problem;
      await pace();
      const signal = AbortSignal.timeout(timeout * ANSWERS_PER_DELIVERY * 1_000);
      try {
        const mail = mailOf(message as MailableMessage, settings, new Date(clock()));
        await transport.sendMail({ ...mail, signal });
        return { kind: "sent" };
      } catch (error) {
        return smtpAnswer(error);
      }
    },
    close: async () => transport.close(),
  };
}

function connectionOf({ host, port, tls, login, timeout, concurrency }: SmtpSettings) {
  const milliseconds = timeout * 1_000;
  return {
    pool: true as const,
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    maxConnections: concurrency,
    maxMessages: MESSAGES_PER_CONNECTION,
    maxRequeues: 1,
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    dnsTimeout: milliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
    // A server that does not ask for the login must not get the mail without.
    ...(login !== undefined && { auth: { user: login.user, pass: login.password }, forceAuth: true }),
  };
}

function tlsOf(ca: string | undefined) {
  return { minVersion: "TLSv1.2" as const, ...(ca !== undefined && { ca }) };
}

type Authorities =
  | { readonly kind: "read"; readonly pem: string | undefined }
  | { readonly kind: "unreadable"; readonly reason: string };

function readAuthorities(path: string | undefined): Authorities {
  if (path === undefined) return { kind: "read", pem: undefined };
  try {
    return { kind: "read", pem: readFileSync(path, "utf8") };
  } catch {
    return { kind: "unreadable", reason: `the file \`${path}\` cannot be read` };
  }
}

function closedAdapter(target: string, reason: string): MessageAdapter {
  return {
    kind: "message",
    target,
    concurrency: 1,
    send: async () => ({ kind: "closed", reason }),
    close: async () => {},
  };
}

/** What keeps a message from being mailed before a server is asked. */
function problemOf({ address, message }: DispatchMessage): SendResult | undefined {
  if (address === null) return { kind: "closed", reason: "the channel has no `address` in the catalog" };
  if (message === null) return { kind: "closed", reason: "the channel says `message: none` in the catalog" };
  return isMailbox(address)
    ? undefined
    : { kind: "refused", reason: "the address is none that can be mailed to" };
}
