import { createHmac } from "node:crypto";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { type Clock, isoInstant } from "../../calendar/instant.ts";
import type { DispatchMessage } from "../../ledger/outgoing.ts";
import type { MessageAdapter, SendResult } from "../adapter.ts";
import { pacer } from "../pacer.ts";
import { isPrivateAddress, PRIVATE_ADDRESS, publicLookup } from "./private-address.ts";

/** Messages as signed JSON to a gateway's address. */
export interface WebhookSettings {
  readonly adapter: "webhook";
  /** `https://`, or `http://` where the way is trusted. */
  readonly url: string;
  /** What messages are signed with. */
  readonly secret: string;
  /** Messages a second at most. */
  readonly rate: number;
  /** Messages under way at once. */
  readonly concurrency: number;
  /** Seconds that an answer is waited for. */
  readonly timeout: number;
  /** Whether the url may lead to an address within the organisation. */
  readonly allowPrivate: boolean;
}

/** Of an answer's body nothing is kept; more than this is not even read. */
const MOST_ANSWER_BYTES = 1 << 16;

/** Answers that another attempt may change: time-outs, conflicts of order, too many requests. */
const PASSING_ANSWERS: ReadonlySet<number> = new Set([408, 409, 423, 425, 429]);

/** Answers that are about the message itself: malformed, gone, too large, not to be processed, legally barred. */
const REFUSALS: ReadonlySet<number> = new Set([400, 406, 410, 411, 412, 413, 415, 422, 451]);

/**
 * Posts each message as JSON with its idempotency key, signed with HMAC-SHA256 over time and body. 2xx is taken as
 * sent; time-outs, 5xx and a few others are tried again; answers about the message refuse it for good; all others,
 * such as 401, 404 and redirections, say that the address or the secret is wrong.
 */
export function webhookAdapter(settings: WebhookSettings, clock: Clock): MessageAdapter {
  const url = new URL(settings.url);
  const secure = url.protocol === "https:";
  const connections = { keepAlive: true, maxSockets: settings.concurrency };
  const agent = secure ? new HttpsAgent(connections) : new HttpAgent(connections);
  const pace = pacer(settings.rate);
  const lookup = settings.allowPrivate ? {} : { lookup: publicLookup };
  const post = (body: string, headers: Readonly<Record<string, string>>): Promise<SendResult> =>
    new Promise((resolve) => {
      const request = (secure ? httpsRequest : httpRequest)(
        url,
        { method: "POST", agent, headers, signal: AbortSignal.timeout(settings.timeout * 1_000), ...lookup },
        (response) => resolve(answerOf(response)),
      );
      request.on("error", (error) => resolve(failureOf(error)));
      request.end(body);
    });
  return {
    kind: "message",
    target: url.host,
    concurrency: settings.concurrency,
    async send(channel, message) {
      if (!settings.allowPrivate && isPrivateAddress(url.hostname)) return privateAddress;
      await pace();
      const body = JSON.stringify(payload(channel, message));
      return post(body, {
        "content-type": "application/json; charset=utf-8",
        "content-length": String(Buffer.byteLength(body)),
        "user-agent": "baleen",
        "idempotency-key": message.key,
        "baleen-signature": signature(body, settings.secret, Math.floor(clock() / 1_000)),
      });
    },
    close: async () => agent.destroy(),
  };
}

/** `t=1772402400,v1=9f86…`: seconds since 1970, and HMAC-SHA256 in hex of `t`, a full stop and the body. */
export function signature(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

function payload(channel: string, message: DispatchMessage) {
  const { key, campaign, wave, customer, address, due, subject, message: text, offers } = message;
  return {
    key,
    channel,
    campaign,
    wave,
    customer,
    address,
    due: isoInstant(due),
    subject,
    message: text,
    offers,
  };
}

function answerOf(response: IncomingMessage): SendResult {
  let read = 0;
  response.on("data", (piece: Buffer) => {
    read += piece.length;
    if (read > MOST_ANSWER_BYTES) response.destroy();
  });
  response.on("error", () => {});
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { kind: "sent" };
  const reason = `the gateway answered ${status}`;
  if (REFUSALS.has(status)) return { kind: "refused", reason };
  if (status < 500 && !PASSING_ANSWERS.has(status)) return { kind: "closed", reason };
  const seconds = Number(response.headers["retry-after"]);
  return Number.isFinite(seconds) && seconds > 0
    ? { kind: "later", reason, seconds: Math.min(seconds, 86_400) }
    : { kind: "later", reason };
}

const privateAddress: SendResult = {
  kind: "closed",
  reason: "the url leads to a private address, which `allow_private` does not allow",
};

function failureOf(error: Error): SendResult {
  const code = "code" in error ? String(error.code) : error.name;
  if (code === PRIVATE_ADDRESS) return privateAddress;
  const timedOut = error.name === "TimeoutError" || error.name === "AbortError" || code === "ABORT_ERR";
  return { kind: "later", reason: timedOut ? "no answer came in time" : `no connection (${code})` };
}
