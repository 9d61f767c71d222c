const SIZE = 624;
const SHIFT = 397;
const MATRIX = 0x9908b0df;

/**
 * The Mersenne Twister MT19937 (Matsumoto & Nishimura 1998) with the first of its authors' seedings (state[j] =
 * 69069·state[j−1]), as FIMO 5.5.8 starts it. pure-rand's has the later seeding only.
 */
export class MersenneTwister1998 {
  readonly #state = new Uint32Array(SIZE);
  #next = SIZE;

  constructor(seed = 4357) {
    this.#state[0] = seed;
    for (let j = 1; j < SIZE; j++) this.#state[j] = Math.imul(69069, this.#state[j - 1]);
  }

  /** A number 0 ≤ u < 1 (rounding may reach 1) from 64 bits: the first output is the high half. */
  uniform(): number {
    const high = this.#word();
    const low = this.#word();
    return Number((BigInt(high) << 32n) | BigInt(low)) * 2 ** -64;
  }

  #word(): number {
    if (this.#next === SIZE) this.#refill();
    let y = this.#state[this.#next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #refill(): void {
    const state = this.#state;
    for (let k = 0; k < SIZE; k++) {
      const y = (state[k] & 0x80000000) | (state[(k + 1) % SIZE] & 0x7fffffff);
      state[k] = state[(k + SHIFT) % SIZE] ^ (y >>> 1) ^ (y & 1 ? MATRIX : 0);
    }
    this.#next = 0;
  }
}
