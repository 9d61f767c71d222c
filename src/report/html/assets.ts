/** What the page is made of besides data. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
  /** igv.js, started only when a reader opens the genome browser. */
  readonly genomeBrowser: string;
  readonly genomeBrowserNotice: string;
}

/** Loaded only when a page is written: 1.5 MB that no other command should pay for. */
export async function pageAssets(): Promise<PageAssets> {
  const texts = await Promise.all([
    import("./browser/style.css?raw"),
    import("./browser/main.ts?browser"),
    import("igv/dist/igv.min.js?raw"),
    import("igv/LICENSE?raw"),
  ]);
  const [style, script, igv, genomeBrowserNotice] = texts.map((text) => text.default);
  return { style, script, genomeBrowser: igv.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"), genomeBrowserNotice };
}
