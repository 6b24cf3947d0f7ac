import { type ColumnUse, type RelationUse, relationName } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";
import { type ActualColumn, accepts, CONTENT_WORDS, cureFor, EXPECTED_WORDS } from "./column-type.ts";
import { nearestName } from "./nearest-name.ts";

/** What was found under the relations' names. */
export interface ActualWarehouse {
  /** The names of all that is there, as a catalog writes them, for the nearest. */
  readonly names: readonly string[];
  /** The columns of a relation, undefined where it is not there; or why it cannot be read. */
  columns(relation: RelationUse): readonly ActualColumn[] | RuntimeProblem | undefined;
  /** How the engine compares names. */
  readonly caseSensitive: boolean;
  /** Where a relation was looked for: "the folder `/data`". */
  readonly place: (relation: string) => string;
  /** How a relation comes to be there. */
  readonly missingHelp: (relation: string) => string;
  /** Whether the project says in which schema relations are that name none. */
  readonly hasSchemaSetting: boolean;
  readonly timezone: string;
}

/** Every difference between what the statements will read and what is there, in order of relation and column. */
export function compareRelations(
  relations: readonly RelationUse[],
  actual: ActualWarehouse,
): readonly RuntimeProblem[] {
  return [...relations]
    .sort((a, b) => byCodeUnits(a.relation, b.relation))
    .flatMap((relation) => compareRelation(relation, actual));
}

function compareRelation(relation: RelationUse, actual: ActualWarehouse): readonly RuntimeProblem[] {
  const columns = actual.columns(relation);
  if (columns instanceof RuntimeProblem) return [columns];
  if (columns === undefined) return [relationMissing(relation, actual)];
  const fold = (name: string) => (actual.caseSensitive ? name : name.toLowerCase());
  const byName = new Map(columns.map((column) => [fold(column.name), column]));
  return [...relation.columns]
    .sort((a, b) => byCodeUnits(a.column, b.column))
    .flatMap((use) => {
      const column = byName.get(fold(use.column));
      if (column === undefined) return [columnMissing(relation, use, columns)];
      return accepts(use.expects, column.content) ? [] : [columnType(relation, use, column, actual.timezone)];
    });
}

function relationMissing({ relation, origin }: RelationUse, actual: ActualWarehouse): RuntimeProblem {
  const meant = nearestName(relation, actual.names) ?? inAnotherSchema(relation, actual.names);
  const setting =
    actual.hasSchemaSetting && meant !== undefined && lacksSchema(relation, meant)
      ? " or look at `schema:` under `warehouse:` in baleen.yaml"
      : "";
  return new RuntimeProblem(
    "warehouse-relation-missing",
    `there is no relation \`${relation}\` in ${actual.place(relation)}`,
    {
      help: meant === undefined ? actual.missingHelp(relation) : `did you mean \`${meant}\`?${setting}`,
      origin,
    },
  );
}

/** The same table where another schema has it: none may be said, or a wrong one. */
function inAnotherSchema(relation: string, names: readonly string[]): string | undefined {
  return [...names].sort(byCodeUnits).find((name) => isSameTable(name, relation));
}

/** Whether a relation that names no schema is there in one: that of the project may be meant to be this. */
function lacksSchema(relation: string, there: string): boolean {
  const isNamed = (name: string) => relationName(name).schema !== undefined;
  return !isNamed(relation) && isNamed(there) && isSameTable(relation, there);
}

function isSameTable(a: string, b: string): boolean {
  return relationName(a).table.toLowerCase() === relationName(b).table.toLowerCase();
}

/** More names than this are of no help. */
const NAMES_SHOWN = 12;

function columnMissing(
  relation: RelationUse,
  use: ColumnUse,
  columns: readonly ActualColumn[],
): RuntimeProblem {
  const names = columns.map((column) => column.name);
  const nearest = nearestName(use.column, names);
  const shown = names.slice(0, NAMES_SHOWN).map((name) => `\`${name}\``);
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : "";
  return new RuntimeProblem(
    "warehouse-column-missing",
    `relation \`${relation.relation}\` has no column \`${use.column}\``,
    {
      help:
        nearest === undefined ? `its columns are ${shown.join(", ")}${more}` : `did you mean \`${nearest}\`?`,
      origin: use.origin,
    },
  );
}

function columnType(
  relation: RelationUse,
  use: ColumnUse,
  column: ActualColumn,
  timezone: string,
): RuntimeProblem {
  return new RuntimeProblem(
    "warehouse-column-type",
    `column \`${column.name}\` of \`${relation.relation}\` holds ${CONTENT_WORDS[column.content]} (\`${column.type}\`), where the catalog needs ${EXPECTED_WORDS[use.expects]}`,
    { help: cureFor(use.expects, column.content, timezone), origin: use.origin },
  );
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
