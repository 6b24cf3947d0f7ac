import { RuntimeProblem } from "../../../runtime/problem.ts";
import { openWarehouse } from "../../../runtime/warehouse/open-warehouse.ts";

// Asks a warehouse with little memory for more than its temporary folder holds, and prints what comes of it.
const [path = "", temporaryFolder = ""] = process.argv.slice(2);
const warehouse = await openWarehouse(
  { engine: "files", path },
  { timezone: "UTC", relations: [], temporaryFolder, memoryLimit: 60 * 2 ** 20 },
);
try {
  await warehouse.query(
    {
      sql: "select sum(n) as n from (select md5(range::varchar), count(*) as n from range(3000000) group by 1)",
      parameters: [],
    },
    (rows) => process.stdout.write(JSON.stringify(rows)),
  );
} catch (error) {
  if (!(error instanceof RuntimeProblem)) throw error;
  process.stdout.write(`${error.code}: ${error.message}`);
} finally {
  await warehouse.close();
}
