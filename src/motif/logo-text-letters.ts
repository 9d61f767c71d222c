/** Characters. */
export type LetterWidth = 1 | 3 | 5;

/** Letter shapes: first row, rows above the middle, the row of the bar, rows below it, last row. */
interface Shape {
  readonly top: string;
  readonly upper: string;
  readonly bar: string;
  readonly lower: string;
  readonly bottom: string;
}

/** A C G T, drawn with their own letter. */
export const LETTER_SHAPES: Readonly<Record<3 | 5, readonly Shape[]>> = {
  3: [
    { top: " A ", upper: "A A", bar: "AAA", lower: "A A", bottom: "A A" },
    { top: "CCC", upper: "C  ", bar: "C  ", lower: "C  ", bottom: "CCC" },
    { top: "GGG", upper: "G  ", bar: "G G", lower: "G G", bottom: "GGG" },
    { top: "TTT", upper: " T ", bar: " T ", lower: " T ", bottom: " T " },
  ],
  5: [
    { top: "  A  ", upper: " A A ", bar: "AAAAA", lower: "A   A", bottom: "A   A" },
    { top: " CCCC", upper: "C    ", bar: "C    ", lower: "C    ", bottom: " CCCC" },
    { top: " GGG ", upper: "G    ", bar: "G  GG", lower: "G   G", bottom: " GGG " },
    { top: "TTTTT", upper: "  T  ", bar: "  T  ", lower: "  T  ", bottom: "  T  " },
  ],
};
