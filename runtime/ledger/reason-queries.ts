import { type Kysely, sql } from "kysely";
import type { LedgerTables } from "./tables.ts";

/** The first version of a ledger in which rejections share lists of reasons. */
const LISTS_SINCE = 9;

/** How ledgers of before keep reasons: a rejection's are a list of its own, which is numbered as it is. */
interface FormerTables extends LedgerTables {
  readonly rejection_reasons: Omit<LedgerTables["reasons"], "reason_list"> & { readonly rejection: number };
}

/** Reasons with the numbers of their lists, in a ledger of a version. */
export function listedReasons(db: Kysely<LedgerTables>, version: number) {
  return version >= LISTS_SINCE
    ? db.selectFrom("reasons").select(["reason_list", "position", "channel", "code", "rule"])
    : db
        .withTables<Pick<FormerTables, "rejection_reasons">>()
        .selectFrom("rejection_reasons")
        .select(["rejection as reason_list", "position", "channel", "code", "rule"]);
}

/** The number of a rejection's list of reasons, in a ledger of a version. */
export function reasonListOf(version: number) {
  return sql.ref<number>(version >= LISTS_SINCE ? "rejections.reason_list" : "rejections.id");
}
