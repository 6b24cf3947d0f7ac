/** `npm run bench [name …]`: runs the benchmarks named, or all. They print what they measure and assert nothing. */
const benchmarks = {
  coverage: async () => (await import("./coverage.ts")).benchCoverage(),
  check: async () => (await import("./check.ts")).benchCheck(),
  detect: async () => (await import("./detect.ts")).benchDetect(),
  arbitrate: async () => (await import("./arbitrate.ts")).benchArbitrate(),
  tick: async () => (await import("./tick.ts")).benchTick(),
  dispatch: async () => (await import("./dispatch.ts")).benchDispatch(),
} as const satisfies Readonly<Record<string, () => Promise<void>>>;

type BenchmarkName = keyof typeof benchmarks;

const known = Object.keys(benchmarks) as readonly BenchmarkName[];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.some((each) => each === name));

if (unknown.length > 0) {
  process.stderr.write(
    `there is no benchmark \`${unknown.join("`, `")}\`: choose among ${known.join(", ")}\n`,
  );
  process.exitCode = 2;
} else {
  const names = asked.length === 0 ? known : known.filter((name) => asked.includes(name));
  for (const name of names) {
    process.stdout.write(`== ${name}\n`);
    await benchmarks[name]();
  }
}
