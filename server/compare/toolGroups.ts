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
  /** Of group 0, of which nothing is known, always nobody. */
  private readonly unions: Uint32Array;
  /** Of builds and recipes also by the kinds of digests that are known: those of one kind may contradict each other. */
  private readonly byKinds: Uint32Array;
  private readonly kinds: number[] = [];

  constructor(
    private readonly classes: Uint32Array,
    private readonly masks: Uint32Array,
    private readonly words: number,
  ) {
    const count = classes.length / WIDTH;
    let most = 0;
    for (let at = 0; at < classes.length; at += WIDTH)
      for (let field = 0; field < KINDS; field += 1) most = Math.max(most, classes[at + field] ?? 0);
    for (let entry = 0; entry < count; entry += 1) this.kindsAt(this.kindsOf(entry));
    this.last = new Int32Array(most + 1).fill(-1);
    this.before = new Int32Array(count);
    this.unions = new Uint32Array((most + 1) * words);
    this.byKinds = new Uint32Array((most + 1) * this.kinds.length * words);
    for (let entry = 0; entry < count; entry += 1) this.unite(entry);
  }

  private groupOf(entry: number, field: number): number {
    return this.classes[entry * WIDTH + field] ?? 0;
  }

  private kindsOf(entry: number): number {
    return (this.groupOf(entry, KINDS) >> 8) & 0xff;
  }

  private kindsAt(kinds: number): number {
    const at = this.kinds.indexOf(kinds);
    return at >= 0 ? at : this.kinds.push(kinds) - 1;
  }

  private unite(entry: number): void {
    const version = this.groupOf(entry, VERSION);
    const before = this.last[version] ?? -1;
    if (before < 0) this.versions.push(version);
    this.before[entry] = before;
    this.last[version] = entry;
    this.join(entry, LABEL);
    this.join(entry, RELEASE);
    this.join(entry, DIGEST);
    const kinds = this.kindsOf(entry);
    const at = this.kindsAt(kinds);
    this.joinOfKinds(entry, BUILD, at);
    this.joinOfKinds(entry, RECIPE, at);
    if ((kinds & IS_RECIPE) === 0) this.join(entry, MARK);
    else this.joinOfKinds(entry, MARK, at);
  }

  private join(entry: number, field: number): void {
    const group = this.groupOf(entry, field);
    if (group !== 0) this.add(this.unions, group, entry);
  }

  private joinOfKinds(entry: number, field: number, kinds: number): void {
    const group = this.groupOf(entry, field);
    if (group !== 0) this.add(this.byKinds, group * this.kinds.length + kinds, entry);
  }

  private add(to: Uint32Array, group: number, entry: number): void {
    const { words, masks } = this;
    for (let word = 0; word < words; word += 1)
      to[group * words + word] = (to[group * words + word] ?? 0) | (masks[entry * words + word] ?? 0);
  }

  /** Writes to `own`, LEVELS times `words` numbers, whom one entry reaches at each level. */
  reach(entry: number, own: Uint32Array): void {
    const { words } = this;
    const kinds = this.kindsOf(entry);
    const isRecipe = (kinds & IS_RECIPE) !== 0;
    for (let word = 0; word < words; word += 1) {
      // Digests of one kind that are equal are identical, and easyconfigs that are equal are the same recipe: those are put together by kinds alone.
      own[IDENTICAL * words + word] = this.equal(entry, DIGEST, word) | this.equal(entry, MARK, word);
      own[SAME_BUILD * words + word] = this.unlessOther(entry, BUILD, kinds & DIGEST_KINDS, word);
      own[SAME_RECIPE * words + word] =
        this.unlessOther(entry, RECIPE, kinds & (DIGEST_KINDS | RECIPE_KIND), word) |
        (isRecipe ? this.unlessOther(entry, MARK, kinds & DIGEST_KINDS, word) : 0);
      own[SAME_VERSION * words + word] = this.equal(entry, LABEL, word);
      own[NEAR * words + word] = this.equal(entry, RELEASE, word);
    }
  }

  private equal(entry: number, field: number, word: number): number {
    return this.unions[this.groupOf(entry, field) * this.words + word] ?? 0;
  }

  /** Those of a group of whom none of these kinds is known: what is known of this one would be other. */
  private unlessOther(entry: number, field: number, mine: number, word: number): number {
    const { words, byKinds, kinds } = this;
    const from = this.groupOf(entry, field) * kinds.length;
    let all = 0;
    for (let other = 0; other < kinds.length; other += 1)
      if (((kinds[other] ?? 0) & mine) === 0) all |= byKinds[(from + other) * words + word] ?? 0;
    return all;
  }
}
