import { describe, expect, test } from "vitest";
import { boolean, number } from "../../oracle/index.ts";
import { asker, type Happening, type Person } from "./asker.ts";

const probes = [
  ...["payroll_retention_rate", "payroll_retention_low", "key_transactions", "main_account_flag"],
  ...["current_value", "potential_value", "payroll_quadrant"],
  ...["convert", "retain", "watch", "nothing"],
];

/** Asked on the first Monday of March: the months are December, January and February. */
const known = asker(
  probes,
  `tag convert = payroll_to_convert
tag retain = payroll_to_retain
tag watch = payroll_to_watch
tag nothing = payroll_no_action`,
);

const salary = (at: string, amount = "10000"): Happening => ({
  kind: "salary",
  at: `${at} 09:00:00`,
  amount,
});
const away = (at: string, amount: string): Happening => ({
  kind: "transfer_out",
  at: `${at} 10:00:00`,
  amount,
  counterparty: "other_bank",
});
const bills = (count: number): readonly Happening[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: "bill_payment",
    at: `2026-02-${10 + index} 12:00:00`,
    amount: "50",
  }));

describe("a month's payroll retention rate", () => {
  test.each([
    ["nothing leaves", [salary("2026-02-10")], "1"],
    ["a quarter leaves", [salary("2026-02-10"), away("2026-02-11", "2500")], "0.75"],
    ["more leaves than came in: not below 0", [salary("2026-02-10"), away("2026-02-11", "12000")], "0"],
    ["no salary: there is none", [away("2026-02-11", "100")], null],
    ["last day of the month", [salary("2026-02-28"), away("2026-02-28", "5000")], "0.5"],
    ["first day of the next month", [salary("2026-02-28"), away("2026-03-01", "5000")], "1"],
    ["last day of the month before", [salary("2026-02-01"), away("2026-01-31", "5000")], "1"],
    [
      "what stays at the bank has not left",
      [salary("2026-02-10"), { ...away("2026-02-11", "5000"), counterparty: "same_bank" }],
      "1",
    ],
  ] as const)("%s", (_, happenings, rate) => {
    expect(known({ happenings })["payroll_retention_rate"]).toBe(rate);
  });
});

const months = ["2025-12", "2026-01", "2026-02"];
/** In each of the three months a salary of 10,000, of which so much leaves. */
const leaving = (...amounts: readonly (string | undefined)[]): readonly Happening[] =>
  months.flatMap((month, index) => {
    const amount = amounts[index];
    return amount === undefined ? [] : [salary(`${month}-10`), away(`${month}-11`, amount)];
  });

describe("three months in a row with a low retention rate", () => {
  test.each([
    ["just below a fifth in each", leaving("8000.01", "8000.01", "8000.01"), "true"],
    ["a fifth in one of them", leaving("8000.01", "8000", "8000.01"), "false"],
    ["a month without salary is not low", leaving("9000", undefined, "9000"), "false"],
    ["two months alone", leaving(undefined, "9000", "9000"), "false"],
    [
      "the month before does not count",
      [...leaving("100", "9000", "9000"), salary("2025-11-10"), away("2025-11-11", "9900")],
      "false",
    ],
  ] as const)("%s", (_, happenings, low) => {
    expect(known({ happenings })["payroll_retention_low"]).toBe(low);
  });
});

describe("a main account", () => {
  const tied = { sweep_in_signed: boolean(true) };

  test.each([
    ["five key transactions are not enough", { tags: tied, happenings: bills(5) }, "false"],
    ["six are", { tags: tied, happenings: bills(6) }, "true"],
    [
      "a transfer of 100 is one",
      { tags: tied, happenings: [...bills(5), away("2026-02-20", "100")] },
      "true",
    ],
    ["of less it is not", { tags: tied, happenings: [...bills(5), away("2026-02-20", "99.99")] }, "false"],
    [
      "those of this month do not count",
      {
        tags: tied,
        happenings: [...bills(5), { kind: "bill_payment", at: "2026-03-01 00:00:00", amount: "1" }],
      },
      "false",
    ],
    [
      "those of the last second do",
      {
        tags: tied,
        happenings: [...bills(5), { kind: "bill_payment", at: "2026-02-28 23:59:59", amount: "1" }],
      },
      "true",
    ],
    ["without a tie it is none", { happenings: bills(6) }, "false"],
    [
      "bills by agreement are a tie",
      { tags: { bill_payment_signed: boolean(true) }, happenings: bills(6) },
      "true",
    ],
    ["five products are none", { tags: { products_held: number(5) }, happenings: bills(6) }, "false"],
    ["six are a tie", { tags: { products_held: number(6) }, happenings: bills(6) }, "true"],
    [
      "a salary that leaves for three months keeps it from being one",
      { tags: tied, happenings: [...bills(6), ...leaving("9000", "9000", "9000")] },
      "false",
    ],
    [
      "for two it does not",
      { tags: tied, happenings: [...bills(6), ...leaving("8000", "9000", "9000")] },
      "true",
    ],
  ] as const)("%s", (_, person, flag) => {
    expect(known(person)["main_account_flag"]).toBe(flag);
  });
});

describe("payroll quadrants", () => {
  /** A payroll customer with this income, with these deposits and investments. */
  const person = (income: string | null, deposits: string, invested: string): Person => ({
    tags: {
      payroll_customer: boolean(true),
      income: income === null ? null : number(income),
      aum: number(Number(deposits) + Number(invested)),
      deposit_balance: number(deposits),
      wealth_balance: number(invested),
    },
  });

  test.each([
    ["income and assets at the splits", person("12000", "25000", "25000"), "both_high"],
    ["assets below", person("12000", "24999", "25000"), "potential_only"],
    ["income below", person("11999.99", "25000", "25000"), "value_only"],
    ["both below", person("11999.99", "24999", "25000"), "both_low"],
    ["income unknown", person(null, "25000", "25000"), null],
    ["paid elsewhere", { tags: { ...person("12000", "25000", "25000").tags, payroll_customer: null } }, null],
  ] as const)("%s", (_, who, quadrant) => {
    expect(known(who)["payroll_quadrant"]).toBe(quadrant);
  });

  test.each([
    ["high potential, banks elsewhere, little here", person("12000", "10", "0"), ["convert"]],
    [
      "high potential, banks elsewhere, much in deposits",
      person("12000", "25000", "25000"),
      ["convert", "retain"],
    ],
    ["low potential, more in deposits", person("5000", "25001", "25000"), ["retain"]],
    ["low potential, more invested", person("5000", "25000", "25001"), ["watch"]],
    ["low potential, low value", person("11999.99", "0", "49999.99"), ["nothing"]],
    ["income unknown, low value", person(null, "0", "0"), []],
    [
      "high potential, banks here",
      {
        tags: { ...person("12000", "10", "0").tags, bill_payment_signed: boolean(true) },
        happenings: bills(6),
      },
      [],
    ],
  ] as const)("%s", (_, who, expected) => {
    const said = known(who);
    expect(probes.slice(-4).filter((name) => said[name] === "true")).toEqual(expected);
  });

  test("a customer counts as paid here by the salaries of two months in three", () => {
    const paid = (...at: readonly string[]) =>
      known({ tags: { income: number(20_000), aum: number(10) }, happenings: at.map((day) => salary(day)) });
    expect(paid("2025-12-31", "2026-02-01")["payroll_quadrant"]).toBe("potential_only");
    expect(paid("2025-11-30", "2026-02-01")["payroll_quadrant"]).toBeNull();
    expect(paid("2026-02-01", "2026-02-28")["payroll_quadrant"]).toBeNull();
  });
});
