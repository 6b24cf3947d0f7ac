import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RelationUse } from "../../../plan/index.ts";
import { openWarehouse } from "../../../runtime/warehouse/open-warehouse.ts";
import type { Warehouse } from "../../../runtime/warehouse/warehouse.ts";
import { inDuckDB, outputOf, problemOf, rowsOf, runScript, shown, use } from "./support.ts";

let outer: string;
let folder: string;

beforeAll(async () => {
  outer = await mkdtemp(join(tmpdir(), "baleen-test-"));
  folder = join(outer, "files with 'quotes'");
  await mkdir(folder);
  await inDuckDB(":memory:", async (connection) => {
    const target = (name: string) => `'${join(folder, name).replaceAll("'", "''")}'`;
    await connection.run(
      `copy (select range as id, 1.25::decimal(10, 2) as amount, md5(range::varchar) as text from range(100000)) to ${target("lines.parquet")}`,
    );
    await connection.run(`copy (select 1 as id) to '${outer}/secret.parquet'`);
  });
});
afterAll(() => rm(outer, { recursive: true }));

/** Opens the folder, does the work, closes it. */
async function over<T>(
  relations: readonly RelationUse[],
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await openWarehouse(
    { engine: "files", path: folder },
    { timezone: "Europe/London", relations },
  );
  try {
    return await work(warehouse);
  } finally {
    await warehouse.close();
  }
}

const problems = (...relations: RelationUse[]) =>
  over(relations, async (warehouse) => (await warehouse.inspect(relations)).map(shown));

const csv = (name: string, text: string | Buffer) => writeFile(join(folder, `${name}.csv`), text);

