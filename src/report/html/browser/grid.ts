import type { Column } from "./columns.ts";
import { html } from "./dom.ts";
import type { Gene } from "./records.ts";

const ROW_PX = 30;
const MOST_ROWS_SHOWN = 12;
/** Rows drawn beyond either edge. */
const MARGIN = 6;
const PAGE = 10;
/** Rows on paper. */
const MOST_PRINTED = 300;

/** A table of any length: only the rows in sight are in the document. Arrow keys move the chosen row. */
export class Grid {
  readonly root: HTMLElement;
  readonly #head = html("div", { role: "row", class: "row head", "aria-rowindex": 1 });
  readonly #room = html("div", { class: "room", role: "rowgroup" });
  readonly #body: HTMLElement;
  readonly #more = html("p", { class: "more" });
  readonly #choose: (gene: Gene) => void;
  readonly #sort: (column: number) => void;
  #columns: readonly Column[] = [];
  #rows: readonly Gene[] = [];
  #active = 0;
  #printing = false;

  constructor(choose: (gene: Gene) => void, sort: (column: number) => void) {
    this.#choose = choose;
    this.#sort = sort;
    this.#body = html("div", { class: "body", role: "presentation" }, this.#room);
    this.root = html(
      "div",
      { class: "grid", role: "grid", tabindex: 0, "aria-label": "genes" },
      this.#head,
      this.#body,
      this.#more,
    );
    this.#body.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.root.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("beforeprint", () => this.#print(true));
    window.addEventListener("afterprint", () => this.#print(false));
  }

  /** Shows `rows`; `sorted` is the column that they are sorted by. The chosen gene stays chosen where it is among them. */
  show(columns: readonly Column[], rows: readonly Gene[], sorted: number, descending: boolean): void {
    const chosen = this.#rows[this.#active];
    this.#columns = columns;
    this.#rows = rows;
    this.#active = Math.max(0, rows.indexOf(chosen));
    this.root.style.setProperty("--columns", columns.map(({ width }) => width).join(" "));
    this.root.setAttribute("aria-rowcount", String(rows.length + 1));
    this.#head.replaceChildren(...columns.map((column, i) => this.#headCell(column, i, i === sorted, descending)));
    this.#room.style.setProperty("--height", `${rows.length * ROW_PX}px`);
    this.#body.style.setProperty("--height", `${Math.min(rows.length, MOST_ROWS_SHOWN) * ROW_PX}px`);
    this.#scrollToActive();
    this.#draw();
  }

  choose(gene: Gene): void {
    const at = this.#rows.indexOf(gene);
    if (at >= 0) this.#move(at);
  }

  #headCell({ head, help, right }: Column, index: number, sorted: boolean, descending: boolean): HTMLElement {
    const sort = sorted ? (descending ? "descending" : "ascending") : "none";
    const sign = sorted ? (descending ? " ▼" : " ▲") : "";
    const button = html("button", { type: "button", title: `${help === "" ? "" : `${help}; `}sort` }, `${head}${sign}`);
    button.addEventListener("click", () => {
      this.#sort(index);
      this.#head.querySelectorAll("button")[index]?.focus();
    });
    return html("div", { role: "columnheader", "aria-sort": sort, class: right ? "right" : undefined }, button);
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#body;
    const first = this.#printing ? 0 : Math.max(0, Math.floor(scrollTop / ROW_PX) - MARGIN);
    const last = this.#printing ? MOST_PRINTED : Math.ceil((scrollTop + clientHeight) / ROW_PX) + MARGIN;
    const rows = this.#rows.slice(first, last).map((gene, i) => this.#row(gene, first + i));
    this.#room.replaceChildren(...rows);
    const active = document.getElementById(`row${this.#active}`);
    if (active === null) this.root.removeAttribute("aria-activedescendant");
    else this.root.setAttribute("aria-activedescendant", active.id);
  }

  #row(gene: Gene, at: number): HTMLElement {
    const chosen = at === this.#active;
    const cells = this.#columns.map(({ text, right }) => {
      const shown = text(gene);
      return html("div", { role: "gridcell", class: right ? "right" : undefined, title: shown }, shown);
    });
    const row = html(
      "div",
      { role: "row", id: `row${at}`, class: "row", "aria-rowindex": at + 2, "aria-selected": String(chosen) },
      ...cells,
    );
    row.style.top = `${at * ROW_PX}px`;
    row.addEventListener("click", () => this.#move(at));
    return row;
  }

  #move(to: number): void {
    if (this.#rows.length === 0) return;
    this.#active = Math.min(this.#rows.length - 1, Math.max(0, to));
    this.#scrollToActive();
    this.#draw();
    this.#choose(this.#rows[this.#active]);
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.root || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity }[event.key];
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    this.#move(this.#active + (to ?? 0));
  }

  #scrollToActive(): void {
    const top = this.#active * ROW_PX;
    const { scrollTop, clientHeight } = this.#body;
    if (top < scrollTop) this.#body.scrollTop = top;
    else if (top + ROW_PX > scrollTop + clientHeight) this.#body.scrollTop = top + ROW_PX - clientHeight;
  }

  /** On paper there is no scrolling: the first rows stand there, and how many more there are. */
  #print(printing: boolean): void {
    this.#printing = printing;
    const more = this.#rows.length - MOST_PRINTED;
    this.#more.textContent = printing && more > 0 ? `and ${more} more rows; a search chooses which are printed` : "";
    this.#draw();
  }
}
