export function compile(flavour: "standard" | "relaxed", source: URL): Promise<Uint8Array>;
export function kernelBytes(): Promise<string>;
