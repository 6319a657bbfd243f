/**
 * Slips between two words: letters left out, added, changed or swapped with their neighbour (optimal
 * string alignment). Null when there are more than `limit`. Only the band of the table within `limit` of
 * the diagonal is filled, so a comparison costs the length of the word times the limit.
 */
export function distanceWithin(a: string, b: string, limit: number): number | null {
  if (Math.abs(a.length - b.length) > limit) return null;
  if (a === b) return 0;
  const far = limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => Math.min(j, far));
  for (let i = 1; i <= a.length; i += 1) {
    const row: number[] = new Array(b.length + 1).fill(far);
    if (i <= limit) row[0] = i;
    let least = row[0] ?? far;
    for (let j = Math.max(1, i - limit); j <= Math.min(b.length, i + limit); j += 1) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? far) + 1, (row[j - 1] ?? far) + 1, (last[j - 1] ?? far) + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? far) + 1);
      }
      row[j] = Math.min(cost, far);
      least = Math.min(least, cost);
    }
    if (least > limit && i > 1) return null;
    beforeLast = last;
    last = row;
  }
  const slips = last[b.length] ?? far;
  return slips > limit ? null : slips;
}
