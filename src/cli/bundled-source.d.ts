// biome-ignore-all lint/style/noDefaultExport: the build gives the text as default

/** A module bundled with all it imports into one text, from which a worker thread starts. */
declare module "*?bundled" {
  const source: string;
  export default source;
}
