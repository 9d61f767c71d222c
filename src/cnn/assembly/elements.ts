/** Number by number; `bytes` is a multiple of 16. */

export function rectify(at: usize, bytes: usize): void {
  for (const end = at + bytes; at < end; at += 16) v128.store(at, f32x4.pmax(f32x4.splat(0), v128.load(at)));
}

/** Gradients stop where the rectified output is 0. */
export function maskGradients(gradients: usize, outputs: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const open = f32x4.gt(v128.load(outputs + i), f32x4.splat(0));
    v128.store(gradients + i, v128.and(v128.load(gradients + i), open));
  }
}

/** gradients += decay · parameters (L2). */
export function decayWeights(parameters: usize, gradients: usize, bytes: usize, decay: f32): void {
  const share = f32x4.splat(decay);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(gradients + i, f32x4.add(v128.load(gradients + i), f32x4.mul(share, v128.load(parameters + i))));
  }
}

/** Kingma & Ba's step; `rate` and `floor` (ε) carry the bias corrections of this step. */
export function adam(
  parameters: usize,
  gradients: usize,
  first: usize,
  second: usize,
  bytes: usize,
  rate: f32,
  floor: f32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const g = v128.load(gradients + i);
    const m = f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(first + i)), f32x4.mul(f32x4.splat(rest1), g));
    const v = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(second + i)),
      f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)),
    );
    v128.store(first + i, m);
    v128.store(second + i, v);
    const step = f32x4.div(f32x4.mul(f32x4.splat(rate), m), f32x4.add(f32x4.sqrt(v), f32x4.splat(floor)));
    v128.store(parameters + i, f32x4.sub(v128.load(parameters + i), step));
  }
}

/**
 * Zeroes numbers at random and scales the others by `scale`. A number stays when its random word is below `keep`. Each row
 * has a seed of its own (u32 at `seeds`), so the same call repeats the same choice: forward on values, backward on gradients.
 */
export function dropOut(at: usize, rows: usize, rowBytes: usize, seeds: usize, keep: u32, scale: f32): void {
  const limit = i32x4.splat(keep);
  for (let row: usize = 0; row < rows; row++) {
    let state = seeded(load<u32>(seeds + ((row) << 2)));
    for (const end = at + rowBytes; at < end; at += 16) {
      // Marsaglia's xorshift, four generators abreast.
      state = v128.xor(state, i32x4.shl(state, 13));
      state = v128.xor(state, i32x4.shr_u(state, 17));
      state = v128.xor(state, i32x4.shl(state, 5));
      const kept = i32x4.lt_u(state, limit);
      v128.store(at, v128.and(kept, f32x4.mul(v128.load(at), f32x4.splat(scale))));
    }
  }
}

/** Four states from one seed, none of them 0 (the finishing step of MurmurHash3). */
@inline
function seeded(seed: u32): v128 {
  let h = i32x4.add(i32x4.splat(seed), i32x4(0x9e3779b9, 0x3c6ef372, 0xdaa66d2b, 0x78dde6e4));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  h = v128.xor(h, i32x4.shr_u(h, 16));
  return v128.or(h, i32x4.splat(1));
}
