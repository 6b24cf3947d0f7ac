import pg from "pg";
import type { Store } from "./failure.ts";

/** Who asks what of a server: how messages call it, never its secrets. */
export interface StorePlace {
  readonly store: Store;
  /** Host, port and database. */
  readonly address: string;
  readonly database: string;
  readonly user: string;
  /** Where the store's relations are. */
  readonly schema: string;
  /** Whether nothing is to be written there. */
  readonly readOnly: boolean;
}

/** What a user may not do, and what would let her. */
export interface MissingRight {
  readonly reason: string;
  readonly help: string;
}

/** PostgreSQL's words for it: `permission denied for table runs`, `must be owner of table runs`. */
const DENIED =
  /^(permission denied for|must be owner of) (database|schema|table|relation|view|materialized view|sequence|foreign table) "?([^"]+)"?$/;

/**
 * Says by name which right a user lacks, and by which statement it is given, from PostgreSQL's own text; where a server speaks
 * another language, for the schema as a whole.
 */
export function missingRight(text: string, place: StorePlace): MissingRight {
  const [, how, kind = "", name = ""] = DENIED.exec(text) ?? [];
  const { user, schema } = place;
  if (kind === "database") {
    return {
      reason: `the user \`${user}\` may not make the schema \`${schema}\` in the database \`${name}\``,
      help: administrator(
        `create schema ${word(schema)} authorization ${word(user)}`,
        `or grant create on database ${word(name)} to ${word(user)}`,
      ),
    };
  }
  if (how === "must be owner of") {
    return {
      reason: `the user \`${user}\` does not own the ${kind} \`${name}\` of the schema \`${schema}\`, which this release has to change`,
      help: administrator(
        `alter ${kind === "sequence" ? kind : "table"} ${word(schema)}.${word(name)} owner to ${word(user)}`,
        "and likewise all others of the schema",
      ),
    };
  }
  const what =
    kind === "" || kind === "schema"
      ? `the schema \`${kind === "" ? schema : name}\``
      : `the ${kind} \`${name}\` of the schema \`${schema}\``;
  return {
    reason: `the user \`${user}\` lacks a right to ${what}`,
    help: administrator(...grants(kind, kind === "schema" ? name : schema, name, place)),
  };
}

function grants(kind: string, schema: string, name: string, place: StorePlace): readonly string[] {
  const to = `to ${word(place.user)}`;
  const within = `in schema ${word(schema)}`;
  const onSchema = `grant ${place.readOnly ? "usage" : "usage, create"} on schema ${word(schema)} ${to}`;
  const onTables = place.readOnly
    ? `grant select on all tables ${within} ${to}`
    : `grant select, insert, update, delete on all tables ${within} ${to}`;
  switch (kind) {
    case "schema":
      return [onSchema];
    case "sequence":
      return [`grant usage, select, update on all sequences ${within} ${to}`];
    case "":
      return [onSchema, onTables];
    default:
      return [place.store === "ledger" ? onTables : `grant select on ${word(schema)}.${word(name)} ${to}`];
  }
}

const administrator = (...statements: readonly string[]): string =>
  `let an administrator say: ${statements.join("; ")}`;

/** A name as it stands in SQL, in quotes only where it must. */
function word(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : pg.escapeIdentifier(name);
}
