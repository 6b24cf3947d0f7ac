import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useBrowser } from "../support/browser.ts";
import { baleen, starterProject, type TemporaryProject } from "./support.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const browser = useBrowser();
const widths = [1280, 390] as const;

/** A browser takes its time on a busy machine. */
const minutes = 300_000;

let demo: string;
let hostile: TemporaryProject;

const attack = `</script><script>document.title="run"</script><img src=x onerror=document.title=1>"'&`;
const inName = "<img src=x onerror=alert(1)>&\"'</pre>";

beforeAll(async () => {
  demo = mkdtempSync(join(tmpdir(), "baleen-site-"));
  for (const part of ["baleen.yaml", "catalog", "campaigns"]) {
    cpSync(join(repository, part), join(demo, part), { recursive: true });
  }
  const written = JSON.stringify(attack);
  hostile = starterProject({
    "campaigns/hostile.campaign":
      `/// ${attack}\n/// \`${attack}\`\nsegment \`${inName}\` ${written} = age > 18\n` +
      `segment named = \`${inName}\` // ${attack}\n` +
      `offer \`o${inName}\` ${written} {\n  group \`g${inName}\`\n  message email subject ${written} ${written}\n}\n`,
    "catalog/hostile.yaml":
      `catalog: 1\ndescribe:\n  named: { label: { en: ${written}, zh: ${written}, fr: ${written} }, class: ${written}, owner: ${written}, unit: ${written}, description: ${written}, history: [{ date: 2025-01-01, name: ${written}, label: { en: ${written} }, note: ${written} }] }\n` +
      `products: { ${written}: { label: { en: ${written} } } }\n`,
  });
  for (const folder of [demo, hostile.folder]) {
    expect(await baleen("docs", "--project", folder)).toMatchObject({ code: 0, err: "" });
  }
}, minutes);

afterAll(() => {
  rmSync(demo, { recursive: true });
  hostile.remove();
});

/** Asks the page itself: what it is asked is text, as nothing here knows of documents. */
async function look<Answer>(page: Page, expression: string): Promise<Answer> {
  return (await page.evaluate(expression)) as Answer;
}

const pages = [
  "en/index.html",
  "en/tags.html",
  "en/events.html",
  "en/offers.html",
  "en/campaign/large_fx_purchase.html",
  "en/tag/vip_level.html",
  "en/tag/payroll_quadrant.html",
  "en/event/fx_purchase.html",
  "en/source/customers.html",
  "en/offer/go_abroad_card.html",
  "en/channel/sms.html",
  "en/policy/policy.html",
  "zh/index.html",
  "zh/tag/aum.html",
] as const;

/** Colours are looked at where there are many. */
const darkPages = pages.filter((path) => /campaign\/|vip_level|zh\/index/.test(path));

