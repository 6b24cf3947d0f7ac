import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { misfitHelp } from "../../../runtime/warehouse/misfit.ts";
import { openWarehouse } from "../../../runtime/warehouse/open-warehouse.ts";
import type { Warehouse } from "../../../runtime/warehouse/warehouse.ts";
import { inDuckDB, outputOf, problemOf, rowsOf, runScript, shown, use } from "./support.ts";

let folder: string;
let path: string;

const options = { timezone: "Asia/Shanghai", relations: [] };
const open = (file: string) => openWarehouse({ engine: "duckdb", path: join(folder, file) }, options);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "baleen-test-"));
  path = join(folder, "bank.duckdb");
  await inDuckDB(path, async (connection) => {
    await connection.run(
      "create table numbers as select range as n, md5(range::varchar) as text from range(300000)",
    );
    await connection.run("create view few as select * from numbers where n < 3");
    await connection.run("create table names (name text)");
    await connection.run("insert into names values ('Ann Li')");
    await connection.run(`copy numbers to '${folder}/elsewhere.parquet'`);
    await connection.run(
      "create schema dwh; create table dwh.kunden as select 7 as nr, date '2026-03-02' as seit",
    );
    await connection.run(`create schema bank; create table bank.bank.accounts as select 1 as nr`);
    await connection.run(`create view elsewhere as from read_parquet('${folder}/elsewhere.parquet')`);
  });
});
afterAll(() => rm(folder, { recursive: true }));

describe("a DuckDB file as the warehouse", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await open("bank.duckdb");
  });
  afterAll(() => warehouse.close());

  it("gives whole numbers as numbers, decimals as exact text, and nulls", async () => {
    expect(
      await rowsOf(
        warehouse,
        `select 1::smallint as s, 9007199254740991::bigint as b, -9007199254740991::hugeint as h, 12.50::decimal(38, 6) as d,
                true as t, null::bigint as nothing, '猫' as text, 0.5::double as f, sum(1) as total,
                (-0.01)::decimal(4, 2) as cent from few`,
      ),
    ).toEqual([
      {
        s: 1,
        b: 9007199254740991,
        h: -9007199254740991,
        d: "12.500000",
        t: true,
        nothing: null,
        text: "猫",
        f: 0.5,
        total: 3,
        cent: "-0.01",
      },
    ]);
  });

  it("refuses a whole number that a number cannot hold", async () => {
    expect(await problemOf(rowsOf(warehouse, "select 9007199254740992::bigint as big"))).toBe(
      "warehouse-query-failed: the warehouse gave a whole number beyond 9,007,199,254,740,991 in `big`\n" +
        "look for keys or amounts of such size in the columns that the catalog names",
    );
  });

  it("binds parameters as text and truth values", async () => {
    expect(
      await rowsOf(
        warehouse,
        "select epoch_us($1::timestamptz) as us, $2 and n = 1 as yes, $3 as text, cast($4 as decimal(10, 2))::text as d from few where n = 1",
        ["2026-03-02T00:00:00Z", true, "'; drop table few; --", "1.25"],
      ),
    ).toEqual([{ us: 1_772_409_600_000_000, yes: true, text: "'; drop table few; --", d: "1.25" }]);
  });

  it("takes dates for midnights of the project's zone", async () => {
    expect(await rowsOf(warehouse, "select epoch_us(date '2026-03-02'::timestamptz) as us")).toEqual([
      { us: Date.parse("2026-03-01T16:00:00Z") * 1000 },
    ]);
  });

  it("hands rows over in batches", async () => {
    const sizes: number[] = [];
    let sum = 0;
    await warehouse.query({ sql: "select n from numbers", parameters: [] }, (rows) => {
      sizes.push(rows.length);
      for (const row of rows) sum += Number(row["n"]);
    });
    expect(sum).toBe((299_999 * 300_000) / 2);
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000);
  });

  it("passes on what the taker throws, and goes on to the next statement", async () => {
    const mine = new Error("mine");
    await expect(
      warehouse.query({ sql: "select n from numbers", parameters: [] }, () => {
        throw mine;
      }),
    ).rejects.toBe(mine);
    expect(await rowsOf(warehouse, "select count(*) as n from numbers")).toEqual([{ n: 300_000 }]);
  });

  it("runs statements side by side", async () => {
    const results = await Promise.all(
      [1, 2, 3].map((n) =>
        rowsOf(warehouse, "select count(*) as n from numbers where n < $1::bigint", [String(n)]),
      ),
    );
    expect(results).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  it("never writes, and reads no other file", async () => {
    expect(await problemOf(rowsOf(warehouse, "create table mine (n int)"))).toContain(
      "warehouse-query-failed",
    );
    expect(await problemOf(rowsOf(warehouse, "select * from read_text('/etc/hostname')"))).toContain(
      "warehouse-unreadable",
    );
    expect(await problemOf(rowsOf(warehouse, `copy names to '${folder}/out.csv'`))).toContain(
      "warehouse-unreadable",
    );
    expect(await problemOf(rowsOf(warehouse, "set enable_external_access = true"))).toContain(
      "warehouse-query-failed",
    );
    expect((await readdir(folder)).sort()).toEqual(["bank.duckdb", "elsewhere.parquet"]);
  });

  it("tells of a view that reads another file", async () => {
    expect(await problemOf(rowsOf(warehouse, "select count(*) from elsewhere"))).toBe(
      `warehouse-unreadable: a view of the warehouse reads the file \`${folder}/elsewhere.parquet\`, and only the warehouse itself is read\n` +
        "make the view a table, or name its folder as the warehouse",
    );
  });

  it("names what a statement got wrong, but no customer's value", async () => {
    expect(await problemOf(rowsOf(warehouse, "select missing from few"))).toBe(
      'warehouse-query-failed: DuckDB could not carry out a statement (binder error): Referenced column "missing" not found in FROM clause!',
    );
    const conversion = await problemOf(rowsOf(warehouse, "select name::bigint as n from names"));
    expect(conversion).toBe(
      `warehouse-query-failed: DuckDB could not carry out a statement (conversion error)\n${misfitHelp}`,
    );
  });
});

