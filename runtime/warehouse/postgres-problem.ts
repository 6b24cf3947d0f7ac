import { RuntimeProblem, type RuntimeProblemCode } from "../problem.ts";

interface Meaning {
  readonly code: RuntimeProblemCode;
  readonly reason: string;
  readonly help: string;
}

const LOOK_AT_URL = "look at `url:` under `warehouse:` in baleen.yaml";
const NO_ANSWER: Meaning = {
  code: "warehouse-unreachable",
  reason: "no answer came in time",
  help: "look at host and port, and whether a firewall is between",
};
const NO_HOST: Meaning = {
  code: "warehouse-unreachable",
  reason: "no host of this name is known",
  help: LOOK_AT_URL,
};
const NO_ROUTE: Meaning = {
  code: "warehouse-unreachable",
  reason: "the network has no way there",
  help: "look at host and network",
};
const LOST: Meaning = {
  code: "warehouse-unreachable",
  reason: "the connection was lost",
  help: "run again when the server is there again",
};
const REFUSED_LOGIN: Meaning = {
  code: "warehouse-unreachable",
  reason: "the server refused the user or the password",
  help: "look at user and password in the warehouse's url, and at the server's pg_hba.conf",
};

/** System errors by `code`, PostgreSQL's by SQLSTATE (PostgreSQL's documentation, appendix A). */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: {
    code: "warehouse-unreachable",
    reason: "nothing listens there",
    help: "start the server, or correct host and port",
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
    code: "warehouse-unreachable",
    reason: "the server has no database of this name",
    help: LOOK_AT_URL,
  },
  "53300": {
    code: "warehouse-busy",
    reason: "the server has too many connections already",
    help: "wait, or raise max_connections",
  },
  "57P03": {
    code: "warehouse-busy",
    reason: "the server is starting or stopping",
    help: "run again shortly",
  },
  "57P01": LOST,
  "57P02": LOST,
  "57P05": LOST,
  "25P03": LOST,
  "08000": LOST,
  "08003": LOST,
  "08006": LOST,
  "53100": {
    code: "disk-full",
    reason: "the disk of the server is full",
    help: "free space on the server",
  },
  "53200": {
    code: "warehouse-query-failed",
    reason: "the server ran out of memory",
    help: "lower work_mem, or give the server more memory",
  },
  "53400": {
    code: "disk-full",
    reason: "the statement needs more temporary space than the server allows",
    help: "raise temp_file_limit",
  },
  "57014": {
    code: "warehouse-query-failed",
    reason: "the statement was cancelled, or took longer than statement_timeout",
    help: "raise statement_timeout for the warehouse's user, or in its url",
  },
  "42501": {
    code: "warehouse-unreadable",
    reason: "the user may not read what the statement reads",
    help: "grant select on the relations and usage on the schema to the warehouse's user",
  },
};

/**
 * A failure of PostgreSQL or of the way there, in the user's words. `address` is host, port and database: never
 * the user's secrets. PostgreSQL's own text is kept only of class 42 (names, grammar and types): other classes
 * may quote customers' values.
 */
export function postgresProblem(error: unknown, address: string): RuntimeProblem {
  if (error instanceof RuntimeProblem) return error;
  const code = errorCode(error);
  const text = error instanceof Error ? error.message : String(error);
  const meaning = MEANINGS[code] ?? meaningOfText(text);
  if (meaning !== undefined) {
    const subject =
      meaning.code === "warehouse-unreachable" ? "cannot be reached" : "cannot give what is asked for";
    return new RuntimeProblem(
      meaning.code,
      `the PostgreSQL warehouse at ${address} ${subject}: ${meaning.reason}`,
      { help: meaning.help },
    );
  }
  const said = code.startsWith("42") ? `: ${text}` : "";
  return new RuntimeProblem(
    "warehouse-query-failed",
    `PostgreSQL at ${address} could not carry out a statement (${/^[0-9A-Z]{5}$/.test(code) ? `SQLSTATE ${code}` : "no SQLSTATE"})${said}`,
  );
}

function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** What the driver says without a code. */
function meaningOfText(text: string): Meaning | undefined {
  if (/timeout|timed out/i.test(text)) return NO_ANSWER;
  if (/does not support SSL/i.test(text)) {
    return {
      code: "warehouse-unreachable",
      reason: "the server has no TLS, which the url asks for",
      help: "switch TLS on at the server, or take `sslmode` out of the url",
    };
  }
  if (/certificate|SSL|TLS/i.test(text)) {
    return {
      code: "warehouse-unreachable",
      reason: "the server's TLS certificate is not trusted",
      help: "name the authority with `sslrootcert=` in the url",
    };
  }
  if (/password|SASL|SCRAM/i.test(text)) return REFUSED_LOGIN;
  return /Connection terminated|Client has encountered a connection error|not queryable|Connection ended/i.test(
    text,
  )
    ? LOST
    : undefined;
}
