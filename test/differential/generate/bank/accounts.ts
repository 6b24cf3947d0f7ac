import type { CaseRow } from "../../case.ts";
import { number, text } from "./cells.ts";
import type { Making } from "./making.ts";

/** The accounts that events may name instead of their customer. */
export const ACCOUNTS = [101, 102, 103, 104] as const;

/** Who owns which account: in rows of a role each. */
export function makeAccounts({ choices, keys, keyColumn, nobody, relations, sources }: Making): void {
  const owners = choices.chance(50);
  const rows: CaseRow[] = [];
  for (const account of ACCOUNTS) {
    for (const role of ["P", "S"]) {
      if (choices.chance(25)) continue;
      const id = choices.pick([...keys, nobody]);
      rows.push({ cells: { account: number(account), role: text(role), id }, run: 0 });
    }
  }
  sources["accounts"] = {
    relation: "accounts",
    grain: "collection",
    id: ["account", "role"],
    key: "account",
    owners: owners ? { column: "role", primary: "P" } : "all",
  };
  relations["accounts"] = { columns: { account: "integer", role: "text", id: keyColumn }, rows };
}
