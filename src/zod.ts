import { en } from "zod/locales";
import { config } from "zod/mini";

/**
 * Zod without its method chains: a third of the size, which every start loads. It brings no messages of its own; these are
 * in one language, English.
 */
config(en());

// biome-ignore lint/performance/noBarrelFile: one package with its setting, not files of this project
export * from "zod/mini";
