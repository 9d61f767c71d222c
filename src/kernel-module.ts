/** A WebAssembly kernel: its memory, its functions of numbers, and the numbers that it exports (addresses, sizes). */
export interface KernelModule<Calls extends string, Layout extends string> {
  readonly memory: WebAssembly.Memory;
  readonly call: Readonly<Record<Calls, (...numbers: number[]) => number>>;
  readonly layout: Readonly<Record<Layout, number>>;
}

/** Functions of numbers that a kernel calls. */
type KernelImports = Readonly<Record<string, (...numbers: number[]) => number>>;

/**
 * Makes the kernel whose bytes come in base64, with what it imports; undefined where the engine has no WebAssembly with
 * SIMD.
 */
export function kernelOf<Calls extends string, Layout extends string>(
  base64: string,
  imports: KernelImports = {},
): KernelModule<Calls, Layout> | undefined {
  const binary = base64Bytes(base64);
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(binary)) return undefined;
  const { memory, ...others } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: imports }).exports;
  const call: Record<string, unknown> = {};
  const layout: Record<string, number> = {};
  for (const [name, value] of Object.entries(others)) {
    if (typeof value === "function") call[name] = value;
    else layout[name] = (value as { value: number }).value;
  }
  return { memory, call, layout } as KernelModule<Calls, Layout>;
}

/** A plain loop: a start-up decodes several kernels, and iterators in cold code cost it 2 ms. */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
