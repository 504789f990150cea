/**
 * The generator behind `math.random`: xoshiro128** on 32-bit words, so that a seed gives the same numbers everywhere.
 * Unseeded it starts from Math.random.
 */
let state = new Uint32Array(4);

const rotate = (word: number, places: number): number => (word << places) | (word >>> (32 - places));

/** splitmix32: spreads a small seed over the whole state. */
function spread(seed: number): () => number {
  let word = seed >>> 0;
  return () => {
    word = (word + 0x9e3779b9) | 0;
    let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
}

/** Seeds by any float: all of its 64 bits count. */
export function seedRandom(seed: number): void {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, seed);
  const next = spread(view.getUint32(0) ^ Math.imul(view.getUint32(4), 0x9e3779b1));
  state = Uint32Array.from([next(), next(), next(), next()]);
}

function nextWord(): number {
  const second = state[1] as number;
  const result = Math.imul(rotate(Math.imul(second, 5), 7), 9) >>> 0;
  state[2] = (state[2] as number) ^ (state[0] as number);
  state[3] = (state[3] as number) ^ second;
  state[1] = second ^ (state[2]);
  state[0] = (state[0] as number) ^ (state[3]);
  state[2] = (state[2]) ^ (second << 9);
  state[3] = rotate(state[3], 11);
  return result;
}

/** A float in [0, 1) with 53 random bits. */
export function randomFloat(): number {
  return ((nextWord() >>> 5) * 67108864 + (nextWord() >>> 6)) / 9007199254740992;
}

/** 64 random bits as unsigned number. */
export function randomBits(): bigint {
  return (BigInt(nextWord()) << 32n) | BigInt(nextWord());
}

seedRandom(Math.random());
