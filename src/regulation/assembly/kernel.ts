/** The kernel of cluster searches and promoter scans. */
export { BLOCK, CODES, EVENTS, FORWARD, MOST_COLUMNS, MOST_RANGE, MOST_WIDTHS, REVERSE, TABLES, WIDTHS } from "./memory";
export * from "./forward-pass";
export * from "./window-products";
