import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fixture, tatabox } from "../cli/tatabox.ts";
import { describeInChromium, launchChromium, openReport } from "./chromium.ts";

interface Value {
  readonly expression: number;
  readonly expressionUnmethylated: number;
}
interface PromoterJson {
  readonly name: string;
  readonly tss: number;
  readonly elements: readonly { element: string; offset: number }[];
  readonly expression: readonly Value[];
}
interface RecordJson {
  readonly islands: readonly { start: number; end: number }[];
  readonly promoters: readonly PromoterJson[];
  readonly enhancers: readonly { sites: readonly { role: string }[] }[];
}

const texts = (page: Page, selector: string) => page.locator(selector).allTextContents();
const genesShown = (page: Page) => texts(page, "[role=gridcell]:first-child");
const sortBy = (page: Page, head: string) => page.getByRole("columnheader", { name: head }).getByRole("button").click();

describeInChromium("the HTML report in Chromium", () => {
  let browser: Browser;
  let demo = "";
  let records: readonly RecordJson[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    demo = tatabox(["demo", "-f", "html"]).out;
    records = JSON.parse(tatabox(["demo", "--json"]).out).records;
  });
  afterAll(() => browser.close());

  it("sorts by a column's head, both ways, and says so to screen readers", async () => {
    const { page, faults } = await openReport(browser, demo);
    const byExpression = records
      .flatMap(({ promoters }) => promoters)
      .sort((a, b) => b.expression[0].expressionUnmethylated - a.expression[0].expressionUnmethylated)
      .map(({ name }) => name);
    expect(await genesShown(page)).toEqual(["FOS", "TYMS", "HBB"]);
    await sortBy(page, "unmethylated");
    expect(await genesShown(page)).toEqual(byExpression);
    expect(await page.getAttribute('[role=columnheader][aria-sort="descending"]', "aria-sort")).toBe("descending");
    await sortBy(page, "unmethylated");
    expect(await genesShown(page)).toEqual(byExpression.toReversed());
    await sortBy(page, "gene");
    expect(await genesShown(page)).toEqual(["FOS", "HBB", "TYMS"]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("searches names, classes and elements, and says how many it found", async () => {
    const { page, faults } = await openReport(browser, demo);
    await page.keyboard.press("/");
    await page.keyboard.type("hbb");
    expect(await genesShown(page)).toEqual(["HBB"]);
    expect(await page.textContent("[role=status]")).toBe("1 of 3 rows");
    await page.fill("#search", "hcp tata");
    expect(await genesShown(page)).toEqual(["FOS"]);
    await page.fill("#search", "nothing like it");
    expect(await genesShown(page)).toEqual([]);
    await page.fill("#search", "");
    expect((await genesShown(page)).length).toBe(3);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("follows the keyboard and the mouse from gene to gene, and opens at the row of its address", async () => {
    const { page, faults } = await openReport(browser, demo, { hash: "#row=2" });
    const title = page.locator(".gene h2");
    await expect.poll(() => title.textContent()).toBe("TYMS");
    await page.focus("[role=grid]");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => title.textContent()).toBe("HBB");
    await page.keyboard.press("Home");
    await expect.poll(() => title.textContent()).toBe("FOS");
    const active = await page.getAttribute("[role=grid]", "aria-activedescendant");
    expect(await page.getAttribute(`#${active}`, "aria-selected")).toBe("true");
    await page.getByRole("gridcell", { name: "HBB" }).click();
    await expect.poll(() => title.textContent()).toBe("HBB");
    expect(page.url()).toMatch(/#row=3$/);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("draws what the JSON says: elements with their offsets, islands, expression in every cell", async () => {
    for (const [i, { promoters, islands, enhancers }] of records.entries()) {
      const { page, faults } = await openReport(browser, demo, { hash: `#row=${i + 1}` });
      const [promoter] = promoters;
      const picture = page.locator("svg.picture").first();
      const labels = await picture.locator("text.name").allTextContents();
      const expected = promoter.elements.map(({ element, offset }) => `${element} −${-offset}`);
      expect(labels.map((text) => text.split(/ [→←] /)[0]).sort()).toEqual(expected.sort());
      const whole = page.locator("svg.picture").nth(1);
      expect(await whole.locator(".island").count()).toBe(islands.length);
      expect(await whole.locator(".enhancer").count()).toBe(enhancers.length);
      const shown = await texts(page, ".bar-value");
      const values = promoter.expression.flatMap((value) => [value.expressionUnmethylated, value.expression]);
      expect(shown.map((text) => text.split(" ")[0])).toEqual(values.map((x) => (x < 0.001 ? "<0.001" : x.toFixed(3))));
      const roles = enhancers.flatMap(({ sites }) => sites.map(({ role }) => role));
      for (const role of ["activator", "repressor"]) {
        expect(await page.locator(`path.site.${role}`).count()).toBe(roles.filter((name) => name === role).length);
      }
      expect(faults).toEqual([]);
      await page.close();
    }
  });

  it("puts a lollipop on every CpG of −500..+150 and fills those inside the islands", async () => {
    const { page } = await openReport(browser, demo, { hash: "#row=2" });
    const letters = readFileSync(fixture("genes/tyms.fa"), "utf8").split("\n").slice(1).join("").toUpperCase();
    const { islands, promoters } = records[1];
    const { tss } = promoters[0];
    const cpgs = [...letters.matchAll(/CG/g)]
      .map(({ index }) => index)
      .filter((at) => at >= tss - 500 && at + 2 <= tss + 150);
    const inIsland = cpgs.map((at) => islands.some(({ start, end }) => at >= start && at + 2 <= end));
    const opacities = await page
      .locator("circle.cpg")
      .evaluateAll((all) => all.map((one) => one.getAttribute("fill-opacity")));
    expect(opacities).toEqual(inIsland.map((inside) => (inside ? "1" : "0")));
    expect(new Set(opacities)).toEqual(new Set(["0", "1"]));
    await page.close();
  });

  it("shows the logo of every element's motif, and lets the reader choose the overview's cell", async () => {
    const { page } = await openReport(browser, demo, { hash: "#row=3" });
    const logos = page.locator(".logos img");
    expect(await logos.count()).toBeGreaterThan(3);
    await expect.poll(() => logos.evaluateAll((all) => all.every((one) => one.naturalWidth > 100))).toBe(true);
    expect((await texts(page, ".logos figcaption")).join("\n")).toContain("TBP (MA0108.2), core");
    const hbb = records[2].promoters[0];
    await page.selectOption("#cell", { label: "erythroid" });
    const cells = await page.getByRole("row", { name: "HBB" }).getByRole("gridcell").allTextContents();
    expect(cells.at(-1)).toContain(hbb.expression[1].expression.toFixed(3));
    await page.close();
  });

  it("opens the genome browser with sequence and results, from the page alone", async () => {
    const { page, faults } = await openReport(browser, demo, { hash: "#row=2" });
    await page.getByRole("button", { name: "Open the genome browser" }).click();
    const tracks = page.locator(".igv[data-tracks]");
    await tracks.waitFor();
    const names = (await tracks.getAttribute("data-tracks"))!.split(";");
    expect(names.slice(-6)).toEqual([
      "start sites",
      "elements",
      "CpG islands",
      "methylation",
      "enhancers",
      "factor sites",
    ]);
    await expect.poll(() => colouredPixels(page, "#009e73")).toBeGreaterThan(100);
    // The sequence track: its A, C and T in their own colours.
    for (const colour of ["#00c800", "#0000c8", "#ff0000"])
      expect(await colouredPixels(page, colour)).toBeGreaterThan(10);
    await page.focus("[role=grid]");
    await page.keyboard.press("End");
    await expect.poll(() => page.locator(".igv[data-tracks]").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("shows hostile names as text, in the genome browser too", async () => {
    const names = [
      "<script>document.title='x'</script>",
      "</script><img/src=x/onerror=alert(1)>",
      "<!--<script>",
      "__proto__",
      "a\u202eb",
    ];
    const folder = mkdtempSync(join(tmpdir(), "tatabox-names-"));
    const sequence = readFileSync(fixture("genes/fos.fa"), "utf8").replace(/^>.*\n/, "");
    const fasta = join(folder, "names.fa");
    writeFileSync(fasta, names.map((name) => `>${name}\n${sequence}`).join(""));
    const bed = join(folder, "names.bed");
    writeFileSync(bed, names.map((name) => `${name}\t733\t734\t${name}"'&\t0\t+\n`).join(""));
    const { out } = tatabox(["report", fasta, "--tss", bed, "-f", "html"]);
    rmSync(folder, { recursive: true });
    const { page, faults } = await openReport(browser, out);
    const shown = names.map((name) => name.replace("\u202e", "\\u202e"));
    expect(await genesShown(page)).toEqual(shown.map((name) => `${name}"'&`));
    for (const i of names.keys()) {
      await page.locator(`#row${i}`).click();
      await expect.poll(() => page.locator(".gene h2").textContent()).toBe(`${shown[i]}"'&`);
      await page.getByRole("button", { name: "Open the genome browser" }).click();
      await page.locator(".igv[data-tracks]").waitFor();
    }
    expect(await page.title()).toBe("tatabox report");
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  it("holds few rows of 5,000 in the document, and still sorts, searches and jumps", async () => {
    const { page, faults } = await openReport(browser, multiplied(demo, 5000));
    const rows = page.locator(".room [role=row]");
    expect(await page.getAttribute("[role=grid]", "aria-rowcount")).toBe("5001");
    expect(await rows.count()).toBeLessThan(40);
    await page.focus("[role=grid]");
    await page.keyboard.press("End");
    await expect.poll(() => page.locator(".gene h2").textContent()).toBe("gene5000");
    expect(await rows.count()).toBeLessThan(40);
    await page.fill("#search", "gene4321");
    expect(await genesShown(page)).toEqual(["gene4321"]);
    await page.fill("#search", "");
    await sortBy(page, "gene");
    await page.focus("[role=grid]");
    await page.keyboard.press("Home");
    await expect.poll(() => page.locator(".gene h2").textContent()).toBe("gene1");
    expect(faults).toEqual([]);
    await page.close();
  });

  it.each([false, true])("has text of enough contrast (WCAG AA, 4.5), dark: %s", async (dark) => {
    const { page } = await openReport(browser, demo, { dark });
    const colours = await page.locator("html").evaluate((html) => {
      const style = html.ownerDocument.defaultView.getComputedStyle(html);
      const names = ["paper", "stripe", "chosen", "ink", "soft", "activator", "repressor"];
      return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    });
    for (const ground of ["paper", "stripe", "chosen"])
      expect(contrast(colours.ink, colours[ground])).toBeGreaterThan(4.5);
    for (const text of ["soft", "activator", "repressor"])
      expect(contrast(colours[text], colours.paper)).toBeGreaterThan(4.5);
    expect(luminance(colours.paper) < 0.2).toBe(dark);
    // The genome browser stays light.
    await page.getByRole("button", { name: "Open the genome browser" }).click();
    const label = page.locator(".igv-track-label").first();
    expect(await label.evaluate((one) => one.ownerDocument.defaultView.getComputedStyle(one).color)).toBe(
      "rgb(0, 0, 0)",
    );
    await page.close();
  });

  it("prints every row of a short table and leaves the genome browser out", async () => {
    const { page } = await openReport(browser, demo);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".genome-browser").isVisible()).toBe(false);
    expect((await genesShown(page)).length).toBe(3);
    expect(
      await page.locator("html").evaluate((html) => html.scrollWidth <= html.ownerDocument.defaultView.innerWidth),
    ).toBe(true);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });

  it("shows a record without a promoter, and a region with its place", async () => {
    const place = ["--region", "U01317:1-3000", "--region", "U01317:61001-63000"];
    const words = [
      "report",
      fixture("genes/globin.fa"),
      "--tss",
      fixture("genes/genes.bed"),
      "-f",
      "html",
      "-q",
      ...place,
    ];
    const { page, faults } = await openReport(browser, tatabox(words).out);
    expect(await genesShown(page)).toEqual(["U01317:1-3000", "HBB"]);
    await expect.poll(() => page.locator(".gene").textContent()).toContain("no promoter found");
    await page.locator("#row1").click();
    await expect.poll(() => page.locator(".gene").textContent()).toContain("start site 62,136 (+)");
    await page.getByRole("button", { name: "Open the genome browser" }).click();
    await page.locator(".igv[data-tracks]").waitFor();
    await expect.poll(() => colouredPixels(page, "#00c800")).toBeGreaterThan(10);
    expect(faults).toEqual([]);
    await page.close();
  });
});

/** Pixels of a colour on the canvases of the genome browser. */
async function colouredPixels(page: Page, colour: string): Promise<number> {
  const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const counts = await page.locator(".igv canvas").evaluateAll((canvases, [r, g, b]) => {
    return canvases.map((canvas) => {
      if (canvas.width === 0 || canvas.height === 0) return 0;
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let found = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) found++;
      }
      return found;
    });
  }, rgb);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The report's records `count` times over, under the names gene1, gene2 … */
function multiplied(html: string, count: number): string {
  const start = html.indexOf('id="records">\n') + 'id="records">\n'.length;
  const end = html.indexOf("</script>", start);
  const lines = html.slice(start, end).trimEnd().split("\n").slice(0, 2);
  const overview = JSON.parse(lines[0]);
  const record = (i: number) => {
    const named = {
      ...overview,
      n: `record${i}`,
      p: overview.p.map((promoter: object) => ({ ...promoter, n: `gene${i}` })),
    };
    return `${JSON.stringify(named)}\n${lines[1]}\n`;
  };
  return html.slice(0, start) + Array.from({ length: count }, (_, i) => record(i + 1)).join("") + html.slice(end);
}

/** Contrast of two colours (WCAG 2.2). */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? [1, 2, 3].map((i) => hex[i] + hex[i]) : [1, 3, 5].map((i) => hex.slice(i, i + 2));
  const [r, g, b] = digits.map((two) => {
    const share = Number.parseInt(two, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
