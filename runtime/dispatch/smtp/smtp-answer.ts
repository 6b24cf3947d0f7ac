import type { SendResult } from "../adapter.ts";

/** What nodemailer says of a failure. */
interface SmtpError extends Error {
  readonly code?: unknown;
  /** The command that failed: `MAIL FROM`, `AUTH PLAIN` … */
  readonly command?: unknown;
  /** The server's code, where it answered. */
  readonly responseCode?: unknown;
}

/** Codes of a connection that is not protected as it should be; nobody but the operator can mend that. */
const UNPROTECTED = /^(ETLS|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/**
 * What a failure makes of a message. A server that answers with 4xx, or does not answer, may take it another time; with 5xx
 * it speaks of the receiver or the message, which is refused for good; but where it does so before it has heard of either,
 * at the login or the sender, the settings are wrong.
 */
export function smtpAnswer(error: unknown): SendResult {
  if (!(error instanceof Error)) throw error;
  const { code, command, responseCode } = error as SmtpError;
  const step = typeof command === "string" ? command : "";
  const status = typeof responseCode === "number" ? responseCode : undefined;
  if (isUnprotected(error)) return { kind: "closed", reason: "no protected connection could be made" };
  if (step.startsWith("AUTH") || code === "EAUTH") {
    return status !== undefined && status < 500
      ? { kind: "later", reason: `the mail server answered ${status} to the login` }
      : { kind: "closed", reason: "the mail server does not accept user and password" };
  }
  if (status !== undefined) return answered(status, step);
  if (code === "EENVELOPE") return { kind: "refused", reason: "the address is none that can be mailed to" };
  if (code === "EMESSAGE") return { kind: "refused", reason: "the message is larger than the server takes" };
  const timedOut = code === "ETIMEDOUT" || code === "EABORT" || error.name === "AbortError";
  if (timedOut || error.name === "TimeoutError") return { kind: "later", reason: "no answer came in time" };
  return { kind: "later", reason: `no connection (${typeof code === "string" ? code : error.name})` };
}

function answered(status: number, step: string): SendResult {
  const reason = `the mail server answered ${status}`;
  // 503: the session was in the wrong state, of which the message is innocent.
  if (status < 500 || status === 503) return { kind: "later", reason };
  // 552 and 554 at the sender may be about this message's size or text.
  if (step === "RCPT TO" || step === "DATA" || (step === "MAIL FROM" && status === 552)) {
    return { kind: "refused", reason };
  }
  return { kind: "closed", reason: `${reason}${step === "MAIL FROM" ? " to the sender" : ""}` };
}

function isUnprotected(error: Error): boolean {
  const codes = [error, error.cause].map((one) =>
    one instanceof Error && "code" in one ? one.code : undefined,
  );
  return (
    codes.some((code) => typeof code === "string" && UNPROTECTED.test(code)) ||
    /certificate/i.test(error.message)
  );
}
