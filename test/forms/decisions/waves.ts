import { decides, type Family, type FormCase } from "../form.ts";
import { type Clauses, club, spring } from "./club.ts";

const DAYS = ["02", "03", "04", "05", "06", "07", "08"].map((day) => `2026-03-${day} 06:00`);
/** The first contacts, of the tick of the 2nd. */
const FIRST = ["02 1", "02 2", "02 3", "02 4"];

/** Found are day and customer, with `letter gift` unless said: `04 2+1`, `04 2+1 call gift`, `04 3+1: sms consent`. */
function waves(
  parts: Clauses,
  found: readonly string[],
  runs: readonly string[] = DAYS,
  declarations = "",
): FormCase {
  return decides(
    spring({ caps: "1 per customer", ...parts }, declarations),
    runs,
    found.map((one) => {
      const [day = "", customer = "", ...rest] = one.split(" ");
      return `03-${day} 06:00 spring ${[customer, ...(rest.length === 0 ? ["letter gift"] : rest)].join(" ")}`;
    }),
  );
}

/** Who was contacted already is refused at each later tick: those lines are not of waves. */
const ONCE = "2026-03-02 .. 2026-12-31";
const head: Clauses = { trigger: "once at 2026-03-02 06:00", window: ONCE };

/**
 * 1 takes a card a day after the contact, 2 at the very instant that it is due, which is no answer; 4's is of another kind.
 */
export const furtherWaves: Family = {
  section: 7,
  name: "waves",
  bank: club,
  tick: "2026-03-02 06:00",
  forms: {
    "goal E within W": {
      cases: {
        "in (due, due + W]": waves(
          { ...head, goal: "card within 5 days", more: again("2 days unless goal") },
          [...FIRST, "04 2+1", "04 3+1"],
        ),
        // A card a day after the contact is on the last instant of one day, and out of 23 hours.
        "the end is in": waves({ ...head, goal: "card within 1 day", more: again("2 days unless goal") }, [
          ...FIRST,
          "04 2+1",
          "04 3+1",
        ]),
        // 1 and 4 complained before they were contacted, and took a card after. 2's card is of the very instant of the contact.
        "a pattern under a name is at the time of its last step": waves(
          { ...head, goal: "soothed within 5 days", more: again("2 days unless goal") },
          [...FIRST, "04 2+1", "04 3+1"],
          DAYS,
          "event soothed = complaint followed by card within 3 days",
        ),
        "and what is later is out": waves(
          { ...head, goal: "card within 23 hours", more: again("2 days unless goal") },
          [...FIRST, "04 1+1", "04 2+1", "04 3+1"],
        ),
      },
    },
    "goal E where P within W": {
      cases: {
        "P asks the goal's event": waves(
          { ...head, goal: 'card where kind = "plain" within 5 days', more: again("2 days unless goal") },
          [...FIRST, "04 1+1", "04 2+1", "04 3+1"],
        ),
        // 4's event has an unknown amount. 3 bought nothing.
        "`event` is the contact's": waves(
          {
            trigger: "once at 2026-03-02 06:00 on buy",
            window: "2026-03-01 .. 2026-12-31",
            goal: "card where event.amount <= 100 CNY within 5 days",
            more: again("2 days unless goal"),
          },
          [
            "02 1 #11 letter gift",
            "02 2 #12 letter gift",
            "02 4 #14 letter gift",
            "04 2+1 #12 letter gift",
            "04 4+1 #14 letter gift",
          ],
        ),
      },
    },
    "goal E within W worth X": {
      cases: {
        "what it is worth is no matter of waves": waves(
          { ...head, goal: "card within 5 days worth 20 CNY", more: again("2 days unless goal") },
          [...FIRST, "04 2+1", "04 3+1"],
        ),
      },
    },
    "followup NAME after D unless goal": {
      cases: {
        "at the first tick at or after P + D however late": waves(
          { ...head, goal: "card within 5 days", more: again("2 days unless goal") },
          [...FIRST, "07 2+1", "07 3+1"],
          ["2026-03-02 06:00", "2026-03-07 06:00"],
        ),
        "obeys exclude": waves(
          {
            ...head,
            exclude: "age < 18 and count(contact, ever) > 0",
            goal: "card within 5 days",
            more: again("2 days unless goal"),
          },
          [...FIRST, "04 3+1"],
        ),
        "obeys volumes: refused until P + 2D": waves(
          {
            ...head,
            segment: "age = 17",
            goal: "card within 5 days",
            caps: "1 in all",
            more: again("2 days unless goal"),
          },
          ["02 2", "04 2+1: letter cap", "05 2+1: letter cap", "06 2+1: letter cap"],
        ),
        "control members get none": waves(
          { ...head, holdout: "50%", goal: "card within 5 days", more: again("2 days unless goal") },
          // The hash of `spring` and 2 is below a half.
          ["02 1", "02 2 letter gift (control)", "02 3", "02 4", "04 3+1"],
        ),
        "ends with the window": waves(
          {
            ...head,
            window: "2026-03-02 .. 2026-03-03",
            goal: "card within 5 days",
            more: again("2 days unless goal"),
          },
          FIRST,
        ),
      },
    },
    "followup … unless responded": {
      cases: {
        "nobody has answered but by the goal": waves(
          { ...head, goal: "card within 5 days", more: again("2 days unless responded") },
          [...FIRST, "04 2+1", "04 3+1"],
        ),
        "without a goal everybody": waves({ ...head, more: again("2 days unless responded") }, [
          ...FIRST,
          "04 1+1",
          "04 2+1",
          "04 3+1",
          "04 4+1",
        ]),
      },
      elsewhere: {
        "an answer ends it": {
          file: "test/cli/test-verb-runs.test.ts",
          test: "answers end waves, each the one that it answers",
        },
      },
    },
    "followup … via C": {
      cases: {
        // 2 has no telephone, 3 no consent: tried at P + D and at each tick until P + 2D.
        "another channel, rejected at each tick until P + 2D": waves(
          { ...head, goal: "card within 5 days", more: again("2 days unless goal via sms") },
          [
            ...FIRST,
            ...["04", "05", "06"].flatMap((day) => [`${day} 2+1: sms address`, `${day} 3+1: sms consent`]),
          ],
        ),
        "via C, D is first of": waves(
          { ...head, goal: "card within 5 days", more: again("2 days unless goal via sms, call") },
          [...FIRST, "04 2+1 call gift", "04 3+1 call gift"],
        ),
      },
    },
    "followup … offering A": {
      cases: {
        "another offer": waves(
          {
            ...head,
            goal: "card within 5 days",
            offer: "bonus",
            more: again("2 days unless goal offering gift"),
          },
          [...FIRST.map((one) => `${one} letter bonus`), "04 2+1", "04 3+1"],
        ),
        "expired by then": waves(
          {
            ...head,
            segment: "age = 17",
            goal: "card within 5 days",
            more: again("2 days unless goal offering bonus"),
          },
          ["02 2", "04 2+1: letter expired", "05 2+1: letter expired", "06 2+1: letter expired"],
        ),
      },
    },
    "several followups": {
      cases: {
        // 4 March and a day; then the 5th and two days.
        "each measured from the wave before": waves(
          {
            ...head,
            segment: "age = 17",
            goal: "card within 5 days",
            more: `${again("2 days unless goal")}\n  followup last after 3 days unless goal via call`,
          },
          ["02 2", "04 2+1", "07 2+2 call gift"],
        ),
      },
    },
  },
};

function again(rest: string): string {
  return `  followup again after ${rest}`;
}
