/** The part of the WebAssembly API that the kernels use; the libraries for Node.js do not declare it. */
declare namespace WebAssembly {
  class Module {
    private readonly compiled: true;
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: Readonly<Record<string, unknown>>;
    constructor(module: Module, imports?: Readonly<Record<string, object>>);
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    /** Pages of 64 KiB; `shared`: between threads, `buffer` is a SharedArrayBuffer then. */
    constructor(size: { readonly initial: number; readonly maximum: number; readonly shared: boolean });
    /** Adds `pages` of 64 KiB. */
    grow(pages: number): number;
  }
  function validate(bytes: Uint8Array): boolean;
}
