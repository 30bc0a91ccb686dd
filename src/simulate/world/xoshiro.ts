/** xoshiro128** 1.1 (Blackman and Vigna, prng.di.unimi.it): 32 random bits a step, period 2^128 - 1. */
export class Xoshiro {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** The state must not be zero in all four words. */
  constructor(a: number, b: number, c: number, d: number) {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.d = d | 0;
  }

  /** A whole number from 0 to 2^32 - 1. */
  bits(): number {
    const scrambled = Math.imul(rotateLeft(Math.imul(this.b, 5), 7), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = rotateLeft(this.d, 11);
    return scrambled >>> 0;
  }

  /** Above 0 and below 1, so that its logarithm is finite. */
  uniform(): number {
    return (this.bits() + 0.5) * 2 ** -32;
  }

  /** Exponentially distributed with mean 1. */
  exponential(): number {
    return -Math.log(this.uniform());
  }

  /** Normally distributed with mean 0 and variance 1 (Box and Muller); always two draws. */
  normal(): number {
    return Math.sqrt(2 * this.exponential()) * Math.cos(2 * Math.PI * this.uniform());
  }
}

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
