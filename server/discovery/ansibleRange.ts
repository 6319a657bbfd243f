/** The most hosts that one pattern may stand for. */
const MOST = 100_000;

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The hosts of an Ansible pattern: `web[01:50].example.com`, `db-[a:f]`, `n[0:20:2]`, several of them in one
 * (ansible/plugins/inventory/__init__.py, expand_hostname_range). Text when the pattern is none.
 */
export function hostsOfPattern(pattern: string): string[] | string {
  let names = [''];
  let rest = pattern;
  while (rest !== '') {
    const open = rest.indexOf('[');
    const head = open < 0 ? rest : rest.slice(0, open);
    if (head.includes(']')) return `a closing bracket without an opening one in "${pattern.slice(0, 80)}"`;
    let texts = [''];
    if (open >= 0) {
      const shut = rest.indexOf(']', open);
      if (shut < 0) return `a bracket is not closed in "${pattern.slice(0, 80)}"`;
      const range = rangeOf(rest.slice(open + 1, shut));
      if (typeof range === 'string') return range;
      texts = range;
      rest = rest.slice(shut + 1);
    } else rest = '';
    if (names.length * texts.length > MOST) return `more than ${MOST} hosts in "${pattern.slice(0, 80)}"`;
    names = names.flatMap((name) => texts.map((text) => name + head + text));
  }
  return names;
}

function rangeOf(text: string): string[] | string {
  const parts = text.split(':');
  const [first = '', last = '', step = '1'] = parts;
  if (parts.length < 2 || parts.length > 3) return `"${text.slice(0, 40)}" is no range such as 01:50 or a:f`;
  const by = /^[0-9]{1,6}$/.test(step) ? Number(step) : 0;
  if (by < 1) return `"${step.slice(0, 40)}" is no step`;
  const begin = first === '' ? '0' : first;
  if (/^[0-9]{1,12}$/.test(begin) && /^[0-9]{1,12}$/.test(last)) return numbers(begin, last, by);
  const [from, to] = [LETTERS.indexOf(begin), LETTERS.indexOf(last)];
  if (begin.length !== 1 || last.length !== 1 || from < 0 || to < 0)
    return `"${text.slice(0, 40)}" is no range such as 01:50 or a:f`;
  if (to < from) return `${last} is before ${begin}`;
  return [...LETTERS.slice(from, to + 1)].filter((_, at) => at % by === 0);
}

function numbers(first: string, last: string, by: number): string[] | string {
  const padded = first.length > 1 && first.startsWith('0');
  if (padded && first.length !== last.length) return `the padding of ${first} and ${last} differs`;
  const [from, to] = [Number(first), Number(last)];
  if (to < from) return `${last} is before ${first}`;
  if ((to - from) / by > MOST) return `more than ${MOST} hosts`;
  const width = padded ? first.length : 0;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, at) =>
    String(from + at * by).padStart(width, '0'),
  );
}
