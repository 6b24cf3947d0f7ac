import { people } from "../expressions/people.ts";
import { type Family, holds, values } from "../form.ts";

export const declarations: Family = {
  section: 3,
  name: "declarations",
  bank: people,
  tick: "2026-03-02 06:00",
  forms: {
    "tag NAME = EXPR": {
      cases: {
        "one value a customer": values(
          "twice + 1",
          { 1: "15", 2: "-13", 3: "1", 4: null },
          { declarations: 'tag twice "Twice n" = n * 2' },
        ),
        "by way of others, in any order": values(
          "sum_of_both",
          { 1: "21", 2: "-21", 3: "0", 4: null },
          { declarations: "tag sum_of_both = twice + n\ntag twice = n * 2" },
        ),
      },
    },
    "tag NAME in {…} = EXPR": {
      cases: {
        "a choice of these members": holds("size in {small, none}", "2 3", {
          declarations:
            "tag size in {none, small, large} = case when n < 0 then small when n = 0 then none when n > 0 then large end",
        }),
        "unknown where no branch holds": holds("size is unknown", "4", {
          declarations:
            "tag size in {none, small, large} = case when n < 0 then small when n = 0 then none when n > 0 then large end",
        }),
      },
    },
    "segment NAME = PREDICATE": {
      cases: {
        "usable in any predicate": holds("owners and n > 0", "1", {
          declarations: 'segment owners "Card owners" = card',
        }),
        "never unknown": holds("not owners", "2 3 4", { declarations: "segment owners = card" }),
      },
    },
    "customer.x": { cases: { "is the tag": holds("customer.n = 7", "1") } },
    "`any text`": {
      cases: {
        "is a name": holds("`who owns, if any`", "1", {
          declarations: "segment `who owns, if any` = card",
        }),
        "a keyword that opens a line": holds("n > 0 and\n  `segment`", "1", {
          declarations: "segment `segment` = card",
        }),
      },
    },
  },
};
