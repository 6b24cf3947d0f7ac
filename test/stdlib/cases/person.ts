/** A value as a case writes it; what it is stored as, the library's catalog says. */
export type Written = string | number | boolean | null;

/** Something that happened, at a local time: `at: "2026-03-01 10:00:00"`; attributes by their names, `ccy` beside money. */
export interface Happening {
  readonly event: string;
  readonly at: string;
  readonly [attribute: string]: Written;
}

/** A row of a collection, attributes by their names. */
export interface Thing {
  readonly collection: string;
  readonly [attribute: string]: Written;
}

/** What is known of a customer: tags of the day before the tick, and of earlier days by their date. */
export interface Person {
  readonly tags?: Readonly<Record<string, Written>>;
  readonly earlier?: Readonly<Record<string, Readonly<Record<string, Written>>>>;
  readonly happenings?: readonly Happening[];
  readonly things?: readonly Thing[];
}

/** Of whom a rule finds something, one thing each, and of whom it does not. */
export interface Case {
  readonly finds: Readonly<Record<string, Person>>;
  readonly passes: Readonly<Record<string, Person>>;
}

/** The cases of a family, by the names of its rules. */
export type Cases = Readonly<Record<string, Case>>;

/** The tick that cases are about, local. The one before is at the same time on the day before. */
export const tick = "2026-03-02T09:00:00";

/** The day before the tick's, whose tags are read. */
export const dayBefore = "2026-03-01";

const now = `${dayBefore} 12:00:00`;

/** Something that happened: between the two ticks unless said. */
export function happening(
  event: string,
  attributes: Readonly<Record<string, Written>> = {},
  at: string = now,
): Happening {
  return { event, at, ...attributes };
}

/** A person to whom these things happened. */
export function whoHad(...happenings: readonly Happening[]): Person {
  return { happenings };
}
