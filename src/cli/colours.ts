import type { Paint } from "../report/columns.ts";

export type ColourChoice = "auto" | "always" | "never";

const same = (text: string) => text;
const PLAIN: Paint = { bold: same, dim: same, red: same, green: same, yellow: same, blue: same };

/**
 * chalk for a stream, loaded only when colours are wanted; `auto`: on a terminal, and not under NO_COLOR (no-color.org),
 * which chalk itself ignores.
 */
export async function coloursFor(choice: ColourChoice, isTerminal: boolean): Promise<Paint> {
  const wanted = choice === "always" || (choice === "auto" && isTerminal && !process.env.NO_COLOR);
  if (!wanted) return PLAIN;
  const { Chalk } = await import("chalk");
  return new Chalk({ level: 1 });
}

/** Colours of a logo's letters: Okabe and Ito's safe colours as far as a terminal's sixteen go. */
export function letterPaint(colours: Paint): (letter: string, text: string) => string {
  const paints: Readonly<Record<string, Paint["bold"]>> = {
    A: colours.green,
    C: colours.blue,
    G: colours.yellow,
    T: colours.red,
  };
  return (letter, text) => paints[letter]?.(text) ?? text;
}
