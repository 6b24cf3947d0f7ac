import chromium from "@sparticuz/chromium";
import axe from "axe-core";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll } from "vitest";

/** A headless Chromium for a test file, started when first asked for. */
export interface TestBrowser {
  /** Shows a page of HTML in a window of that width, without any network. */
  show(html: string, width: number): Promise<ShownPage>;
}

export interface ShownPage {
  readonly page: Page;
  /** What the page asked of the network. */
  readonly requests: readonly string[];
  /** What readers with disabilities would miss, each as `rule: where`. */
  violations(): Promise<readonly string[]>;
}

export function useBrowser(): TestBrowser {
  let browser: Promise<Browser> | undefined;
  afterAll(async () => (await browser)?.close());
  return {
    async show(html, width) {
      browser ??= start();
      const page = await (await browser).newPage();
      const requests: string[] = [];
      page.on("request", (request) => {
        if (!/^(about|data):/.test(request.url())) requests.push(request.url());
      });
      await page.setViewport({ width, height: 900 });
      await page.setContent(html, { waitUntil: "load" });
      return {
        page,
        requests,
        async violations() {
          // Past the page's own policy, which allows no script.
          await page.evaluate(axe.source);
          const found = await page.evaluate(() =>
            (globalThis as unknown as { readonly axe: typeof axe }).axe.run(),
          );
          return found.violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.target.join(" ")}`),
          );
        },
      };
    },
  };
}

async function start(): Promise<Browser> {
  return launch({
    args: [...chromium.args, "--no-sandbox"],
    executablePath: await chromium.executablePath(),
    headless: "shell",
  });
}
