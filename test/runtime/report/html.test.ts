import type { Page } from "puppeteer-core";
import { describe, expect, test } from "vitest";
import { type ResultsReport, resultsHtml } from "../../../runtime/index.ts";
import { useBrowser } from "../../support/browser.ts";
import { largeReport } from "./large-report.ts";

const browser = useBrowser();
const widths = [1280, 390] as const;

/** A browser takes its time on a busy machine. */
const minutes = 180_000;

const hostile = `</style><script>document.title="run"</script>"'&<img src=x onerror=alert(1)>`;

function hostileReport(): ResultsReport {
  const report = largeReport();
  return {
    ...report,
    project: hostile,
    campaigns: report.campaigns.map((campaign) => ({
      ...campaign,
      campaign: `${campaign.campaign}${hostile}`,
      label: hostile,
      owner: hostile,
      days: campaign.days.map((day) => ({ ...day, channel: `${day.channel}${hostile}` })),
      refusals: campaign.refusals.map((one) => ({ ...one, rule: hostile })),
    })),
  };
}

/** Asks the page itself: what it is asked is text, as nothing here knows of documents. */
async function look<Answer>(page: Page, expression: string): Promise<Answer> {
  return (await page.evaluate(expression)) as Answer;
}

interface Looks {
  readonly drawings: number;
  readonly named: number;
  readonly tables: number;
}

/**
 * A chart that is shown smaller than it was drawn has text that is too small to read; text beyond the edge of its drawing is
 * cut.
 */
const LOOK = `(() => {
  const visible = [...document.querySelectorAll("svg")].filter((svg) => svg.checkVisibility());
  const isCut = (text, { left, right }) => {
    const box = text.getBoundingClientRect();
    return box.left < left - 2 || box.right > right + 2;
  };
  return {
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    drawings: visible.length,
    named: visible.filter((svg) => svg.getAttribute("aria-label")).length,
    tables: document.querySelectorAll("table").length,
    shrunk: visible.filter((svg) => svg.getBoundingClientRect().width < 0.9 * svg.getAttribute("width")).length,
    cut: visible.flatMap((svg) =>
      [...svg.querySelectorAll("text")]
        .filter((text) => isCut(text, svg.getBoundingClientRect()))
        .map((text) => text.textContent),
    ),
  };
})()`;

test("the same report gives the same page, however often it is drawn", async () => {
  const first = await resultsHtml(largeReport());
  expect(await resultsHtml(largeReport())).toBe(first);
  expect(first.startsWith("<!doctype html>")).toBe(true);
  expect(first).not.toMatch(/<script|<link|@import|url\(|https?:\/\/(?!www\.w3\.org\/)/);
});

describe.each(widths)("at %i pixels", (width) => {
  test(
    "the page is whole, needs no network, and axe finds nothing wrong",
    async () => {
      const { page, requests, violations } = await browser.show(await resultsHtml(largeReport()), width);
      const shown = await look<Looks>(page, LOOK);
      expect(shown).toMatchObject({ overflow: 0, shrunk: 0, cut: [] });
      expect(shown.drawings).toBeGreaterThan(8);
      expect(shown.named).toBe(shown.drawings);
      expect(shown.tables).toBeGreaterThan(shown.drawings);
      expect(requests).toEqual([]);
      expect(await violations()).toEqual([]);
      const folder = process.env["SCREENSHOTS"];
      if (folder !== undefined)
        await page.screenshot({ path: `${folder}/report-${width}.png`, fullPage: true });
    },
    minutes,
  );

  test(
    "what a name holds is text, wherever it stands",
    async () => {
      const { page } = await browser.show(await resultsHtml(hostileReport()), width);
      const found = await look<{ readonly title: string }>(
        page,
        `({
        title: document.title,
        made: document.querySelectorAll("script, img").length,
        heading: document.querySelector(".campaign h2").textContent,
        drawn: [...document.querySelectorAll("svg text")].some((text) => text.textContent.includes("<script>")),
      })`,
      );
      expect(found).toMatchObject({ made: 0, heading: hostile, drawn: true });
      expect(found.title).toContain("</style><script>");
    },
    minutes,
  );
});
