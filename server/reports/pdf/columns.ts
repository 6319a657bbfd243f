/** What a column would have: for its widest cell, and for its widest word. */
export interface Wish {
  natural: number;
  least: number;
}

/** Widths of columns within a room: what they wish where that fits; else their least, and what is left by what they lack. */
export function columnWidths(wishes: Wish[], room: number): number[] {
  const natural = wishes.reduce((sum, wish) => sum + wish.natural, 0);
  if (natural <= room) return wishes.map((wish) => wish.natural);
  const leasts = wishes.map(({ natural: most, least }) => Math.min(most, least));
  const least = leasts.reduce((sum, one) => sum + one, 0);
  if (least >= room) return leasts.map((one) => (one * room) / least);
  return wishes.map((wish, at) => {
    const own = leasts[at] ?? 0;
    return own + ((room - least) * (wish.natural - own)) / (natural - least);
  });
}
