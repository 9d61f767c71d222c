import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { describe, it } from "vitest";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const EXECUTABLE = PLACES.find((path) => existsSync(path));

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `describe` in a real web browser; where there is none it shows as skipped. */
export const describeInChromium = (EXECUTABLE === undefined ? skippedWhole : describe) as typeof describe;

function skippedWhole(name: string): void {
  describe(name, () => it.skip("needs Chromium", () => {}));
}

/** A new browser with a profile of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE!, args: ARGUMENTS });
}

/** A page that was opened from a file, with all that must not happen in it: errors, dialogs, requests. */
export interface OpenPage {
  readonly page: Page;
  readonly faults: string[];
}

interface Look {
  readonly dark?: boolean;
  readonly hash?: string;
}

/** Opens `html` from disk and waits until it is interactive. */
export async function openReport(
  browser: Browser,
  html: string,
  { dark = false, hash = "" }: Look = {},
): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), "tatabox-page-"));
  const file = join(folder, "report.html");
  writeFileSync(file, html);
  const page = await browser.newPage({ colorScheme: dark ? "dark" : "light", viewport: { width: 1280, height: 900 } });
  const faults: string[] = [];
  const address = pathToFileURL(file).href;
  page.on("console", (message) => {
    // igv.js says in the log what it does; only errors are faults.
    if (message.type() === "error") faults.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(address)) faults.push(`request: ${url}`);
  });
  page.on("close", () => rmSync(folder, { recursive: true, force: true }));
  await page.goto(address + hash);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  return { page, faults };
}
