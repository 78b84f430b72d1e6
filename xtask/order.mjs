// The order of a program's functions, chosen for compression: alike beside alike.
//
// A compressor finds a repetition the more cheaply the nearer it lies, and generic Rust code repeats itself: the same
// function for another type, the same steps for another element. In the order of the compiler such functions lie far
// apart. Moving them takes 2 % off both gzip and brotli and changes nothing else.

/** Bytes that are looked at together. */
const SHINGLE = 4;
/**
 * How much the functions placed before the last one still count when the next is chosen, step by step. Which leaves the
 * fewest bytes differs from program to program: each is tried.
 */
const FADINGS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
/** What occurs in more functions than this tells none of them apart. */
const COMMON = 400;
/** Added to the size of a function, so that the smallest do not seem alike to everything. */
const SMALL = 20;

const CUSTOM = 0;
const IMPORTS = 2;
const CODE = 10;

/** Reads a WebAssembly file: `leb` a number, `bytes` as many bytes as said. */
class Reader {
  constructor(bytes) {
    this.all = bytes;
    this.at = 0;
  }
  leb() {
    let value = 0;
    for (let shift = 1; ; shift *= 0x80) {
      const byte = this.all[this.at++];
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  }
  bytes(length) {
    this.at += length;
    return this.all.subarray(this.at - length, this.at);
  }
}

/** A number as WebAssembly writes it. */
function leb(value) {
  const bytes = [];
  do {
    bytes.push((value % 0x80) | (value >= 0x80 ? 0x80 : 0));
    value = Math.floor(value / 0x80);
  } while (value > 0);
  return Buffer.from(bytes);
}

const counted = (bytes) => Buffer.concat([leb(bytes.length), bytes]);

/** Bodies of all functions, and how many functions are imported before them. */
function functions(program) {
  const reader = new Reader(program);
  reader.bytes(8);
  const bodies = [];
  let imported = 0;
  while (reader.at < program.length) {
    const [kind] = reader.bytes(1);
    const section = new Reader(reader.bytes(reader.leb()));
    if (kind === CODE) {
      for (let left = section.leb(); left > 0; left -= 1) bodies.push(section.bytes(section.leb()));
    } else if (kind === IMPORTS) {
      for (let left = section.leb(); left > 0; left -= 1) {
        section.bytes(section.leb());
        section.bytes(section.leb());
        const [what] = section.bytes(1);
        if (what !== 0) throw new Error("the program imports something else than functions: read that too");
        section.leb();
        imported += 1;
      }
    }
  }
  return { bodies, imported };
}

/** Places of functions, each followed by the one most like those before it. */
function chained(bodies, fading) {
  const shingles = bodies.map((body) => {
    const found = new Set();
    for (let at = 0; at + SHINGLE <= body.length; at += 1) found.add(body.readUInt32LE(at));
    return found;
  });
  const holders = new Map();
  shingles.forEach((found, place) => {
    for (const shingle of found) {
      if (!holders.has(shingle)) holders.set(shingle, []);
      holders.get(shingle).push(place);
    }
  });
  const score = new Float64Array(bodies.length);
  const left = new Set(bodies.keys());
  const order = [];
  let next = bodies.reduce((largest, body, place) => (body.length > bodies[largest].length ? place : largest), 0);
  while (left.size > 0) {
    left.delete(next);
    order.push(next);
    score.forEach((value, place) => { score[place] = value * fading; });
    for (const shingle of shingles[next]) {
      const alike = holders.get(shingle);
      if (alike.length < COMMON) for (const place of alike) score[place] += 1;
    }
    let best = -1;
    for (const place of left) {
      const likeness = score[place] / Math.sqrt(shingles[place].size + SMALL);
      if (likeness > best) [best, next] = [likeness, place];
    }
  }
  return order;
}

/** The program with names for its functions that sort as they should be placed: wasm-opt moves them by name. */
function named(program, fading) {
  const { bodies, imported } = functions(program);
  const rank = new Map(chained(bodies, fading).map((place, at) => [place, at]));
  const digits = String(bodies.length).length;
  const names = bodies.map((_, place) => Buffer.concat([
    leb(imported + place), counted(Buffer.from(String(rank.get(place)).padStart(digits, "0"))),
  ]));
  const FUNCTIONS = Buffer.from([1]);
  const section = Buffer.concat([
    counted(Buffer.from("name")), FUNCTIONS, counted(Buffer.concat([leb(names.length), ...names])),
  ]);
  return Buffer.concat([program, Buffer.from([CUSTOM]), counted(section)]);
}

/** The orders to choose from. */
export const orders = (program) => FADINGS.map((fading) => named(program, fading));
