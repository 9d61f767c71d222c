/** Rows of hits in tsv: motif, name, sequence, start, end, strand, score, p, q, letters. */
import { fixed, general, NUMBERS_END, whole } from "./numbers";
import { orderHits } from "./order";

export { orderRoom } from "./order";
export { fixed, general, NEGATIVE_POWERS, POWERS, whole } from "./numbers";

/** 256 bytes: the complement of each letter. */
export const COMPLEMENTS: i32 = NUMBERS_END;
/** First address that the caller may use. Behind every text 16 bytes more may be read or written. */
export const FREE: i32 = COMPLEMENTS + 256;

/** Fields of a motif: its width, where its id and name lie, with their tabs, and their length. */
export const MOTIF_SIZE: i32 = 12;

const TAB: u8 = 9;
const NEWLINE: u8 = 10;
const PLUS: u8 = 43;
const MINUS: u8 = 45;
const SCORE_DIGITS: i32 = 4;
const P_DIGITS: i32 = 4;

/** Addresses of what rows are made of; the hits' columns (each as long as there are hits). */
let motifs: usize = 0;
let sequence: usize = 0;
let sequenceLength: i32 = 0;
let letters: usize = 0;
let motifOf: usize = 0;
let startOf: usize = 0;
let reverseOf: usize = 0;
let scoreOf: usize = 0;
let pOf: usize = 0;
/** 0 without q-values. */
let qOf: usize = 0;

export function placeMotifs(at: usize): void {
  motifs = at;
}

/** `name` ends with a tab. */
export function placeRecord(name: usize, length: i32, lettersAt: usize): void {
  sequence = name;
  sequenceLength = length;
  letters = lettersAt;
}

/** motif u32, start f64, reverse u8, score f64, p f64, q f64. */
export function placeHits(motif: usize, start: usize, reverse: usize, score: usize, p: usize, q: usize): void {
  motifOf = motif;
  startOf = start;
  reverseOf = reverse;
  scoreOf = score;
  pOf = p;
  qOf = q;
}

/**
 * Writes the hits' indices (u32) to `order`, in output order: by start, rank of the motif (u32 at `ranks`), strand. At `room`
 * `orderRoom(count)` bytes are needed.
 */
export function sortHits(count: i32, ranks: usize, motifCount: i32, room: usize, order: usize): void {
  orderHits(count, motifOf, startOf, reverseOf, ranks, motifCount, room, order);
}

/** Writes the `count` hits whose indices (u32) lie at `order`, from `out` on; returns where the text ends. */
export function writeRows(order: usize, count: i32, offset: f64, out: usize): usize {
  for (const end = order + 4 * count; order < end; order += 4) out = writeRow(load<u32>(order), offset, out);
  return out;
}

@inline
function writeRow(hit: usize, offset: f64, out: usize): usize {
  const motif = motifs + MOTIF_SIZE * <usize>load<u32>(motifOf + 4 * hit);
  const width = load<i32>(motif);
  const start = load<f64>(startOf + 8 * hit);
  const reverse = load<u8>(reverseOf + hit) === 1;
  out = copied(load<u32>(motif, 4), load<i32>(motif, 8), out);
  out = copied(sequence, sequenceLength, out);
  out = tab(whole(offset + start + 1, out));
  out = tab(whole(offset + start + <f64>width, out));
  store<u8>(out, reverse ? MINUS : PLUS);
  out = tab(out + 1);
  out = tab(fixed(load<f64>(scoreOf + 8 * hit), SCORE_DIGITS, out));
  out = tab(general(load<f64>(pOf + 8 * hit), P_DIGITS, out));
  if (qOf !== 0) out = general(load<f64>(qOf + 8 * hit), P_DIGITS, out);
  out = tab(out);
  const word = letters + <usize>start;
  out = reverse ? complemented(word, width, out) : copied(word, width, out);
  store<u8>(out, NEWLINE);
  return out + 1;
}

@inline
function tab(out: usize): usize {
  store<u8>(out, TAB);
  return out + 1;
}

/** By 16 bytes, up to 15 too many. */
@inline
function copied(from: usize, length: i32, out: usize): usize {
  for (let i = 0; i < length; i += 16) v128.store(out + i, v128.load(from + i));
  return out + length;
}

function complemented(from: usize, length: i32, out: usize): usize {
  for (let at = from + length - 1; at >= from; at--) store<u8>(out++, load<u8>(COMPLEMENTS + load<u8>(at)));
  return out;
}
