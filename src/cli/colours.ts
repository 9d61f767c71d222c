import { Chalk as ChalkFactory, type ChalkInstance } from "chalk";

export type Chalk = ChalkInstance;
export type ColourChoice = "auto" | "always" | "never";

/** chalk for a stream; `auto`: only on a terminal, and not under NO_COLOR (no-color.org), which chalk itself ignores. */
export function coloursFor(choice: ColourChoice, isTerminal: boolean): Chalk {
  const wanted = choice === "always" || (choice === "auto" && isTerminal && !process.env.NO_COLOR);
  return new ChalkFactory({ level: wanted ? 1 : 0 });
}

/** Colours of a logo's letters: Okabe and Ito's safe colours as far as a terminal's sixteen go. */
export function letterPaint(colours: Chalk): (letter: string, text: string) => string {
  const paints: Readonly<Record<string, Chalk>> = {
    A: colours.green,
    C: colours.blue,
    G: colours.yellow,
    T: colours.red,
  };
  return (letter, text) => paints[letter]?.(text) ?? text;
}
