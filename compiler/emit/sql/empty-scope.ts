import type { StatementBuild } from "./build.ts";
import type { Scope } from "./scope.ts";

/** A scope with nothing in it: what stands at a place is put on top. */
export function emptyScope(build: StatementBuild): Scope {
  return {
    dialect: build.dialect,
    timezone: build.program.timezone,
    currency: build.program.currency,
    tag: (name) => missing(`tag ${name}`),
    definition: (name) => missing(`definition ${name}`),
    feature: (id) => missing(`feature ${id}`),
    tagHistory: (id) => missing(`tag history ${id}`),
    offerAmount: (amount) => missing(`the offer's ${amount}`),
    ranking: (id) => missing(`ranking ${id}`),
    attribute: (_of, name) => missing(`attribute ${name}`),
    time: () => missing("time"),
    rate: () => missing("rate"),
    ratePer: build.program.rates?.per ?? 1,
  };
}

/** A fault of ours: the checker lets no expression through that names what is not there. */
export function missing(what: string): never {
  throw new Error(`nothing of the name in this place of the statement: ${what}`);
}