describe("a DuckDB file that cannot be opened", () => {
  it("is told of when missing, and not made", async () => {
    expect(await problemOf(open("none.duckdb"))).toBe(
      `warehouse-unreachable: there is no warehouse at \`${folder}/none.duckdb\`\n` +
        "correct `path:` under `warehouse:` in baleen.yaml, or make the file",
    );
    expect(await readdir(folder)).not.toContain("none.duckdb");
  });

  it("is told of when it is no DuckDB file", async () => {
    const told = async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      const [message, help] = (await problemOf(open(name))).split("\n");
      expect(message).toBe(`warehouse-unreadable: the warehouse \`${folder}/${name}\` is not a DuckDB file`);
      return help;
    };
    const another =
      "name a DuckDB file, or a folder of CSV or Parquet files, by `path:` under `warehouse:` in baleen.yaml";
    const rows = "customer,age\n".repeat(10_000);
    expect(await told("text.duckdb", rows)).toBe(another);
    expect(await told("empty.duckdb", "")).toBe(another);
    expect(await told("rows.json", rows)).toBe(another);
    expect(await told("lite.db", `SQLite format 3\0${"\0".repeat(5_000)}`)).toBe(another);
    for (const format of ["csv", "parquet"]) {
      expect(await told(`customers.${format}`, rows)).toBe(
        `name the folder that it lies in by \`path:\` under \`warehouse:\`: each \`x.${format}\` there is the relation \`x\``,
      );
    }
  });

  it("is told of when cut off or overwritten in the middle", async () => {
    const whole = await readFile(path);
    await writeFile(join(folder, "cut.duckdb"), whole.subarray(0, whole.length / 2));
    await writeFile(join(folder, "overwritten.duckdb"), Buffer.from(whole).fill(7, 300_000, 3_000_000));
    for (const file of ["cut.duckdb", "overwritten.duckdb"]) {
      const work = async () => {
        const warehouse = await open(file);
        try {
          return await rowsOf(warehouse, "select sum(n), min(text) from numbers");
        } finally {
          await warehouse.close();
        }
      };
      expect(await problemOf(work())).toBe(
        `warehouse-unreadable: the warehouse \`${folder}/${file}\` is damaged or incomplete\n` +
          "look at `warehouse:` in baleen.yaml, or write the file anew",
      );
    }
  });

  it("is told of when another process writes it, and opens once that has ended", async () => {
    await writeFile(join(folder, "held.duckdb"), await readFile(path));
    const writer = runScript("hold-for-writing.ts", [join(folder, "held.duckdb")]);
    await once(writer.stdout, "data");
    expect(await problemOf(open("held.duckdb"))).toBe(
      `warehouse-busy: the warehouse \`${folder}/held.duckdb\` is being written by process ${writer.pid}\n` +
        "wait until it has closed the file, or run over a copy",
    );
    writer.stdin.end();
    await once(writer, "close");
    const warehouse = await open("held.duckdb");
    expect(await rowsOf(warehouse, "select count(*) as n from few")).toEqual([{ n: 3 }]);
    await warehouse.close();
  });

  it("opens what a writer left behind without having closed it", async () => {
    await writeFile(join(folder, "left.duckdb"), await readFile(path));
    const writer = runScript("hold-for-writing.ts", [join(folder, "left.duckdb")]);
    await once(writer.stdout, "data");
    writer.kill("SIGKILL");
    await once(writer, "close");
    const warehouse = await open("left.duckdb");
    expect(await rowsOf(warehouse, "select count(*) as n from few")).toEqual([{ n: 3 }]);
    await warehouse.close();
  });
});

