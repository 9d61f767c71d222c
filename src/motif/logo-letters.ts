/**
 * Outlines of A C G T, each filling a box of 100 × 100 (y downwards), drawn for this program: paths look the same
 * everywhere, where text would follow each machine's fonts. Upright strokes are twice as thick as level ones, since letters
 * are mostly stretched upwards. Fill rule evenodd (the A has a hole).
 */
export const LETTER_PATHS: readonly string[] = [
  "M0 100L36 0H64L100 100H74L67 78H33L26 100ZM38.5 64H61.5L50 22Z",
  "M100 32C97 12 79 0 53 0C20 0 0 20 0 50C0 80 20 100 53 100C79 100 97 88 100 68L75 65C73 79 66 87 53 87C36 87 26 74 26 50C26 26 36 13 53 13C66 13 73 21 75 35Z",
  "M98 32C94 12 77 0 53 0C20 0 0 20 0 50C0 80 20 100 53 100C73 100 89 94 100 84V47H52V60H76V77C70 83 63 87 54 87C36 87 26 74 26 50C26 26 36 13 53 13C65 13 71 20 73 35Z",
  "M0 0H100V13H64V100H36V13H0Z",
];

/**
 * Colours of A C G T from Okabe & Ito's palette (2008), which the common kinds of colour blindness tell apart: bluish
 * green, blue, orange, vermilion, near to the green, blue, yellow and red that logos have had since 1990.
 */
export const LETTER_COLORS: readonly string[] = ["#009E73", "#0072B2", "#E69F00", "#D55E00"];
