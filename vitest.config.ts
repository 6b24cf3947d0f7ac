import { defineConfig } from "vitest/config";

/** Where `.ci/run` wants the counts, beside what is printed. */
const jsonReport = process.env["VITEST_JSON_REPORT"];

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: jsonReport ? ["default", ["json", { outputFile: jsonReport }]] : ["default"],
    // Starts the one PostgreSQL that all test files share, when the first of them asks.
    globalSetup: ["test/support/postgres-server.ts"],
    // Processes, not threads: native database bindings and `process.env.TZ` belong to a process.
    pool: "forks",
    maxWorkers: 2,
    execArgv: ["--conditions=source", "--disable-warning=ExperimentalWarning"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
