import { DIGEST_KINDS, IS_RECIPE, RECIPE_KIND, WIDTH } from './classes.ts';

export const LEVELS = 5;
const [IDENTICAL, SAME_BUILD, SAME_RECIPE, SAME_VERSION, NEAR] = [0, 1, 2, 3, 4];

/** Where each number of an entry stands (FIELDS in classes.ts). */
const [VERSION, LABEL, RELEASE, BUILD, RECIPE, DIGEST, MARK, KINDS] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Which entries of a tool are equal in what, each group with the union of its masks. Numbers of all fields are one series. */
export class ToolGroups {
  /** Version numbers, and of each the last of its entries; `before` leads to the others, -1 ends. */
  readonly versions: number[] = [];
  readonly last: Int32Array;
  readonly before: Int32Array;
  private readonly unions: Uint32Array;
  /** Of builds and recipes also by the kinds of digests that are known: those of one kind may contradict each other. */
  private readonly byKinds: Uint32Array;
  private readonly kinds: number[] = [];

  constructor(
    private readonly classes: Uint32Array,
    masks: Uint32Array,
    private readonly words: number,
  ) {
    const count = classes.length / WIDTH;
    let most = 0;
    for (let at = 0; at < classes.length; at += WIDTH)
      for (let field = 0; field < KINDS; field += 1) most = Math.max(most, classes[at + field] ?? 0);
    for (let entry = 0; entry < count; entry += 1) this.kindsAt(this.kindsOf(entry));
    this.last = new Int32Array(most + 1).fill(-1);
    this.before = new Int32Array(count).fill(-1);
    this.unions = new Uint32Array((most + 1) * words);
    this.byKinds = new Uint32Array((most + 1) * this.kinds.length * words);
    for (let entry = 0; entry < count; entry += 1) this.unite(entry, masks);
  }

  private kindsOf(entry: number): number {
    return ((this.classes[entry * WIDTH + KINDS] ?? 0) >> 8) & 0xff;
  }

  private kindsAt(kinds: number): number {
    const at = this.kinds.indexOf(kinds);
    return at >= 0 ? at : this.kinds.push(kinds) - 1;
  }

  private unite(entry: number, masks: Uint32Array): void {
    const { classes, words, unions, byKinds, last, before } = this;
    const at = entry * WIDTH;
    const version = classes[at + VERSION] ?? 0;
    if ((last[version] ?? -1) < 0) this.versions.push(version);
    before[entry] = last[version] ?? -1;
    last[version] = entry;
    const into = (target: Uint32Array, from: number) => {
      for (let word = 0; word < words; word += 1)
        target[from + word] = (target[from + word] ?? 0) | (masks[entry * words + word] ?? 0);
    };
    const own = this.kindsOf(entry);
    const isRecipe = (own & IS_RECIPE) !== 0;
    for (const field of isRecipe ? [LABEL, RELEASE, DIGEST] : [LABEL, RELEASE, DIGEST, MARK]) {
      const group = classes[at + field] ?? 0;
      if (group !== 0) into(unions, group * words);
    }
    const kinds = this.kindsAt(own);
    for (const field of isRecipe ? [BUILD, RECIPE, MARK] : [BUILD, RECIPE]) {
      const group = classes[at + field] ?? 0;
      if (group !== 0) into(byKinds, (group * this.kinds.length + kinds) * words);
    }
  }

  /** Adds to `own`, LEVELS times `words` numbers, whom one entry reaches at each level. */
  reach(entry: number, own: Uint32Array): void {
    const { classes, words, unions, byKinds, kinds } = this;
    const at = entry * WIDTH;
    const mine = this.kindsOf(entry);
    const add = (level: number, from: Uint32Array, start: number) => {
      for (let word = 0; word < words; word += 1)
        own[level * words + word] = (own[level * words + word] ?? 0) | (from[start + word] ?? 0);
    };
    const union = (level: number, field: number) => {
      const group = classes[at + field] ?? 0;
      if (group !== 0) add(level, unions, group * words);
    };
    /** Those of a group of whom nothing of these kinds is known that is known of this one: it would be other. */
    const unlessOther = (level: number, field: number, which: number) => {
      const group = classes[at + field] ?? 0;
      if (group === 0) return;
      for (let other = 0; other < kinds.length; other += 1)
        if (((kinds[other] ?? 0) & mine & which) === 0)
          add(level, byKinds, (group * kinds.length + other) * words);
    };
    // Digests of one kind that are equal are identical, and easyconfigs that are equal are the same recipe.
    union(IDENTICAL, DIGEST);
    if ((mine & IS_RECIPE) === 0) union(IDENTICAL, MARK);
    else unlessOther(SAME_RECIPE, MARK, DIGEST_KINDS);
    unlessOther(SAME_BUILD, BUILD, DIGEST_KINDS);
    unlessOther(SAME_RECIPE, RECIPE, DIGEST_KINDS | RECIPE_KIND);
    union(SAME_VERSION, LABEL);
    union(NEAR, RELEASE);
  }
}
