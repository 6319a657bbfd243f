/** A run of lines that both texts have, or that one of them has. */
export interface Run {
  kind: 'same' | 'removed' | 'added';
  /** Positions in the text before and after, where the run begins. */
  before: number;
  after: number;
  length: number;
}

/** More steps than this are not searched; the lines between are then told as replaced, which is a diff as well. */
const MOST_STEPS = 600;

/**
 * The lines of two texts as runs. Lines that stand once in each are matched first, by the longest chain of them in
 * order (patience diff), so that two long and very different texts cost little; the rest by Myers' algorithm
 * ("An O(ND) Difference Algorithm and Its Variations", 1986).
 */
export function compareLines(before: string[], after: string[]): Run[] {
  const same = matches(before, after, { from: 0, to: before.length }, { from: 0, to: after.length });
  return runsOf(same, before.length, after.length);
}

interface Span {
  from: number;
  to: number;
}
type Match = [before: number, after: number];

function matches(a: string[], b: string[], left: Span, right: Span): Match[] {
  let [{ from: i, to: iEnd }, { from: j, to: jEnd }] = [left, right];
  const head: Match[] = [];
  const tail: Match[] = [];
  while (i < iEnd && j < jEnd && a[i] === b[j]) head.push([i++, j++]);
  while (i < iEnd && j < jEnd && a[iEnd - 1] === b[jEnd - 1]) tail.push([--iEnd, --jEnd]);
  tail.reverse();
  if (i === iEnd || j === jEnd) return [...head, ...tail];
  const anchors = longestChain(onceInEach(a, b, { from: i, to: iEnd }, { from: j, to: jEnd }));
  const middle: Match[] = [];
  for (const [x, y] of [...anchors, [iEnd, jEnd] as Match]) {
    for (const match of between(a, b, { from: i, to: x }, { from: j, to: y })) middle.push(match);
    if (x < iEnd) middle.push([x, y]);
    [i, j] = [x + 1, y + 1];
  }
  return [...head, ...middle, ...tail];
}

/** Lines that stand once in each part, in the order of the first. */
function onceInEach(a: string[], b: string[], left: Span, right: Span): Match[] {
  const places = new Map<string, { count: number; other: number; before: number; after: number }>();
  for (let at = left.from; at < left.to; at += 1) {
    const place = places.get(a[at] ?? '');
    if (place) place.count += 1;
    else places.set(a[at] ?? '', { count: 1, other: 0, before: at, after: -1 });
  }
  for (let at = right.from; at < right.to; at += 1) {
    const place = places.get(b[at] ?? '');
    if (!place) continue;
    place.other += 1;
    place.after = at;
  }
  return [...places.values()]
    .filter(({ count, other }) => count === 1 && other === 1)
    .map(({ before, after }): Match => [before, after]);
}

/** The longest chain of matches that rises in both texts (patience sorting). */
function longestChain(found: Match[]): Match[] {
  const piles: number[] = [];
  const previous: number[] = [];
  found.forEach(([, y], at) => {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[piles[middle] ?? 0]?.[1] ?? 0) < y) low = middle + 1;
      else high = middle;
    }
    previous[at] = low > 0 ? (piles[low - 1] ?? -1) : -1;
    piles[low] = at;
  });
  const chain: Match[] = [];
  for (let at = piles.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const match = found[at];
    if (match) chain.push(match);
  }
  return chain.reverse();
}

/** Myers' shortest edit of a part without anchors; none of its lines match where that takes too many steps. */
function between(a: string[], b: string[], left: Span, right: Span): Match[] {
  const [n, m] = [left.to - left.from, right.to - right.from];
  if (n === 0 || m === 0) return [];
  const most = Math.min(n + m, MOST_STEPS);
  const trace: Int32Array[] = [];
  const furthest = new Int32Array(2 * most + 3);
  const middle = most + 1;
  for (let steps = 0; steps <= most; steps += 1) {
    trace.push(furthest.slice());
    for (let k = -steps; k <= steps; k += 2) {
      const down =
        k === -steps || (k !== steps && at(furthest, middle + k - 1) < at(furthest, middle + k + 1));
      let x = down ? at(furthest, middle + k + 1) : at(furthest, middle + k - 1) + 1;
      let y = x - k;
      while (x < n && y < m && a[left.from + x] === b[right.from + y]) [x, y] = [x + 1, y + 1];
      furthest[middle + k] = x;
      if (x >= n && y >= m) return walkBack(trace, middle, n, m, left.from, right.from);
    }
  }
  return [];
}

const at = (list: Int32Array, index: number) => list[index] ?? 0;

/** From the end of the shortest edit to its beginning: the lines that both have. */
function walkBack(trace: Int32Array[], middle: number, n: number, m: number, i: number, j: number): Match[] {
  const found: Match[] = [];
  let [x, y] = [n, m];
  for (let steps = trace.length - 1; steps >= 0; steps -= 1) {
    const furthest = trace[steps] ?? new Int32Array();
    const k = x - y;
    const down = k === -steps || (k !== steps && at(furthest, middle + k - 1) < at(furthest, middle + k + 1));
    const from = down ? k + 1 : k - 1;
    const x0 = steps === 0 ? 0 : at(furthest, middle + from);
    const y0 = steps === 0 ? 0 : x0 - from;
    while (x > x0 && y > y0) {
      [x, y] = [x - 1, y - 1];
      found.push([i + x, j + y]);
    }
    [x, y] = [x0, y0];
  }
  return found.reverse();
}

function runsOf(same: Match[], before: number, after: number): Run[] {
  const runs: Run[] = [];
  const add = (kind: Run['kind'], i: number, j: number, length: number) => {
    if (length === 0) return;
    const last = runs.at(-1);
    if (last?.kind === kind && kind === 'same') last.length += length;
    else runs.push({ kind, before: i, after: j, length });
  };
  let [i, j] = [0, 0];
  for (const [x, y] of [...same, [before, after] as Match]) {
    add('removed', i, j, x - i);
    add('added', x, j, y - j);
    if (x < before || y < after) add('same', x, y, 1);
    [i, j] = [x + 1, y + 1];
  }
  return runs;
}
