/** The kernel of cluster searches and promoter scans. */
export { BLOCK, CODES, EVENTS, FORWARD, MOST_COLUMNS, MOST_RANGE, MOST_WIDTHS, REVERSE, TABLES, WIDTHS } from "./memory";
export * from "./forward-pass";
export {
  addComposition,
  addSites,
  FOUND,
  findPlaces,
  MOST_REACH,
  MOST_SITE_COLUMNS,
  MOST_TABLE_BYTES,
  PLACES,
  SITE_TABLES,
  startPlaces,
} from "./promoter-bound";
export * from "./region-scan";
export * from "./window-products";
