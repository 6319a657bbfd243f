/**
 * Generic resources as gres.conf(5) and node records write them: `gpu:a100:4(S:0-1)`, `craynetwork:4`,
 * `bandwidth:lustre:no_consume:4G`. Sockets and indices in brackets are bindings and no resource.
 */
export function gresOf(text: string): string[] {
  if (isNothing(text)) return [];
  return splitOutside(text, ',')
    .map((one) => one.replace(/\([^()]*\)/g, '').trim())
    .filter((one) => one !== '')
    .sort();
}

const NOTHING = ['', '(null)', 'n/a', 'none', '-'];

export function isNothing(text: string): boolean {
  return NOTHING.includes(text.trim().toLowerCase());
}

/** Splits at a separator outside brackets: `gpu:a100:2(S:0,2),nic:1`, `c[1,3],d1`. */
export function splitOutside(text: string, separator: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '(' || char === '[') depth += 1;
    else if (char === ')' || char === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0 && text.startsWith(separator, at)) {
      found.push(text.slice(from, at));
      at += separator.length - 1;
      from = at + 1;
    }
  }
  return [...found, text.slice(from)];
}

const SUFFIX: Record<string, number> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** How many GPUs a list of generic resources has. */
export function gpusOf(gres: readonly string[]): number {
  return gres.reduce((sum, one) => (/^gpu(?::|$)/.test(one) ? sum + countOf(one) : sum), 0);
}

/** The count is the last field; a resource without one is there once. */
function countOf(one: string): number {
  const last = one.slice(one.lastIndexOf(':') + 1);
  const [, number = '', unit = ''] = /^(\d{1,9})([KMGT]?)$/i.exec(last) ?? [];
  return number === '' ? 1 : Number(number) * (SUFFIX[unit.toUpperCase()] ?? 1);
}

/** The generic resources of `cpu=4,mem=1G,gres/gpu=2,gres/gpu:a100=2`. */
export function tresGres(text: string): string[] {
  return text
    .split(',')
    .filter((one) => /^gres\/\S+=\S+$/.test(one.trim()))
    .map((one) => one.trim().slice('gres/'.length))
    .sort();
}

/** A comma list as texts; words for nothing are none. A partition may be called all. */
export function listOf(text: string): string[] {
  if (isNothing(text)) return [];
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Who is allowed: ALL is everybody, and no list. */
export function allowedOf(text: string): string[] {
  return text.trim().toUpperCase() === 'ALL' ? [] : listOf(text);
}
