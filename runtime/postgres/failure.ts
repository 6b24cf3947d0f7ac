import { RuntimeProblem, type RuntimeProblemCode } from "../problem.ts";
import { misfitHelp } from "../warehouse/misfit.ts";
import { missingRight, type StorePlace } from "./rights.ts";

/** Which of a project's two stores PostgreSQL keeps: its part of `baleen.yaml`, and the name that messages give it. */
export type Store = "warehouse" | "ledger";

/** What has gone wrong, by what the user can do about it. */
type Kind = "unreachable" | "busy" | "unreadable" | "query-failed" | "disk-full";

interface Meaning {
  readonly kind: Kind;
  readonly reason: string;
  readonly help: (store: Store) => string;
}

const CODES: Readonly<Record<Store, Readonly<Record<Kind, RuntimeProblemCode>>>> = {
  warehouse: {
    unreachable: "warehouse-unreachable",
    busy: "warehouse-busy",
    unreadable: "warehouse-unreadable",
    "query-failed": "warehouse-query-failed",
    "disk-full": "disk-full",
  },
  ledger: {
    unreachable: "ledger-unreachable",
    busy: "ledger-busy",
    unreadable: "ledger-unreadable",
    "query-failed": "ledger-unreadable",
    "disk-full": "disk-full",
  },
};

const lookAtUrl = (store: Store): string => `look at \`url:\` under \`${store}:\` in baleen.yaml`;
const NO_ANSWER: Meaning = {
  kind: "unreachable",
  reason: "no answer came in time",
  help: () => "look at host and port, and whether a firewall is between",
};
const NO_HOST: Meaning = {
  kind: "unreachable",
  reason: "no host of this name is known",
  help: lookAtUrl,
};
const NO_ROUTE: Meaning = {
  kind: "unreachable",
  reason: "the network has no way there",
  help: () => "look at host and network",
};
const LOST: Meaning = {
  kind: "unreachable",
  reason: "the connection was lost",
  help: () => "run again when the server is there again",
};
const REFUSED_LOGIN: Meaning = {
  kind: "unreachable",
  reason: "the server refused the user or the password",
  help: (store) => `look at user and password in the ${store}'s url, and at the server's pg_hba.conf`,
};

/** System errors by `code`, PostgreSQL's by SQLSTATE (PostgreSQL's documentation, appendix A). */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: {
    kind: "unreachable",
    reason: "nothing listens there",
    help: () => "start the server, or correct host and port",
  },
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
  ENOENT: NO_HOST,
  ETIMEDOUT: NO_ANSWER,
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  ECONNRESET: LOST,
  EPIPE: LOST,
  "28P01": REFUSED_LOGIN,
  "28000": REFUSED_LOGIN,
  "3D000": {
    kind: "unreachable",
    reason: "the server has no database of this name",
    help: lookAtUrl,
  },
  "53300": {
    kind: "busy",
    reason: "the server has too many connections already",
    help: () => "wait, or raise max_connections",
  },
  "57P03": {
    kind: "busy",
    reason: "the server is starting or stopping",
    help: () => "run again shortly",
  },
  "57P01": LOST,
  "57P02": LOST,
  "57P05": LOST,
  "25P03": LOST,
  "08000": LOST,
  "08003": LOST,
  "08006": LOST,
  "53100": {
    kind: "disk-full",
    reason: "the disk of the server is full",
    help: () => "free space on the server",
  },
  "53200": {
    kind: "query-failed",
    reason: "the server ran out of memory",
    help: () => "lower work_mem, or give the server more memory",
  },
  "53400": {
    kind: "disk-full",
    reason: "the statement needs more temporary space than the server allows",
    help: () => "raise temp_file_limit",
  },
  "57014": {
    kind: "query-failed",
    reason: "the statement was cancelled, or took longer than statement_timeout",
    help: (store) => `raise statement_timeout for the ${store}'s user, or in its url`,
  },
};

/** A right that the user lacks. */
const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * A failure of PostgreSQL or of the way there, in the user's words; never with her secrets. PostgreSQL's own text is kept only
 * of class 42 (names, grammar and types): other classes may quote customers' values.
 */
export function postgresProblem(error: unknown, place: StorePlace): RuntimeProblem {
  if (error instanceof RuntimeProblem) return error;
  const { store, address } = place;
  const code = postgresCode(error);
  const text = error instanceof Error ? error.message : String(error);
  const meaning =
    code === INSUFFICIENT_PRIVILEGE
      ? rightMeaning(text, place)
      : (MEANINGS[code] ?? (isSqlState(code) ? undefined : meaningOfText(text)));
  if (meaning !== undefined) {
    const { kind, reason, help } = meaning;
    const refuses = store === "warehouse" ? "cannot give what is asked for" : "cannot do what is asked for";
    return new RuntimeProblem(
      CODES[store][kind],
      `the PostgreSQL ${store} at ${address} ${kind === "unreachable" ? "cannot be reached" : refuses}: ${reason}`,
      { help: help(store), cause: error },
    );
  }
  const said = code.startsWith("42") ? `: ${text}` : "";
  return new RuntimeProblem(
    CODES[store]["query-failed"],
    `PostgreSQL at ${address} could not carry out a statement (${isSqlState(code) ? `SQLSTATE ${code}` : "no SQLSTATE"})${said}`,
    // Class 22 is what data cause.
    { cause: error, ...(store === "warehouse" && code.startsWith("22") && { help: misfitHelp }) },
  );
}

function rightMeaning(text: string, place: StorePlace): Meaning {
  const { reason, help } = missingRight(text, place);
  return { kind: "unreadable", reason, help: () => help };
}

/** Whether a server that says so is likely to take the same request in a moment. */
export function isPassing(error: unknown): boolean {
  return PASSING.has(postgresCode(error));
}

/** Too many connections; starting or stopping. */
const PASSING: ReadonlySet<string> = new Set(["53300", "57P03"]);

/** The SQLSTATE of PostgreSQL's failures, the `code` of the system's; empty where there is neither. */
export function postgresCode(error: unknown): string {
  if (error instanceof RuntimeProblem) return postgresCode(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return postgresCode(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code);

/** What the driver says without a code. */
function meaningOfText(text: string): Meaning | undefined {
  if (/timeout|timed out/i.test(text)) return NO_ANSWER;
  if (/does not support SSL/i.test(text)) {
    return {
      kind: "unreachable",
      reason: "the server has no TLS, which the url asks for",
      help: () => "switch TLS on at the server, or take `sslmode` out of the url",
    };
  }
  if (/certificate|SSL|TLS/i.test(text)) {
    return {
      kind: "unreachable",
      reason: "the server's TLS certificate is not trusted",
      help: () => "name the authority with `sslrootcert=` in the url",
    };
  }
  if (/password|SASL|SCRAM/i.test(text)) return REFUSED_LOGIN;
  return /Connection terminated|Client has encountered a connection error|not queryable|Connection ended/i.test(
    text,
  )
    ? LOST
    : undefined;
}
