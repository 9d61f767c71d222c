/** Characters of our texts that a plain terminal may lack, by others; all but `≤` and `≥` keep the columns. */
const ASCII: Readonly<Record<string, string>> = {
  "–": "-",
  "−": "-",
  "×": "x",
  "≤": "<=",
  "≥": ">=",
  "╷": "|",
  "┌": "+",
  "─": "-",
  "░": ":",
  "◀": "<",
  "▶": ">",
  // Parts of a column that bars end with: from the half on they count as whole.
  "▏": " ",
  "▎": " ",
  "▍": " ",
  "▌": "#",
  "▋": "#",
  "▊": "#",
  "▉": "#",
  "█": "#",
};
const OTHERS = new RegExp(`[${Object.keys(ASCII).join("")}]`, "g");

/** The same text in ASCII; bars are of `#`. */
export function inAscii(text: string): string {
  return text.replace(OTHERS, (character) => ASCII[character]);
}
