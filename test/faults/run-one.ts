import type { Child, Order } from "./child-process.ts";
import type { StepOutcome } from "./run-step.ts";

/** Has a child run one step, doing something where it is held. */
export async function runOne(
  child: Child,
  order: Order,
  whenHeld: () => Promise<void> = async () => {},
): Promise<StepOutcome> {
  let outcome: StepOutcome | undefined;
  child.order(order);
  for (;;) {
    const report = await child.next();
    switch (report?.kind) {
      case undefined:
        throw new Error(`a run ended by itself: ${child.errors()}`);
      case "held":
        await whenHeld();
        child.letGo();
        break;
      case "done":
        outcome = report.outcome;
        break;
      case "idle":
        if (outcome === undefined) throw new Error("a child did nothing");
        return outcome;
      default:
        break;
    }
  }
}
