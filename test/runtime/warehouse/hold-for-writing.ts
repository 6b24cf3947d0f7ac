import { DuckDBInstance } from "@duckdb/node-api";

// Holds a DuckDB file for writing until its input ends: another process, as a nightly load is.
const instance = await DuckDBInstance.create(process.argv[2] ?? "");
process.stdout.write("held\n");
process.stdin.resume();
process.stdin.on("end", () => instance.closeSync());
