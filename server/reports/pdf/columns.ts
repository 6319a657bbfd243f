/** What a column would have: for its widest cell, for its widest word, and what it could be read with if it has to. */
export interface Wish {
  natural: number;
  least: number;
  tight: number;
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

/** Widths of columns within a room: what they wish where that fits; else their least, and what is left by what they lack. */
export function columnWidths(wishes: Wish[], room: number): number[] {
  const natural = sum(wishes.map((wish) => wish.natural));
  if (natural <= room) return wishes.map((wish) => wish.natural);
  const roomy = sum(wishes.map(({ least }) => least)) <= room;
  const floors = wishes.map((wish) => Math.min(wish.natural, roomy ? wish.least : wish.tight));
  const floor = sum(floors);
  if (floor >= room) return floors.map((one) => (one * room) / floor);
  return wishes.map((wish, at) => {
    const own = floors[at] ?? 0;
    return own + ((room - floor) * (wish.natural - own)) / (natural - floor);
  });
}

/** Which columns are printed beside each other: all where they can be read so, else as many as can, the first with each. */
export function columnGroups(wishes: Wish[], room: number, gap: number): number[][] {
  const taken = (at: number) => gap + Math.min(wishes[at]?.natural ?? 0, wishes[at]?.tight ?? 0);
  const first = taken(0) - gap;
  const groups: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const at of wishes.keys()) {
    if (at === 0) continue;
    if (used + taken(at) > room) {
      groups.push([0]);
      used = first;
    }
    groups.at(-1)?.push(at);
    used += taken(at);
  }
  return groups.length === 0 ? [[0]] : groups;
}