describe.each(widths)("at %i pixels", (width) => {
  test.each(["light", "dark"] as const)(
    "pages are whole in %s, run from disk without a network, and axe finds nothing wrong",
    async (scheme) => {
      for (const path of scheme === "light" ? pages : darkPages) {
        const shown = await browser.open(join(demo, "site", path), width, scheme);
        const { page, requests, complaints } = shown;
        const found = await look(
          page,
          `({
            overflow: document.documentElement.scrollWidth - window.innerWidth,
            background: getComputedStyle(document.body).backgroundColor,
            search: document.querySelector("form.search").checkVisibility(),
            language: document.documentElement.lang,
          })`,
        );
        await page.evaluate(`for (const one of document.querySelectorAll("details")) one.open = true`);
        expect({ path, found, requests, complaints, violations: await shown.violations() }).toEqual({
          path,
          found: {
            overflow: 0,
            background: scheme === "light" ? "rgb(243, 245, 247)" : "rgb(16, 23, 29)",
            search: true,
            language: path.startsWith("zh") ? "zh-Hans" : "en",
          },
          requests: [],
          complaints: [],
          violations: [],
        });
        const folder = process.env["SCREENSHOTS"];
        if (folder !== undefined) {
          const name = `${path.replaceAll("/", "-")}-${width}-${scheme}.png` as const;
          await page.screenshot({ path: `${folder}/site-${name}` as `${string}.png`, fullPage: true });
        }
        await page.close();
      }
    },
    minutes,
  );

  test(
    "search finds in either language, and its results can be walked by keyboard",
    async () => {
      const shown = await browser.open(join(demo, "site/en/tag/age.html"), width);
      const { page, complaints } = shown;
      const results = `[...document.querySelectorAll(".found a span")].map((one) => one.textContent)`;
      await page.keyboard.press("/");
      await page.keyboard.type("资产规模");
      expect(await look(page, results)).toContain("Assets under management");
      expect(await shown.violations()).toEqual([]);
      await page.evaluate(`document.querySelector("#search").value = ""`);
      await page.keyboard.type("large fx purchase");
      const [first] = await look<readonly string[]>(page, results);
      expect(first).toBe("Follow up on large purchases of foreign exchange");
      expect(await look(page, `document.querySelector("[role=status]").textContent`)).toMatch(/^\d+ found$/);
      await page.keyboard.press("ArrowDown");
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      expect(page.url()).toMatch(/\/site\/en\/campaign\/large_fx_purchase\.html$/);
      await page.keyboard.press("/");
      await page.keyboard.type("qqq zzz");
      expect(await look(page, `document.querySelector("[role=status]").textContent`)).toBe(
        "Nothing is called like this",
      );
      await page.keyboard.press("Escape");
      expect(await look(page, `document.querySelector(".found").hidden`)).toBe(true);
      expect(complaints).toEqual([]);
    },
    minutes,
  );

  test(
    "the other language is a click away, of the same page",
    async () => {
      const { page } = await browser.open(join(demo, "site/en/tag/aum.html"), width);
      await Promise.all([page.waitForNavigation(), page.click(".language")]);
      expect(page.url()).toMatch(/\/site\/zh\/tag\/aum\.html$/);
      expect(await look(page, `document.querySelector("h1").textContent`)).toBe("资产规模");
      expect(await look(page, `document.querySelector("nav a[aria-current]").textContent`)).toBe("标签");
    },
    minutes,
  );

  test(
    "a list shows the rows that are asked for, and their headings alone",
    async () => {
      const shown = await browser.open(join(demo, "site/en/tags.html"), width);
      const { page } = shown;
      await page.type("#filter", "money(CNY) income");
      const visible = `[...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility()).length`;
      const headings = `[...document.querySelectorAll("h2")].filter((one) => one.checkVisibility()).length`;
      expect(await look<number>(page, visible)).toBeLessThan(20);
      expect(await look<number>(page, visible)).toBeGreaterThan(0);
      expect(await look<number>(page, headings)).toBeLessThan(4);
      expect(await shown.violations()).toEqual([]);
    },
    minutes,
  );

  test(
    "what names, labels and texts hold is text, wherever it stands",
    async () => {
      const paths = ["en/index.html", "en/segments.html", "en/offers.html", "zh/segment/named.html"];
      for (const path of paths) {
        const { page, complaints } = await browser.open(join(hostile.folder, "site", path), width);
        await page.keyboard.press("/");
        await page.keyboard.type("img");
        const found = await look<object>(
          page,
          `({
            title: document.title === "run" || document.title === "1",
            made: document.querySelectorAll("img, body script, main script").length,
            shown: document.body.textContent.includes("<script>document.title"),
            results: document.querySelectorAll(".found a").length > 2,
          })`,
        );
        expect({ path, ...found, complaints }).toEqual({
          path,
          title: false,
          made: 0,
          shown: true,
          results: true,
          complaints: [],
        });
      }
    },
    minutes,
  );
});

test(
  "the entrance leads to the reader's language",
  async () => {
    const { page } = await browser.open(join(demo, "site/index.html"), 1280);
    await page.waitForFunction(`location.pathname.endsWith("/en/index.html")`);
    expect(await look(page, `document.querySelector("h1").textContent`)).toBe("demo-bank");
  },
  minutes,
);
