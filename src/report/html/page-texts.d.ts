// biome-ignore-all lint/style/noDefaultExport: the build gives the text as default

/** A file as text. */
declare module "*?raw" {
  const text: string;
  export default text;
}

/** A module bundled into one script for web browsers, as text. */
declare module "*?browser" {
  const text: string;
  export default text;
}
