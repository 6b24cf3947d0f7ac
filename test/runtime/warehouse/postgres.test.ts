import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { misfitHelp } from "../../../runtime/warehouse/misfit.ts";
import { openWarehouse } from "../../../runtime/warehouse/open-warehouse.ts";
import type { Warehouse } from "../../../runtime/warehouse/warehouse.ts";
import { type PostgresDatabase, postgresDatabase } from "../../support/postgres.ts";
import { problemOf, rowsOf, shown, use } from "./support.ts";

let database: PostgresDatabase;
let address: string;

const SCHEMA = `Mart "x"`;
const options = { timezone: "Asia/Shanghai", relations: [] };
const open = (url = database.url, schema?: string) =>
  openWarehouse({ engine: "postgres", url, ...(schema === undefined ? {} : { schema }) }, options);

/** The test database's url with something else in it. */
function urlWith(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

beforeAll(async () => {
  database = await postgresDatabase("warehouse");
  const url = new URL(database.url);
  address = `127.0.0.1:${url.port}${url.pathname}`;
  await database.query(`
    create schema "Mart ""x""";
    create table "Mart ""x""".numbers as select n, md5(n::text) as text from generate_series(0, 49999) n;
    create table numbers as select 1 as n;
    create table "Mart ""x""".names as select 'Ann Li' as name;
    -- A function of the schema that would take the place of PostgreSQL's own.
    create function "Mart ""x""".md5(text) returns text language sql as $$ select 'mine' $$;
    create schema dwh;
    create table dwh.kunden as select 7 as nr;
    create table dwh.geheim as select 1 as nr;
    create table dwh.kundenstamm as select 7 as nr;
    create role clerk login password 'clerk''s secret';
    grant usage on schema "Mart ""x""" to clerk;
    grant select on "Mart ""x""".numbers to clerk;
    alter role clerk set datestyle = 'German';
    alter role clerk set extra_float_digits = -10;
    alter role clerk set default_transaction_read_only = off`);
});
afterAll(async () => {
  await database.drop();
});

describe("PostgreSQL as the warehouse", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await open(database.url, SCHEMA);
  });
  afterAll(() => warehouse.close());

  it("gives whole numbers as numbers, decimals as exact text, and nulls", async () => {
    expect(
      await rowsOf(
        warehouse,
        `select 1::smallint as s, 9007199254740991::bigint as b, 12.50::numeric(38, 6) as d, true as t,
                null::bigint as nothing, '猫' as text, 0.1::double precision as f, sum(n) as total from numbers where n < 3`,
      ),
    ).toEqual([
      { s: 1, b: 9007199254740991, d: "12.500000", t: true, nothing: null, text: "猫", f: 0.1, total: 3 },
    ]);
  });

  it("refuses a whole number that a number cannot hold, and goes on", async () => {
    expect(await problemOf(rowsOf(warehouse, "select 9007199254740992::bigint as big"))).toContain(
      "warehouse-query-failed: the warehouse gave a whole number beyond 9,007,199,254,740,991 in `big`",
    );
    expect(await rowsOf(warehouse, "select 1 as n")).toEqual([{ n: 1 }]);
  });

  it("binds parameters as text and truth values", async () => {
    expect(
      await rowsOf(
        warehouse,
        `select (extract(epoch from $1::timestamptz) * 1000000)::bigint as us, $2 and n = 1 as yes, $3::text as text,
                ($4::numeric(10, 2))::text as d from numbers where n = 1`,
        ["2026-03-02T00:00:00Z", true, "'; drop table numbers; --", "1.25"],
      ),
    ).toEqual([{ us: 1_772_409_600_000_000, yes: true, text: "'; drop table numbers; --", d: "1.25" }]);
  });

  it("reads the schema's relations, PostgreSQL's own functions, and the project's zone", async () => {
    expect(
      await rowsOf(
        warehouse,
        "select count(*) as n, md5('') as hash, extract(epoch from date '2026-03-02'::timestamptz)::bigint as s from numbers",
      ),
    ).toEqual([
      { n: 50_000, hash: "d41d8cd98f00b204e9800998ecf8427e", s: Date.parse("2026-03-01T16:00:00Z") / 1000 },
    ]);
    const other = await open();
    expect(await rowsOf(other, "select count(*) as n from numbers")).toEqual([{ n: 1 }]);
    await other.close();
  });

  it("keeps to its own settings, whatever the role has set", async () => {
    const clerk = await open(
      urlWith((url) => {
        url.username = "clerk";
        url.password = encodeURIComponent("clerk's secret");
      }),
      SCHEMA,
    );
    expect(
      await rowsOf(
        clerk,
        "select date '2026-03-02'::text as day, (0.1::double precision + 0.2)::text as sum",
      ),
    ).toEqual([{ day: "2026-03-02", sum: "0.30000000000000004" }]);
    await clerk.close();
  });

  it("hands rows over in batches", async () => {
    const sizes: number[] = [];
    await warehouse.query({ sql: "select n, text from numbers", parameters: [] }, (rows) =>
      sizes.push(rows.length),
    );
    expect(sizes).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
  });

  it("passes on what the taker throws, and goes on to the next statement", async () => {
    const mine = new Error("mine");
    const taken: number[] = [];
    await expect(
      warehouse.query({ sql: "select n from numbers", parameters: [] }, (rows) => {
        taken.push(rows.length);
        throw mine;
      }),
    ).rejects.toBe(mine);
    expect(taken).toEqual([10_000]);
    expect(await rowsOf(warehouse, "select count(*) as n from names")).toEqual([{ n: 1 }]);
  });

  it("runs statements that are asked for side by side one after the other", async () => {
    const results = await Promise.all(
      [1, 2, 3].map((n) =>
        rowsOf(warehouse, "select count(*) as n from numbers where n < $1::bigint", [String(n)]),
      ),
    );
    expect(results).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  it("sees the same data until it is closed", async () => {
    const before = await open();
    const count = "select count(*) as n from changing";
    await database.query("create table changing as select 1 as n");
    expect(await rowsOf(before, count)).toEqual([{ n: 1 }]);
    await database.query("insert into changing values (2)");
    expect(await rowsOf(before, count)).toEqual([{ n: 1 }]);
    await before.close();
    const after = await open();
    expect(await rowsOf(after, count)).toEqual([{ n: 2 }]);
    await after.close();
  });

  it("never writes", async () => {
    for (const sql of ["create table mine (n int)", "delete from numbers", "commit; delete from numbers"]) {
      expect(await problemOf(rowsOf(warehouse, sql))).toContain("warehouse-query-failed");
    }
    expect(await rowsOf(warehouse, "select count(*) as n from numbers")).toEqual([{ n: 50_000 }]);
  });

  it("names what a statement got wrong, but no customer's value", async () => {
    expect(await problemOf(rowsOf(warehouse, "select missing from numbers"))).toBe(
      `warehouse-query-failed: PostgreSQL at ${address} could not carry out a statement (SQLSTATE 42703): column "missing" does not exist`,
    );
    expect(await problemOf(rowsOf(warehouse, "select name::bigint from names"))).toBe(
      `warehouse-query-failed: PostgreSQL at ${address} could not carry out a statement (SQLSTATE 22P02)\n${misfitHelp}`,
    );
  });
});

