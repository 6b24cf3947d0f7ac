/** What undoes each step that a ledger has taken since its fourth version, on either engine. */
const UNDONE: Readonly<Record<number, string>> = {
  5: "drop table forgotten",
  6: "drop table imported_contacts; drop table imported_responses",
  7: "drop table project_records; drop table source_sets; drop table sources",
  8: "drop table ledger_owner",
  9: `create table rejection_reasons (
      rejection bigint not null references rejections (id), position bigint not null, channel text, code text not null,
      rule text, primary key (rejection, position)
    );
    insert into rejection_reasons select id, position, reasons.channel, code, rule
      from rejections join reasons on reasons.reason_list = rejections.reason_list;
    alter table rejections drop column reason_list; drop table reasons; drop table reason_lists`,
};

/** SQL that makes a ledger what it would be if an earlier release, of a version from 4 on, had made it. */
export function backToVersion(version: number): string {
  const undone = Object.entries(UNDONE)
    .filter(([number]) => Number(number) > version)
    .toReversed()
    .map(([, sql]) => sql);
  return [...undone, `delete from migrations where number > ${version}`].join(";\n");
}
