import type { StatementBuild } from "./build.ts";
import { missing } from "./empty-scope.ts";
import { addEventScan, ownScopes, readAlias, type ScannedEvents } from "./event-scan.ts";
import type { OccurrenceTable, RequestFor } from "./occurrence.ts";
import { conjuncts } from "./references.ts";
import type { Scope } from "./scope.ts";

/** Adds the table of the events of one kind: time, id and attributes are their own. */
export function addEventOccurrences(build: StatementBuild, request: RequestFor<"event">): OccurrenceTable {
  const { occurrence, event, ...rest } = request;
  const scanned = addEventScan(build, {
    ...rest,
    over: { kind: "event", name: occurrence.event },
    conditions: occurrence.where.flatMap(conjuncts),
    scopes: event === "own" ? ownScopes : ["row"],
    instants: false,
    numbered: false,
  });
  return {
    name: scanned.name,
    rest: scanned.rest,
    orderColumns: scanned.orderColumns,
    occurred: "event_time",
    since: request.from,
    scope: scannedScope(scanned),
  };
}

/** The attributes and the time of scanned rows, whatever they are called. */
export function scannedScope(scanned: ScannedEvents): (alias: string) => Pick<Scope, "attribute" | "time"> {
  return (alias) => ({
    attribute: (_of, name) => readAlias(alias, scanned.attributes.get(name) ?? missing(`attribute ${name}`)),
    time: () => readAlias(alias, scanned.time),
  });
}
