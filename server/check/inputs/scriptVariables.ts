import { commandsOf } from './shellWords.ts';

const ASSIGNMENT = /^([A-Za-z_]\w{0,99})(\+?)=(.*)$/s;
const DECLARES = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);
const VARIABLE = /\$(?:\{([A-Za-z_]\w{0,99})\}|([A-Za-z_]\w{0,99}))/g;
/** Longer values are no name of anything; and values made of values would double with each line. */
const LONGEST = 1000;

/**
 * Variables that a script sets to one value and to no other, anywhere: whatever runs, they have it. Those of loops, of what is read or
 * computed, and those that a branch may set otherwise are told only when the script runs.
 */
export class ScriptVariables {
  /** null: not known. */
  private readonly values = new Map<string, string | null>();

  constructor(text: string) {
    if (!text.includes('$')) return;
    for (const line of text.split('\n'))
      if (line.includes('=') || /\b(?:for|read|unset)\b/.test(line))
        for (const words of commandsOf(line)) this.take(words);
  }

  /** A word with what its variables are known to be. */
  expanded(word: string): string {
    if (!word.includes('$')) return word;
    const whole = word.replace(VARIABLE, (said: string, braced?: string, plain?: string) => {
      return this.values.get(braced ?? plain ?? '') ?? said;
    });
    return whole.length > LONGEST ? word : whole;
  }

  private take(words: string[]): void {
    const loop = words.findIndex((word) => word === 'for' || word === 'read' || word === 'unset');
    if (loop !== -1)
      for (const name of words.slice(loop + 1, words[loop] === 'for' ? loop + 2 : undefined))
        this.values.set(name, null);
    const [first = ''] = words;
    const own = DECLARES.has(first) ? words.slice(1) : words;
    // In front of a command it is set for that command alone.
    if (own !== words || own.every((word) => ASSIGNMENT.test(word)))
      for (const word of own) this.assign(word);
  }

  private assign(word: string): void {
    const [, name, sign, value = ''] = ASSIGNMENT.exec(word) ?? [];
    if (name === undefined) return;
    const known = this.expanded(value);
    const isTold = sign === '' && known !== '' && known.length <= LONGEST && !/[$`]/.test(known);
    const before = this.values.get(name);
    const isOther = before !== undefined && before !== known;
    this.values.set(name, isTold && !isOther ? known : null);
  }
}
