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

/** What a command line may ask of benches that visit nodes. */
export interface BenchOptions {
  /** Nodes of each run; empty for what the bench does by itself. */
  nodes: number[];
  /** Nodes are recorded ones of a cluster instead of this machine itself. */
  recorded: boolean;
  /** Folder that keeps the invented fleet between runs; '' for none. */
  data: string;
  /** Parts of the bench that are run; empty for all. */
  only: string[];
}

export interface Bench {
  name: string;
  sentence: string;
  run: (say: (text: string) => void, options: BenchOptions) => Promise<Result[]>;
}
