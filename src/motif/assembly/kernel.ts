/** The kernel of the p-values. Every call uses the memory anew. */
export * from "./loss-mass";
export * from "./words";
