/** Plain English for sentences of a report. */

/** `1 node`, `2 nodes`, `no nodes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  if (count === 0) return `no ${many}`;
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

/** `a, b and c` */
export function listed(parts: string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** `a, b, c and 4 more` */
export function someOf(names: string[], most: number): string {
  if (names.length <= most) return listed(names);
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** A sentence begins with a capital. */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** 0.973 is 97.3 %; what is not whole never reads as if it were, and what is something never as nothing. */
export function percent(share: number): string {
  const size = Math.abs(share);
  const rounded = Math.round(size * 1000) / 10;
  const shown = size < 1 && rounded === 100 ? 99.9 : size > 0 && rounded === 0 ? 0.1 : rounded;
  return `${share < 0 ? '-' : ''}${shown} %`;
}
