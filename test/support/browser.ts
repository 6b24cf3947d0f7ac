import { pathToFileURL } from "node:url";
import chromium from "@sparticuz/chromium";
import axe from "axe-core";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll } from "vitest";

/** A headless Chromium for a test file, started when first asked for. */
export interface TestBrowser {
  /** Shows a page of HTML in a window of that width, without any network. */
  show(html: string, width: number): Promise<ShownPage>;
  /** Opens a page from disk, as who double-clicks it does. */
  open(file: string, width: number, scheme?: "light" | "dark"): Promise<ShownPage>;
}

export interface ShownPage {
  readonly page: Page;
  /** What the page asked of the network; files on disk are not of it. */
  readonly requests: readonly string[];
  /** What the page's scripts complained of, and what its policy kept from it. */
  readonly complaints: readonly string[];
  /** What readers with disabilities would miss, each as `rule: where`. */
  violations(): Promise<readonly string[]>;
}

export function useBrowser(): TestBrowser {
  let browser: Promise<Browser> | undefined;
  afterAll(async () => (await browser)?.close());
  const newPage = async (width: number, load: (page: Page) => Promise<unknown>): Promise<ShownPage> => {
    browser ??= start();
    const page = await (await browser).newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => {
      if (!/^(about|data|file):/.test(request.url())) requests.push(request.url());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => complaints.push(message.text()));
    await page.setViewport({ width, height: 900 });
    await load(page);
    return {
      page,
      requests,
      complaints,
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
  };
  return {
    show: (html, width) => newPage(width, (page) => page.setContent(html, { waitUntil: "load" })),
    open: (file, width, scheme = "light") =>
      newPage(width, async (page) => {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
      }),
  };
}

async function start(): Promise<Browser> {
  return launch({
    args: [...chromium.args, "--no-sandbox"],
    executablePath: await chromium.executablePath(),
    headless: "shell",
  });
}