describe("a folder of files as the warehouse", () => {
  it("reads Parquet and CSV files as relations, CSV numbers exactly", async () => {
    await csv(
      "offers",
      '\uFEFFid,"odd ""name",price,rate,note,day,at,since,yes\r\n1,a,12.10,0.0485123,"x, ""y""\n猫",2026-03-02,2026-03-02 10:00:00.123456,2026-03-02T10:00:00+08:00,true\r\n2.0,,-3,1.5e-3,"",,,2026-07-01,0\r\n',
    );
    const uses = [
      use("lines", { id: "integer", amount: "number" }),
      use("offers", {
        id: "integer",
        'odd "name': "text",
        price: "number",
        rate: "float",
        note: "any",
        day: "date",
        at: "local-time",
        since: "instant",
        yes: "boolean",
      }),
    ];
    await over(uses, async (warehouse) => {
      expect(await warehouse.inspect(uses)).toEqual([]);
      expect(await rowsOf(warehouse, "select count(*) as n, sum(amount) as total from lines")).toEqual([
        { n: 100_000, total: "125000.00" },
      ]);
      expect(
        await rowsOf(
          warehouse,
          `select id, "odd ""name" as name, price, rate, note, day::text as day, epoch_us("at") as local, epoch_us(since) as since, yes
           from offers order by id`,
        ),
      ).toEqual([
        {
          id: 1,
          name: "a",
          price: "12.1",
          rate: "0.0485123",
          note: 'x, "y"\n猫',
          day: "2026-03-02",
          local: Date.parse("2026-03-02T10:00:00Z") * 1000 + 123_456,
          since: Date.parse("2026-03-02T02:00:00Z") * 1000,
          yes: true,
        },
        {
          id: 2,
          name: null,
          price: "-3.0",
          rate: "0.0015000",
          note: null,
          day: null,
          local: null,
          // A date is its midnight in the project's zone, summer time here.
          since: Date.parse("2026-06-30T23:00:00Z") * 1000,
          yes: false,
        },
      ]);
    });
  });

  it("takes a path of the engine duckdb that is a folder the same way, and Parquet before CSV", async () => {
    await csv("lines", "id\n7\n");
    const warehouse = await openWarehouse(
      { engine: "duckdb", path: folder },
      { timezone: "UTC", relations: [use("lines")] },
    );
    expect(await rowsOf(warehouse, "select count(*) as n from lines")).toEqual([{ n: 100_000 }]);
    await warehouse.close();
    await rm(join(folder, "lines.csv"));
  });

  it("reads no other file, and writes none", async () => {
    await over([use("lines")], async (warehouse) => {
      for (const sql of [
        `select * from '${outer}/secret.parquet'`,
        `select * from glob('${outer}/*')`,
        `copy (select 1) to '${outer}/out.csv'`,
        `attach '${outer}/new.duckdb'`,
      ]) {
        expect(await problemOf(rowsOf(warehouse, sql))).toMatch(/^warehouse-(unreadable|query-failed)/);
      }
      expect(await rowsOf(warehouse, "select count(*) as n from lines")).toEqual([{ n: 100_000 }]);
    });
  });

  it("tells of a missing folder, and of a file in its place", async () => {
    const open = (path: string) =>
      openWarehouse({ engine: "files", path }, { timezone: "UTC", relations: [] });
    expect(await problemOf(open(join(outer, "none")))).toBe(
      `warehouse-unreachable: there is no folder \`${outer}/none\`\n` +
        "correct `path:` under `warehouse:` in baleen.yaml, or make the folder",
    );
    expect(await problemOf(open(join(outer, "secret.parquet")))).toBe(
      `warehouse-unreadable: \`${outer}/secret.parquet\` is not a folder\nname the folder that holds the files`,
    );
  });

  it("tells of a missing file, with the nearest name", async () => {
    expect(await problems(use("line"), use("xyz"))).toEqual([
      `warehouse-relation-missing: there is no relation \`line\` in the folder \`${folder}\`\ndid you mean \`lines\`?\ncatalog.yaml:line`,
      `warehouse-relation-missing: there is no relation \`xyz\` in the folder \`${folder}\`\n` +
        "put `xyz.parquet` or `xyz.csv` there, or correct the catalog\ncatalog.yaml:xyz",
    ]);
  });

  it("reads relations of a schema from a folder of its name, or from files of their whole names", async () => {
    await mkdir(join(folder, "dwh", "deeper"), { recursive: true });
    await writeFile(join(folder, "dwh", "lines.csv"), "id\n1\n2\n");
    await writeFile(join(folder, "dwh", "deeper", "hidden.csv"), "id\n1\n");
    await csv("dwh.bookings", "id\n3\n");
    await csv("dwh.lines", "id\n4\n");
    const uses = ["dwh.lines", "dwh.bookings", "lines"].map((name) => use(name, { id: "integer" }));
    await over(uses, async (warehouse) => {
      expect(await warehouse.inspect(uses)).toEqual([]);
      expect(
        await rowsOf(
          warehouse,
          `select (select sum(id) from "dwh"."lines") as lines, (select sum(id) from "dwh"."bookings") as bookings,
             (select count(*) from lines) as own`,
        ),
      ).toEqual([{ lines: 3, bookings: 3, own: 100_000 }]);
    });
    const none = (name: string) =>
      `warehouse-relation-missing: there is no relation \`${name}\` in the folder \`${folder}\``;
    expect(await problems(use("dwh.line"), use("bookings"), use("dwh.xyz"), use("hidden"))).toEqual([
      `${none("bookings")}\ndid you mean \`dwh.bookings\`?\ncatalog.yaml:bookings`,
      `${none("dwh.line")}\ndid you mean \`dwh.lines\`?\ncatalog.yaml:dwh.line`,
      `${none("dwh.xyz")}\nput \`dwh/xyz.parquet\` or \`dwh/xyz.csv\` there, or correct the catalog\ncatalog.yaml:dwh.xyz`,
      `${none("hidden")}\nput \`hidden.parquet\` or \`hidden.csv\` there, or correct the catalog\ncatalog.yaml:hidden`,
    ]);
    await rm(join(folder, "dwh"), { recursive: true });
    await rm(join(folder, "dwh.bookings.csv"));
    await rm(join(folder, "dwh.lines.csv"));
  });

  it("takes `main.x` for `x`, as a DuckDB file does", async () => {
    const whole = await readFile(join(folder, "lines.parquet"));
    await writeFile(join(folder, "half.parquet"), whole.subarray(0, whole.length / 2));
    const uses = [use("main.lines", { id: "integer" }), use("lines", { amount: "number" })];
    await over(uses, async (warehouse) => {
      expect(await warehouse.inspect(uses)).toEqual([]);
      expect(await rowsOf(warehouse, 'select count(*) as n from "main"."lines"')).toEqual([{ n: 100_000 }]);
    });
    const [problem] = await problems(use("main.half"));
    expect(problem).toContain("half.parquet` is not a whole Parquet file");
    await rm(join(folder, "half.parquet"));
  });

  it("takes nothing from a folder `main`, in whatever case, and offers nothing that lies there", async () => {
    await mkdir(join(folder, "Main"));
    await writeFile(join(folder, "Main", "lines.csv"), "id\n1\n");
    await writeFile(join(folder, "Main", "bookings.csv"), "id\n1\n");
    await csv("main.bookings", "id\n1\n");
    const uses = [use("Main.lines", { id: "integer" }), use("lines", { amount: "number" })];
    await over(uses, async (warehouse) => {
      expect(await warehouse.inspect(uses)).toEqual([]);
      expect(await rowsOf(warehouse, 'select count(*) as n from "Main"."lines"')).toEqual([{ n: 100_000 }]);
    });
    const none = (name: string) =>
      `warehouse-relation-missing: there is no relation \`${name}\` in the folder \`${folder}\`\n` +
      `put \`bookings.parquet\` or \`bookings.csv\` there, or correct the catalog\ncatalog.yaml:${name}`;
    expect(await problems(use("bookings"), use("main.bookings"))).toEqual([
      none("bookings"),
      none("main.bookings"),
    ]);
    await rm(join(folder, "Main"), { recursive: true });
    await rm(join(folder, "main.bookings.csv"));
  });

  it("tells of schemas that DuckDB takes for something of its own", async () => {
    await mkdir(join(folder, "temp"));
    await writeFile(join(folder, "temp", "lines.csv"), "id\n1\n");
    expect(await problems(use("temp.lines"))).toEqual([
      "warehouse-unreadable: `temp.lines` cannot be read: DuckDB takes `temp` for something of its own\n" +
        "give the schema another name, or make views of its tables in `main`\ncatalog.yaml:temp.lines",
    ]);
    await rm(join(folder, "temp"), { recursive: true });
  });

  it("never leaves the folder, by name or by link", async () => {
    await symlink(join(outer, "secret.parquet"), join(folder, "linked.parquet"));
    await symlink(join(folder, "lines.parquet"), join(folder, "same.parquet"));
    await symlink(outer, join(folder, "above"));
    const outside = (name: string) =>
      `warehouse-unreadable: \`${name}\` cannot be the name of a file in the folder \`${folder}\`\n` +
      `name the relation as its file is named, without ending, and with \`.\` after the folder in which it lies\ncatalog.yaml:${name}`;
    expect(
      await problems(
        use("../secret"),
        use("..\\secret"),
        use("/etc/x"),
        use("linked"),
        use("same"),
        use("above.secret"),
      ),
    ).toEqual([
      outside("../secret"),
      outside("..\\secret"),
      outside("/etc/x"),
      `warehouse-unreadable: \`${folder}/above/secret.parquet\` is a link that leads outside the folder\n` +
        "put the file itself into the folder, or name its own folder as the warehouse\ncatalog.yaml:above.secret",
      `warehouse-unreadable: \`${folder}/linked.parquet\` is a link that leads outside the folder\n` +
        "put the file itself into the folder, or name its own folder as the warehouse\ncatalog.yaml:linked",
    ]);
  });

  it("quotes names of relations as names", async () => {
    const name = `x" as select 1; --'`;
    await csv(name, "id\n5\n");
    await over([use(name, { id: "integer" })], async (warehouse) => {
      expect(await rowsOf(warehouse, `select id from "${name.replaceAll('"', '""')}"`)).toEqual([{ id: 5 }]);
    });
  });
});

