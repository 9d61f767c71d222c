// biome-ignore-all lint/style/noDefaultExport: the bundler's text loader exports the text as default

/** Bundled as text by the build. */
declare module "*.fa" {
  const text: string;
  export default text;
}

declare module "*.bed" {
  const text: string;
  export default text;
}
