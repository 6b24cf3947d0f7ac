import type { PolicyCap } from "../../../plan/index.ts";
import type { LocalDate } from "../../calendar/local-date.ts";

/**
 * The due dates on which a line holds: one with `during` on those days alone, one without where no line of the same key
 * replaces it.
 */
export function inForce(cap: PolicyCap, all: readonly PolicyCap[]): (due: LocalDate) => boolean {
  const { during } = cap;
  if (during !== undefined) return (due) => during.from <= due && due <= during.to;
  const replacing = all.flatMap((other) =>
    other.kind === cap.kind && other.key === cap.key && other.during !== undefined ? [other.during] : [],
  );
  if (replacing.length === 0) return () => true;
  return (due) => !replacing.some(({ from, to }) => from <= due && due <= to);
}
