import { counted } from "../../../printf.ts";
import type { PageHead, PageTail } from "../page-data.ts";
import { chosenGenes, overviewColumns } from "./columns.ts";
import { blockText, html } from "./dom.ts";
import { type GeneView, geneView } from "./gene.ts";
import { Grid } from "./grid.ts";
import { type Gene, Records } from "./records.ts";

const head: PageHead = JSON.parse(blockText("head"));
const tail: PageTail = JSON.parse(blockText("tail"));
const records = new Records(blockText("records"));

/** What the overview shows. */
const shown = { query: "", column: -1, descending: false, cell: 0 };

const detail = html("div", { class: "detail", "aria-live": "polite" });
const found = html("p", { class: "found", role: "status" });
let open: { gene: Gene; view: GeneView } | undefined;
let wanted = 0;

const grid = new Grid(choose, (column) => {
  shown.descending = shown.column === column ? !shown.descending : startsDescending(column);
  shown.column = column;
  update();
});

/** Numbers are first wanted from the largest, words from A. */
function startsDescending(column: number): boolean {
  return overviewColumns(head, shown.cell)[column].right === true;
}

function update(): void {
  const columns = overviewColumns(head, shown.cell);
  const order = shown.column < 0 ? { ...columns[0], value: ({ index }: Gene) => index } : columns[shown.column];
  const rows = chosenGenes(records.genes, shown.query, order, shown.descending);
  grid.show(columns, rows, shown.column, shown.descending);
  found.textContent =
    rows.length === records.genes.length
      ? counted(rows.length, "row")
      : `${rows.length} of ${counted(records.genes.length, "row")}`;
}

/** The gene's page follows the chosen row; while a key is held down only the last row is drawn. */
function choose(gene: Gene): void {
  cancelAnimationFrame(wanted);
  wanted = requestAnimationFrame(() => show(gene));
}

function show(gene: Gene): void {
  if (open?.gene === gene) return;
  open?.view.close();
  open = { gene, view: geneView(gene, records, head) };
  detail.replaceChildren(open.view.root);
  history.replaceState(null, "", `#row=${gene.index + 1}`);
}

function searchField(): HTMLElement {
  const field = html("input", {
    type: "search",
    id: "search",
    placeholder: "gene, class or element",
    autocomplete: "off",
  });
  field.addEventListener("input", () => {
    shown.query = field.value;
    update();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || document.activeElement === field || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    field.focus();
  });
  return html("label", {}, "Search ", field);
}

function cellField(): HTMLElement[] {
  if (head.cells.length < 2) return [];
  const options = head.cells.map((cell, i) => html("option", { value: i }, cell));
  const field = html("select", { id: "cell" }, ...options);
  field.addEventListener("change", () => {
    shown.cell = Number(field.value);
    update();
  });
  return [html("label", {}, "Expression in ", field)];
}

function about(): HTMLElement {
  const settings = Object.entries(head.settings).map(([name, value]) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, name),
      html("td", {}, typeof value === "string" ? value : JSON.stringify(value)),
    ),
  );
  return html(
    "details",
    {},
    html("summary", {}, `${head.tool} ${head.command}: settings`),
    html("table", {}, ...settings),
  );
}

function warnings(): HTMLElement[] {
  if (tail.warnings.length === 0) return [];
  const items = tail.warnings.map((text) => html("li", {}, text));
  return [
    html(
      "details",
      { open: tail.warnings.length < 4 },
      html("summary", {}, counted(items.length, "warning")),
      html("ul", {}, ...items),
    ),
  ];
}

function whole(): HTMLElement[] {
  const keys = "Arrow keys, Page Up, Page Down, Home and End choose a row; / searches.";
  return [
    html("h1", {}, "Gene regulation report"),
    html("p", { class: "found-total" }, `${counted(records.count, "record")}`),
    ...warnings(),
    html("div", { class: "tools" }, searchField(), ...cellField(), found),
    grid.root,
    html("p", { class: "legend" }, `${keys} Coordinates are 0-based; expression is uncalibrated: compare by ratios.`),
    detail,
    html("footer", {}, about()),
  ];
}

function start(): void {
  document.getElementById("page")?.replaceChildren(...whole());
  update();
  const asked = Number(/^#row=(\d+)$/.exec(location.hash)?.[1] ?? 1);
  const gene = records.genes[asked - 1] ?? records.genes[0];
  if (gene !== undefined) {
    grid.choose(gene);
    show(gene);
  }
  document.documentElement.dataset.ready = "true";
}

start();