describe("the driver", () => {
  it("is loaded for the engine in use alone", async () => {
    const drivers = (settings: object) =>
      outputOf(runScript("loaded-drivers.ts", [JSON.stringify(settings)]));
    expect(await drivers({ engine: "duckdb", path })).toBe("node_modules/@duckdb/node-api/");
    expect(await drivers({ engine: "postgres", url: "postgres://127.0.0.1:1/x" })).toBe("node_modules/pg/");
  });
});

describe("inspecting a DuckDB file", () => {
  it("tells of missing relations and columns with the nearest name, in order", async () => {
    const warehouse = await open("bank.duckdb");
    const problems = await warehouse.inspect([
      use("numbrs", { n: "integer" }),
      use("Few", { N: "integer", txt: "text", text: "integer", amount: "number" }),
      use("zzz"),
    ]);
    expect(problems.map(shown)).toEqual([
      "warehouse-column-missing: relation `Few` has no column `amount`\nits columns are `n`, `text`\ncatalog.yaml:Few.amount",
      "warehouse-column-type: column `text` of `Few` holds text (`VARCHAR`), where the catalog needs whole numbers\n" +
        "say in the catalog how many digits after the point to read: `decimals: 2`\ncatalog.yaml:Few.text",
      "warehouse-column-missing: relation `Few` has no column `txt`\ndid you mean `text`?\ncatalog.yaml:Few.txt",
      `warehouse-relation-missing: there is no relation \`numbrs\` in the warehouse \`${path}\`\ndid you mean \`numbers\`?\ncatalog.yaml:numbrs`,
      `warehouse-relation-missing: there is no relation \`zzz\` in the warehouse \`${path}\`\n` +
        "make a table or view of this name in the schema `main`, or correct the catalog\ncatalog.yaml:zzz",
    ]);
    await warehouse.close();
  });

  it("looks for relations of another schema there, in whatever case", async () => {
    const warehouse = await open("bank.duckdb");
    const uses = [
      use("DWH.Kunden", { nr: "integer" }),
      use("dwh.kunden", { nr: "text" }),
      use("main.few", { n: "integer" }),
    ];
    expect((await warehouse.inspect(uses)).map(shown)).toEqual([
      "warehouse-column-type: column `nr` of `dwh.kunden` holds whole numbers (`INTEGER`), where the catalog needs text\n" +
        "give it a type in the catalog that suits whole numbers, or name a view that casts it to text\ncatalog.yaml:dwh.kunden.nr",
    ]);
    expect(await rowsOf(warehouse, 'select nr from "DWH"."Kunden"')).toEqual([{ nr: 7 }]);
    await warehouse.close();
  });

  it("tells of relations that are missing in a schema, and of those that are in another", async () => {
    const warehouse = await open("bank.duckdb");
    const problems = await warehouse.inspect([
      use("dwh.kundn"),
      use("kunden"),
      use("dwh.names"),
      use("dwh.zzz"),
    ]);
    const none = (name: string) =>
      `warehouse-relation-missing: there is no relation \`${name}\` in the warehouse \`${path}\``;
    expect(problems.map(shown)).toEqual([
      `${none("dwh.kundn")}\ndid you mean \`dwh.kunden\`?\ncatalog.yaml:dwh.kundn`,
      `${none("dwh.names")}\ndid you mean \`names\`?\ncatalog.yaml:dwh.names`,
      `${none("dwh.zzz")}\nmake a table or view of this name in the schema \`dwh\`, or correct the catalog\ncatalog.yaml:dwh.zzz`,
      `${none("kunden")}\ndid you mean \`dwh.kunden\`?\ncatalog.yaml:kunden`,
    ]);
    await warehouse.close();
  });

  it("tells of a schema that is called like the file, which DuckDB takes it for", async () => {
    const warehouse = await open("bank.duckdb");
    expect((await warehouse.inspect([use("bank.accounts"), use("bank.numbers")])).map(shown)).toEqual([
      "warehouse-unreadable: `bank.accounts` cannot be read: DuckDB takes `bank` for the whole warehouse, whose file is called so\n" +
        "give the file another name, or make views of the schema's tables in `main`\ncatalog.yaml:bank.accounts",
      `warehouse-relation-missing: there is no relation \`bank.numbers\` in the warehouse \`${path}\`\n` +
        "did you mean `numbers`?\ncatalog.yaml:bank.numbers",
    ]);
    expect(await problemOf(rowsOf(warehouse, 'select * from "bank"."accounts"'))).toContain("Ambiguous");
    await warehouse.close();
  });

  it("keeps dates exact where they are times of another schema's relation", async () => {
    const relations = [use("dwh.kunden", { seit: "instant" })];
    const warehouse = await openWarehouse({ engine: "duckdb", path }, { ...options, relations });
    expect(await rowsOf(warehouse, "select current_setting('disabled_optimizers') as off")).toEqual([
      { off: "statistics_propagation" },
    ]);
    await warehouse.close();
  });
});
