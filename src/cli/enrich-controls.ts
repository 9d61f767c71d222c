import { dataError, usageError } from "../errors.ts";
import { randomStream } from "../random.ts";
import type { BestScores } from "../scan/best-scores.ts";
import { PresenceTable } from "../scan/presence.ts";
import { composition, gcShare } from "../sequence/composition.ts";
import { type FastaRecord, readFasta } from "../sequence/fasta.ts";
import { gcMatchedWindows, type WindowWish } from "../sequence/gc-windows.ts";
import { shuffleDinucleotides } from "../sequence/shuffle.ts";
import type { Context } from "./command.ts";
import { flagSchema, listSchema, numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";
import { bytesOfFiles } from "./progress.ts";

const GROUP = "Controls";

export const controlOptions = {
  control: {
    flags: "--control <FASTA>",
    help: "control sequences; repeatable",
    group: GROUP,
    schema: listSchema,
    repeats: true,
    echo: true,
    file: true,
  },
  shuffle: {
    flags: "--shuffle",
    help: "controls are the sequences themselves, shuffled with every dinucleotide kept (this is the default)",
    group: GROUP,
    schema: flagSchema,
    echo: true,
  },
  shuffles: {
    flags: "--shuffles <N>",
    help: "shuffled copies of each sequence",
    group: GROUP,
    schema: numberSchema({ from: 1, whole: true }, 1),
    echo: true,
  },
  genome: {
    flags: "--genome <FASTA>",
    help: "controls are windows of this genome, each as long as a sequence and like it in GC content",
    group: GROUP,
    schema: optionalText,
    echo: true,
    file: true,
  },
  seed: {
    flags: "--seed <N>",
    help: "start of the random numbers",
    group: GROUP,
    schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }, 1),
    echo: true,
  },
} satisfies OptionTable;

export type ControlSettings = SettingsOf<typeof controlOptions>;
type Score = (codes: Uint8Array) => BestScores;
type Warn = (message: string) => void;

/** Both sides of the comparison, and what the controls are. */
export interface ComparedSets {
  readonly sequences: PresenceTable;
  readonly controls: PresenceTable;
  readonly kind: "shuffle" | "control" | "genome";
}

export function checkControls({ control, shuffle, genome }: ControlSettings): void {
  const given = [control.length > 0, shuffle, genome !== undefined].filter((yes) => yes).length;
  if (given > 1) throw usageError("give only one of --control, --shuffle and --genome");
  if (genome === "-") throw usageError("--genome is read twice and cannot be standard input");
}

/** Scores the sequences and their controls; of each sequence only numbers are kept. */
export async function compareSets(
  records: AsyncIterable<FastaRecord>,
  score: Score,
  motifs: number,
  settings: ControlSettings,
  { warn, progress }: Pick<Context, "warn" | "progress">,
): Promise<ComparedSets> {
  const sequences = new PresenceTable(motifs);
  const controls = new PresenceTable(motifs);
  const wishes: WindowWish[] = [];
  const kind = settings.genome !== undefined ? "genome" : settings.control.length > 0 ? "control" : "shuffle";
  for await (const { codes } of records) {
    if (kind === "shuffle") addShuffles(controls, codes, sequences.sequences, score, settings);
    if (kind === "genome") wishes.push({ length: codes.length, gc: gcShare(composition(codes)) });
    sequences.add(codes, score(codes));
  }
  if (kind === "genome") await addWindows(controls, wishes, score, settings.genome!, settings.seed, { warn, progress });
  if (kind === "control") {
    progress.begin(bytesOfFiles(settings.control));
    for await (const { codes } of readFasta(settings.control, warn, progress.read)) {
      controls.add(codes, score(codes));
      await progress.done(codes.length);
    }
    progress.clear();
  }
  return { sequences, controls, kind };
}

function addShuffles(
  controls: PresenceTable,
  codes: Uint8Array,
  index: number,
  score: Score,
  { shuffles, seed }: ControlSettings,
): void {
  for (let copy = 0; copy < shuffles; copy++) {
    const shuffled = shuffleDinucleotides(codes, randomStream(seed, "shuffle", index, copy));
    controls.add(shuffled, score(shuffled));
  }
}

async function addWindows(
  controls: PresenceTable,
  wishes: readonly WindowWish[],
  score: Score,
  genome: string,
  seed: number,
  { warn, progress }: Pick<Context, "warn" | "progress">,
): Promise<void> {
  let passes = 0;
  const open = () => readFasta([genome], passes++ === 0 ? warn : () => {});
  const windows = (await gcMatchedWindows(wishes, open, seed)).filter((window) => window !== undefined);
  if (windows.length === 0) throw dataError("holds no window as long as any of the sequences", { file: genome });
  const missing = wishes.length - windows.length;
  if (missing > 0) warn(`${genome}: no window found for ${missing} of ${wishes.length} sequences`);
  progress.begin(undefined);
  for (const [i, window] of windows.entries()) {
    controls.add(window, score(window));
    await progress.items(i + 1, windows.length, "windows");
  }
  progress.clear();
}

/** Differences beyond these make motifs look enriched that only need longer or richer sequences. */
const LENGTH_RATIO = 1.2;
const GC_POINTS = 5;

/** Warns where the sets differ in more than their motifs. */
export function warnOfDifferences({ sequences, controls }: ComparedSets, warn: Warn): void {
  const [a, b] = [meanLength(sequences), meanLength(controls)];
  if (Math.max(a, b) > LENGTH_RATIO * Math.min(a, b)) {
    warn(
      `sequences and controls differ in length (mean ${a.toFixed(0)} and ${b.toFixed(0)} bases): longer ones hold more hits by chance`,
    );
  }
  const [gcA, gcB] = [gcPercent(sequences), gcPercent(controls)];
  if (Math.abs(gcA - gcB) > GC_POINTS) {
    warn(
      `sequences and controls differ in GC content (${gcA.toFixed(1)} and ${gcB.toFixed(1)} %): motifs rich or poor in G and C will look enriched`,
    );
  }
}

/** What JSON says of one side. */
export function setSummary(set: string, table: PresenceTable): object {
  const { sequences: count, bases } = table;
  return { set, count, bases, meanLength: meanLength(table), gcPercent: gcPercent(table) };
}

function meanLength({ sequences, bases }: PresenceTable): number {
  return sequences === 0 ? 0 : bases / sequences;
}

function gcPercent({ gcBases: gc, knownBases: known }: PresenceTable): number {
  return 100 * gcShare({ known, gc });
}
