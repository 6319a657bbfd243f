/** One line of a bench's table: what was done, how large, what it cost. */
export interface Result {
  what: string;
  /** Such as `100,000 module files`. */
  size: string;
  /** Wall time in seconds. */
  seconds: number;
  /** Most resident memory over what there was before, in MB; absent where it means nothing. */
  megabytes?: number;
  /** Against the yardstick named: our cost over its cost. */
  ratio?: { yardstick: string; value: number; toReach: number };
}

export interface Bench {
  name: string;
  sentence: string;
  run: (say: (text: string) => void) => Promise<Result[]>;
}
