export function kernelBytes(): Promise<string>;