describe("a PostgreSQL that cannot be reached", () => {
  const unreachable = (where: string, reason: string, help: string) =>
    `warehouse-unreachable: the PostgreSQL warehouse at ${where} cannot be reached: ${reason}\n${help}`;

  it("is told of when nothing listens at the port", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, "close");
    expect(await problemOf(open(`postgres://me:secret@127.0.0.1:${port}/bank`))).toBe(
      unreachable(
        `127.0.0.1:${port}/bank`,
        "nothing listens there",
        "start the server, or correct host and port",
      ),
    );
  });

  it("is told of when no host has the name", async () => {
    expect(await problemOf(open("postgres://me:secret@no-such-host.invalid/bank"))).toBe(
      unreachable(
        "no-such-host.invalid:5432/bank",
        "no host of this name is known",
        "look at `url:` under `warehouse:` in baleen.yaml",
      ),
    );
  });

  it("is told of when it does not answer in time", async () => {
    const sockets: { destroy(): void }[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const started = performance.now();
    expect(await problemOf(open(`postgres://me:secret@127.0.0.1:${port}/bank?connect_timeout=1`))).toBe(
      unreachable(
        `127.0.0.1:${port}/bank`,
        "no answer came in time",
        "look at host and port, and whether a firewall is between",
      ),
    );
    expect(performance.now() - started).toBeLessThan(10_000);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it("is told of when it refuses the password, which is not shown", async () => {
    const wrong = urlWith((url) => {
      url.password = "hunter2";
    });
    const problem = await problemOf(open(wrong));
    expect(problem).toBe(
      unreachable(
        address,
        "the server refused the user or the password",
        "look at user and password in the warehouse's url, and at the server's pg_hba.conf",
      ),
    );
    expect(problem).not.toContain("hunter2");
  });

  it("is told of when the url has no password", async () => {
    const without = urlWith((url) => {
      url.password = "";
    });
    expect(await problemOf(open(without))).toContain("the server refused the user or the password");
  });

  it("is told of when it has no such database", async () => {
    const other = urlWith((url) => {
      url.pathname = "/nowhere";
    });
    expect(await problemOf(open(other))).toBe(
      unreachable(
        address.replace(/[^/]*$/, "nowhere"),
        "the server has no database of this name",
        "look at `url:` under `warehouse:` in baleen.yaml",
      ),
    );
  });

  it("is told of when it has no TLS, and the url asks for it", async () => {
    const tls = urlWith((url) => {
      url.search = "?sslmode=verify-full";
    });
    expect(await problemOf(open(tls))).toBe(
      unreachable(
        address,
        "the server has no TLS, which the url asks for",
        "switch TLS on at the server, or take `sslmode` out of the url",
      ),
    );
  });

  it.each(["require", "prefer", "verify-ca"])(
    "is asked for TLS by sslmode=%s without a word of the driver's",
    async (mode) => {
      const warned: string[] = [];
      const listen = ({ message }: Error) => warned.push(message);
      process.on("warning", listen);
      const tls = urlWith((url) => {
        url.search = `?sslmode=${mode}`;
      });
      expect(await problemOf(open(tls))).toContain("the server has no TLS, which the url asks for");
      process.off("warning", listen);
      expect(warned).toEqual([]);
    },
  );

  it("is told of when a certificate that the url names is not there", async () => {
    const tls = urlWith((url) => {
      url.search = "?sslrootcert=/nowhere/ca.pem";
    });
    expect(await problemOf(open(tls))).toContain(
      "`/nowhere/ca.pem`, which the warehouse's url names, cannot be read",
    );
  });

  it("is told of when the url is none, without showing it", async () => {
    for (const url of ["", "mysql://me:hunter2@host/bank", "postgres://me:hunter2@:x/", "hunter2"]) {
      const problem = await problemOf(open(url));
      expect(problem).toContain("warehouse-unreachable: the warehouse's url is not one of PostgreSQL");
      expect(problem).not.toContain("hunter2");
    }
  });

  it("is told of when the connection is lost", async () => {
    const warehouse = await open();
    const [row] = await rowsOf(warehouse, "select pg_backend_pid() as pid");
    const lost = problemOf(rowsOf(warehouse, "select pg_sleep(30)::text as s"));
    await database.query("select pg_terminate_backend($1)", [row?.["pid"]]);
    const message = unreachable(
      address,
      "the connection was lost",
      "run again when the server is there again",
    );
    expect(await lost).toBe(message);
    expect(await problemOf(rowsOf(warehouse, "select 1 as n"))).toBe(message);
    await warehouse.close();
  });

  it("is told of when it is lost between two statements", async () => {
    const warehouse = await open();
    const [row] = await rowsOf(warehouse, "select pg_backend_pid() as pid");
    await database.query("select pg_terminate_backend($1)", [row?.["pid"]]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await problemOf(rowsOf(warehouse, "select 1 as n"))).toBe(
      unreachable(address, "the connection was lost", "run again when the server is there again"),
    );
    await warehouse.close();
  });

  it("is told of when a statement takes longer than the url allows", async () => {
    const warehouse = await open(
      urlWith((url) => {
        url.search = "?statement_timeout=200";
      }),
    );
    expect(await problemOf(rowsOf(warehouse, "select pg_sleep(30)::text as s"))).toBe(
      `warehouse-query-failed: the PostgreSQL warehouse at ${address} cannot give what is asked for: the statement was cancelled, or took longer than statement_timeout\n` +
        "raise statement_timeout for the warehouse's user, or in its url",
    );
    await warehouse.close();
  });

  it("is told of when a statement needs more temporary space than there is", async () => {
    await database.query(
      "create role small login password 'small'; alter role small set temp_file_limit = '1MB'",
    );
    await database.query("alter role small set work_mem = '64kB'");
    const warehouse = await open(
      urlWith((url) => {
        url.username = "small";
        url.password = "small";
      }),
    );
    expect(
      await problemOf(
        rowsOf(
          warehouse,
          "select count(*) as n from (select md5(n::text) as h from generate_series(1, 300000) n order by h offset 1) s",
        ),
      ),
    ).toBe(
      `disk-full: the PostgreSQL warehouse at ${address} cannot give what is asked for: the statement needs more temporary space than the server allows\n` +
        "raise temp_file_limit",
    );
    await warehouse.close();
  });
});

describe("inspecting PostgreSQL", () => {
  it("tells of missing relations and columns with the nearest name, in order", async () => {
    const warehouse = await open(database.url, SCHEMA);
    const place = `the schema \`${SCHEMA}\` of ${address}`;
    expect(
      (
        await warehouse.inspect([
          use("numbers", { N: "integer", text: "text" }),
          use("name"),
          use("changing"),
          use("zzz"),
        ])
      ).map(shown),
    ).toEqual([
      `warehouse-relation-missing: there is no relation \`changing\` in ${place}\n` +
        "did you mean `public.changing`? or look at `schema:` under `warehouse:` in baleen.yaml\ncatalog.yaml:changing",
      `warehouse-relation-missing: there is no relation \`name\` in ${place}\ndid you mean \`names\`?\ncatalog.yaml:name`,
      "warehouse-column-missing: relation `numbers` has no column `N`\ndid you mean `n`?\ncatalog.yaml:numbers.N",
      `warehouse-relation-missing: there is no relation \`zzz\` in ${place}\n` +
        "look at `schema:` under `warehouse:` in baleen.yaml, or correct the catalog\ncatalog.yaml:zzz",
    ]);
    await warehouse.close();
  });

  it("tells of relations that the user may not read", async () => {
    const clerk = await open(
      urlWith((url) => {
        url.username = "clerk";
        url.password = encodeURIComponent("clerk's secret");
      }),
      SCHEMA,
    );
    expect((await clerk.inspect([use("numbers", { n: "integer" }), use("names")])).map(shown)).toEqual([
      `warehouse-unreadable: the user \`clerk\` may not read \`names\` in the schema \`${SCHEMA}\` of ${address}\n` +
        "grant select on the relation and usage on the schema to this user\ncatalog.yaml:names",
    ]);
    expect(await problemOf(rowsOf(clerk, "select * from names"))).toContain(
      "warehouse-unreadable: the PostgreSQL warehouse at",
    );
    await clerk.close();
  });

  it("looks for relations of another schema there", async () => {
    const warehouse = await open(database.url, SCHEMA);
    const uses = [
      use("dwh.kunden", { nr: "integer" }),
      use(`${SCHEMA}.numbers`, { n: "integer" }),
      use("public.numbers", { n: "integer" }),
      use("dwh.geheim", { nr: "text" }),
    ];
    expect((await warehouse.inspect(uses)).map(shown)).toEqual([
      "warehouse-column-type: column `nr` of `dwh.geheim` holds whole numbers (`integer`), where the catalog needs text\n" +
        "give it a type in the catalog that suits whole numbers, or name a view that casts it to text\ncatalog.yaml:dwh.geheim.nr",
    ]);
    const none = (name: string) =>
      `warehouse-relation-missing: there is no relation \`${name}\` in ${address}`;
    const missing = [
      use("dwh.kundn"),
      use("dwh.names"),
      use("dwh.zzz"),
      use("nowhere.kunden"),
      use("DWH.geheim"),
    ];
    expect((await warehouse.inspect([...missing, use("kunden"), use("kundenstamm")])).map(shown)).toEqual([
      `${none("DWH.geheim")}\ndid you mean \`dwh.geheim\`?\ncatalog.yaml:DWH.geheim`,
      `${none("dwh.kundn")}\ndid you mean \`dwh.kunden\`?\ncatalog.yaml:dwh.kundn`,
      `${none("dwh.names")}\ndid you mean \`names\`?\ncatalog.yaml:dwh.names`,
      `${none("dwh.zzz")}\nmake a table or view of this name in the schema \`dwh\`, or correct the catalog\ncatalog.yaml:dwh.zzz`,
      `warehouse-relation-missing: there is no relation \`kunden\` in the schema \`${SCHEMA}\` of ${address}\n` +
        "did you mean `dwh.kunden`? or look at `schema:` under `warehouse:` in baleen.yaml\ncatalog.yaml:kunden",
      `warehouse-relation-missing: there is no relation \`kundenstamm\` in the schema \`${SCHEMA}\` of ${address}\n` +
        "did you mean `dwh.kundenstamm`? or look at `schema:` under `warehouse:` in baleen.yaml\ncatalog.yaml:kundenstamm",
      `${none("nowhere.kunden")}\ndid you mean \`dwh.kunden\`?\ncatalog.yaml:nowhere.kunden`,
    ]);
    await warehouse.close();
  });

  it("tells of relations of another schema that the user may not read", async () => {
    const clerk = await open(
      urlWith((url) => {
        url.username = "clerk";
        url.password = encodeURIComponent("clerk's secret");
      }),
      SCHEMA,
    );
    expect((await clerk.inspect([use("dwh.geheim", { nr: "integer" })])).map(shown)).toEqual([
      `warehouse-unreadable: the user \`clerk\` may not read \`geheim\` in the schema \`dwh\` of ${address}\n` +
        "grant select on the relation and usage on the schema to this user\ncatalog.yaml:dwh.geheim",
    ]);
    await clerk.close();
  });

  it("takes views, materialized views and partitioned tables as relations", async () => {
    await database.query(`
      create view a_view as select 1 as n;
      create materialized view a_materialized_view as select 1 as n;
      create table a_partitioned_table (n int) partition by range (n)`);
    const warehouse = await open();
    const relations = ["a_view", "a_materialized_view", "a_partitioned_table"].map((name) =>
      use(name, { n: "integer" }),
    );
    expect(await warehouse.inspect(relations)).toEqual([]);
    await warehouse.close();
  });
});
