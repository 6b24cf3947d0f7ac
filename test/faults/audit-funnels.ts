import type { LedgerRows, Row } from "./ledger-rows.ts";

/** A tick's figures, as the ledger keeps them. */
interface Figures {
  readonly eligible: number;
  readonly heldOut: number;
  readonly universal: number;
  readonly rejected: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly contacted: Readonly<Record<string, number>>;
  readonly putOff: number;
  readonly waves: readonly (Pick<Figures, "rejected" | "reasons" | "contacted" | "putOff"> & {
    readonly asked: number;
    readonly ended: number;
    readonly excluded: number;
  })[];
}

/** Holds each tick's figures to the contacts and rejections that the ledger has of it, and to each other. */
export function auditFunnels(rows: LedgerRows): readonly string[] {
  const codes = Map.groupBy(rows.reasons, ({ reason_list }) => reason_list);
  const codesOf = ({ reason_list }: Row): readonly string[] => [
    ...new Set((codes.get(reason_list ?? null) ?? []).map(({ code }) => String(code))),
  ];
  const known = new Set(rows.campaign_ticks.map(({ campaign, tick }) => `${campaign} ${tick}`));
  const orphans = [...rows.contacts, ...rows.rejections].filter(
    (row) => !known.has(`${row["campaign"]} ${row["tick"]}`),
  );
  return [
    ...orphans.map((row) => `a decision on ${row["customer"]} belongs to no tick`),
    ...rows.campaign_ticks.flatMap(({ campaign, tick, funnel }) => {
      const figures = JSON.parse(String(funnel)) as Figures;
      const isIts = (row: Row): boolean => row["campaign"] === campaign && row["tick"] === tick;
      const contacts = rows.contacts.filter(isIts);
      const rejections = rows.rejections.filter(isIts);
      const counted = (wave: number) => {
        const own = contacts.filter((row) => row["wave"] === wave);
        const treated = own.filter(({ arm }) => arm === "treated");
        const refused = rejections.filter((row) => row["wave"] === wave);
        return {
          heldOut: own.filter(({ arm }) => arm === "control").length,
          universal: own.filter(({ arm }) => arm === "universal").length,
          rejected: refused.length,
          reasons: tallied(refused.flatMap(codesOf)),
          contacted: tallied(treated.map(({ channel }) => String(channel))),
          putOff: treated.filter((row) => Number(row["due"]) > Number(tick)).length,
        };
      };
      const { eligible, heldOut, universal, rejected, reasons, contacted, putOff, waves } = figures;
      const told = { heldOut, universal, rejected, reasons, contacted, putOff };
      const first = counted(0);
      const wrong = [
        ...differences("first contacts", told, first),
        ...differences("eligible", eligible, heldOut + universal + rejected + sum(contacted)),
        ...waves.flatMap(({ asked, ended, excluded, ...rest }, index) => {
          const { heldOut: _held, universal: _universal, ...own } = counted(index + 1);
          const { rejected: refused, reasons: why, contacted: sent, putOff: later } = rest;
          return [
            ...differences(
              `wave ${index + 1}`,
              { rejected: refused, reasons: why, contacted: sent, putOff: later },
              own,
            ),
            ...differences(`asked of wave ${index + 1}`, asked, ended + excluded + refused + sum(sent)),
          ];
        }),
      ];
      return wrong.map((text) => `${campaign} at ${tick}: ${text}`);
    }),
  ];
}

function tallied(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

function differences(what: string, told: unknown, counted: unknown): readonly string[] {
  const [one, other] = [JSON.stringify(told), JSON.stringify(counted)];
  return one === other ? [] : [`${what}: the funnel says ${one}, its rows ${other}`];
}
