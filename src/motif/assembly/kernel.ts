/** The kernel of the p-values. Every call uses the memory anew. */
export * from "./exact-tail";
export * from "./loss-mass";
export { makeRoom } from "./memory";
export * from "./words";