describe("files that cannot be read", () => {
  const damaged = (file: string, relation: string) =>
    `warehouse-unreadable: \`${folder}/${file}\` is not a whole Parquet file: it is damaged or incomplete\n` +
    `write the file anew\ncatalog.yaml:${relation}`;

  it("tells of Parquet files that are cut off or no Parquet", async () => {
    const whole = await readFile(join(folder, "lines.parquet"));
    await writeFile(join(folder, "cut.parquet"), whole.subarray(0, whole.length / 2));
    await writeFile(join(folder, "empty.parquet"), "");
    await writeFile(join(folder, "text.parquet"), "id,amount\n1,2\n".repeat(1000));
    await writeFile(
      join(folder, "footer.parquet"),
      Buffer.from(whole).fill(0xff, whole.length - 200, whole.length - 8),
    );
    for (const name of ["cut", "empty", "text", "footer"]) {
      expect(await problems(use(name))).toEqual([damaged(`${name}.parquet`, name)]);
    }
  });

  it("tells of Parquet pages that are damaged when it comes to them", async () => {
    const whole = await readFile(join(folder, "lines.parquet"));
    await writeFile(
      join(folder, "pages.parquet"),
      Buffer.from(whole).fill(0xff, 1000, whole.length - 20_000),
    );
    await over([use("pages")], async (warehouse) => {
      expect(await problemOf(rowsOf(warehouse, "select sum(id), min(text) from pages"))).toBe(
        `warehouse-unreadable: \`${folder}/pages.parquet\` is not a whole Parquet file: it is damaged or incomplete\nwrite the file anew`,
      );
    });
  });

  it("tells of CSV files by line, without their content", async () => {
    await csv("ragged", "id,name\n1,Ann\n2\n");
    await csv("latin", Buffer.from("id,name\n1,caf\xe9\n", "latin1"));
    await csv("quote", 'id,name\n1,"Ann\n2,Bob\n');
    await csv("blank", "");
    await csv("twice", "id,ID\n1,2\n");
    const line = (name: string, number: number, reason: string) =>
      `warehouse-unreadable: line ${number} of \`${folder}/${name}.csv\` ${reason}\nwrite the file anew\ncatalog.yaml:${name}`;
    const header = (name: string, reason: string) =>
      `warehouse-unreadable: the header of \`${folder}/${name}.csv\` ${reason}\n` +
      `let the first line name the columns, with commas between them\ncatalog.yaml:${name}`;
    expect(await problems(use("ragged"))).toEqual([line("ragged", 3, "has 1 cells where the header has 2")]);
    expect(await problems(use("latin"))).toEqual([line("latin", 2, "is not in UTF-8")]);
    expect(await problems(use("quote"))).toEqual([line("quote", 2, "opens a quote that is not closed")]);
    expect(await problems(use("blank"))).toEqual([header("blank", "has a column without a name")]);
    expect(await problems(use("twice"))).toEqual([header("twice", "names `ID` twice")]);
  });

  it("tells of CSV cells that are not what the catalog expects, before the run", async () => {
    await csv(
      "cells",
      "id,half,amount,day,local,instant,flag\n1,1.5,12,2026-03-02 10:00:00,2026-03-02T10:00:00Z,2026-03-02 10:00:00,maybe\n" +
        "x,2,Ann Li,2026-02-30,2026-03-02,2026-03-02,true\n",
    );
    const cell = (column: string, count: string, words: string, help: string) =>
      `warehouse-column-type: ${count} of column \`${column}\` in \`${folder}/cells.csv\` ${words}\n${help}\ncatalog.yaml:cells.${column}`;
    const another =
      "write the file anew, or give the column another type in the catalog; an empty cell is unknown";
    const format = "write the file anew, or say in the catalog by which `format:` they are written";
    const one = async (columns: Parameters<typeof use>[1]) => (await problems(use("cells", columns)))[0];
    expect(await one({ id: "integer" })).toBe(
      cell("id", "a cell", "does not hold whole numbers: line 3", another),
    );
    expect(await one({ half: "integer" })).toBe(
      cell("half", "a cell", "does not hold whole numbers: line 2", another),
    );
    expect(await one({ amount: "number" })).toBe(
      cell(
        "amount",
        "a cell",
        "does not hold numbers, `-1234.56`, of at most 18 places and 38 digits in all: line 3",
        another,
      ),
    );
    expect(await one({ day: "date" })).toBe(
      cell("day", "2 cells", "do not hold dates, `2026-03-02`: the first is in line 2", format),
    );
    expect(await one({ local: "local-time" })).toBe(
      cell("local", "a cell", "does not hold times without a zone, `2026-03-02 14:30:00`: line 2", format),
    );
    expect(await one({ instant: "instant" })).toBe(
      cell(
        "instant",
        "a cell",
        "does not hold times with a zone, `2026-03-02T14:30:00+08:00`: line 2",
        "write the file anew, or say in the catalog which `zone:` they are in, or by which `format:` they are written",
      ),
    );
    expect(await one({ flag: "boolean" })).toBe(
      cell("flag", "a cell", "does not hold `true` or `false`: line 2", another),
    );
    expect(await one({ flag: "text", amount: "any", half: "number" })).toBeUndefined();
  });

  it("counts the lines of quoted cells, and empty ones", async () => {
    for (const [name, text, line] of [
      ["quoted", 'name,age\r\n"Ann\r\nLi ""A""",1\r\n\r\n\r\n"Bob\nRay",thirty\r\n', 6],
      ["single", "age\n1\n\n\nthirty\n", 5],
      ["last", "age,name\n1,Ann\n\nthirty,Bob", 4],
      ["large", `age,name\n${"1,Ann\n".repeat(300_000)}thirty,Bob\n${"1,Ann\n".repeat(300_000)}`, 300_002],
    ] as const) {
      await csv(name, text);
      expect(await problems(use(name, { age: "integer" }))).toEqual([
        `warehouse-column-type: a cell of column \`age\` in \`${folder}/${name}.csv\` does not hold whole numbers: line ${line}\n` +
          "write the file anew, or give the column another type in the catalog; an empty cell is unknown\n" +
          `catalog.yaml:${name}.age`,
      ]);
    }
  });

  it("tells once of a CSV file whose cells are not separated by commas", async () => {
    for (const [name, separator, words] of [
      ["semicolons", ";", "`;`"],
      ["tabs", "\t", "tabs"],
      ["bars", "|", "`|`"],
    ] as const) {
      await csv(name, `id,name,age\n1,Ann,30\n`.replaceAll(",", separator));
      expect(await problems(use(name, { id: "integer", name: "text", age: "integer" }))).toEqual([
        `warehouse-unreadable: \`${folder}/${name}.csv\` has no commas between its columns: it seems to be separated by ${words}\n` +
          `write the file anew, with commas\ncatalog.yaml:${name}`,
      ]);
    }
    await csv("odd", "a;b\nx\n");
    expect(await problems(use("odd", { "a;b": "text" }))).toEqual([]);
  });

  it("tells once of a folder without relations", async () => {
    const empty = join(outer, "empty");
    await mkdir(empty, { recursive: true });
    await writeFile(join(empty, "notes.txt"), "id\n");
    const relations = [use("lines"), use("others")];
    expect(
      await problemOf(
        openWarehouse({ engine: "files", path: empty }, { timezone: "Europe/London", relations }),
      ),
    ).toBe(
      `warehouse-relation-missing: the folder \`${empty}\` holds no CSV or Parquet files\n` +
        "put a file there for each relation of the catalog, or correct `path:` under `warehouse:`",
    );
  });

  it.skipIf(process.getuid?.() === 0)("tells of files that may not be read", async () => {
    await csv("locked", "id\n1\n");
    await chmod(join(folder, "locked.csv"), 0);
    expect(await problems(use("locked"))).toEqual([
      `warehouse-unreadable: \`${folder}/locked.csv\` may not be read\n` +
        "give the user that runs this the right to read it\ncatalog.yaml:locked",
    ]);
  });
});

describe("a statement that does not fit in memory", () => {
  it("puts aside in the temporary folder, and leaves nothing there", async () => {
    const temporary = join(outer, "temporary");
    await mkdir(temporary);
    expect(await outputOf(runScript("spill.ts", [folder, temporary]))).toBe('[{"n":3000000}]');
    expect(await readdir(temporary)).toEqual([]);
  });

  it.skipIf(!canMount())("tells of a full disk", async () => {
    const mountPoint = join(outer, "small");
    await mkdir(mountPoint);
    // A disk of 8 MB, which is gone with the process.
    const before = [
      "unshare",
      "-rm",
      "sh",
      "-c",
      `mount -t tmpfs -o size=8m tmpfs ${mountPoint} && exec "$@"`,
      "sh",
    ];
    expect(await outputOf(runScript("spill.ts", [folder, mountPoint], before))).toBe(
      "disk-full: the disk is full where the warehouse puts aside what does not fit in memory",
    );
  });
});

/** Whether this system lets us mount a small disk. */
function canMount(): boolean {
  try {
    execFileSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
