/** A version of Python's packages (PEP 440), in parts that compare by themselves. */
export interface Pep440 {
  epoch: number;
  release: number[];
  /** a 0, b 1, rc 2, and the number; null for none. */
  pre: [number, number] | null;
  post: number | null;
  dev: number | null;
  local: (string | number)[];
}

/** packaging/version.py, VERSION_PATTERN: separators are ., - and _; letters in any case. Every part is optional once. */
const VERSION =
  /^v?(?:(\d{1,15})!)?(\d{1,15}(?:\.\d{1,15}){0,30})(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d{1,15})?)?(?:-(\d{1,15})|([-_.]?(?:post|rev|r)[-_.]?(\d{1,15})?))?([-_.]?dev[-_.]?(\d{1,15})?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+){0,30}))?$/;

export function parsePep440(text: string): Pep440 | null {
  const folded = text.trim().toLowerCase();
  if (folded.length > 200) return null;
  const found = VERSION.exec(folded);
  if (!found) return null;
  const [, epoch = '0', release = '', preWord, preNumber = '0', dashed, postWord, post = '0'] = found;
  const [devWord, dev = '0', local = ''] = found.slice(8);
  const hasPost = dashed !== undefined || postWord !== undefined;
  return {
    epoch: Number(epoch),
    release: release.split('.').map(Number),
    pre: preWord === undefined ? null : [preRank(preWord), Number(preNumber)],
    post: hasPost ? Number(dashed ?? post) : null,
    dev: devWord === undefined ? null : Number(dev),
    local: local === '' ? [] : local.split(/[-_.]/).map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

function preRank(word: string): number {
  if (word.startsWith('a')) return 0;
  return word.startsWith('b') ? 1 : 2;
}

/** Of releases that differ in length the shorter one goes on with zeros: 1.0 is 1.0.0. */
export function compareRelease(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = (a[at] ?? 0) - (b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** Development releases, pre-releases, the release, post-releases (packaging/version.py, _cmpkey). */
export function comparePep440(a: Pep440, b: Pep440): number {
  return comparePublic(a, b) || compareLocal(a.local, b.local);
}

/** The same without what stands behind the +. */
export function comparePublic(a: Pep440, b: Pep440): number {
  return a.epoch - b.epoch || compareRelease(a.release, b.release) || compareKeys(keyOf(a), keyOf(b));
}

function compareKeys(a: number[], b: number[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

function keyOf({ pre, post, dev }: Pep440): number[] {
  // 1.0.dev1 stands before 1.0a1; without pre-release the release stands behind all of them.
  const [rank, number] = pre ?? (post === null && dev !== null ? [-1, 0] : [3, 0]);
  return [rank, number, post ?? -1, dev ?? Number.POSITIVE_INFINITY];
}

/** Numbers stand behind letters, and what goes on behind what ends. */
function compareLocal(a: Pep440['local'], b: Pep440['local']): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [x, y] = [a[at], b[at]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    if (typeof x !== typeof y) return typeof x === 'number' ? 1 : -1;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
