import { type CondaVersion, compareCondaVersions, parseCondaVersion } from '../../names/orderings/conda.ts';
import { type Component, compareComponents } from '../../names/orderings/lists.ts';
import { isLike } from './glob.ts';

export type Accepts = (version: string) => boolean;

/** More alternatives than anybody writes. */
const MOST_PARTS = 200;

/**
 * A version constraint of conda (conda/models/version.py, VersionSpec): `,` binds closer than `|`. Null for what is
 * none, and for regular expressions (`^...$`), which are not run.
 */
export function condaConstraint(text: string): Accepts | null {
  const choices = text.split('|');
  if (choices.length > MOST_PARTS) return null;
  const accepting: Accepts[][] = [];
  for (const choice of choices) {
    const all = choice.split(',');
    if (all.length > MOST_PARTS) return null;
    const tests = all.map((one) => one.trim()).map(single);
    if (tests.some((one) => one === null)) return null;
    accepting.push(tests.filter((one) => one !== null));
  }
  return (version) => accepting.some((tests) => tests.every((accepts) => accepts(version)));
}

const OPERATOR = /^(==|!=|<=|>=|~=|=|<|>)\s*(?![=<>!~])(.+)$/;

function single(text: string): Accepts | null {
  if (
    text === '' ||
    text.startsWith('^') ||
    text.endsWith('$') ||
    /[()\s]/.test(text.replace(OPERATOR, '$1$2'))
  )
    return null;
  const [, operator, wanted = ''] = OPERATOR.exec(text) ?? [];
  if (operator !== undefined) return compared(operator, wanted.trim());
  if (/^[=<>!~]/.test(text)) return null;
  if (text === '*') return () => true;
  if (text.replace(/\*+$/, '').includes('*'))
    return (version) => isLike(version.toLowerCase(), text.toLowerCase());
  if (text.endsWith('*')) return begins(text.replace(/\*+$/, '').replace(/\.$/, ''));
  return compared('==', text);
}

/** `=1.17.*` and `>=1.17.*` mean what they mean without `.*`; others with it are refused, as conda warns of them. */
function compared(operator: string, text: string): Accepts | null {
  const isStarred = text.endsWith('*');
  const version = text.replace(/\.?\*$/, '');
  if (version === '' || version.includes('*')) return operator === '=' && text === '*' ? () => true : null;
  if (isStarred && !['=', '!=', '>=', '=='].includes(operator)) return null;
  if (operator === '=' || (isStarred && operator === '==')) return begins(version);
  if (isStarred && operator === '!=') {
    const accepts = begins(version);
    return (other) => !accepts(other);
  }
  const wanted = parseCondaVersion(version);
  const order = (other: string) => compareCondaVersions(parseCondaVersion(other), wanted);
  switch (operator) {
    case '==':
      return (other) => order(other) === 0;
    case '!=':
      return (other) => order(other) !== 0;
    case '<':
      return (other) => order(other) < 0;
    case '<=':
      return (other) => order(other) <= 0;
    case '>':
      return (other) => order(other) > 0;
    case '>=':
      return (other) => order(other) >= 0;
    default: {
      // Compatible release: at least this one, and equal in all parts but the last.
      const family = begins(version.slice(0, Math.max(0, version.lastIndexOf('.'))) || version);
      return (other) => order(other) >= 0 && family(other);
    }
  }
}

/** VersionOrder.startswith: all parts but the last are equal, and the last one begins so where it is letters. */
function begins(text: string): Accepts {
  const wanted = parseCondaVersion(text);
  return (version) => startsWith(parseCondaVersion(version), wanted);
}

function startsWith(version: CondaVersion, wanted: CondaVersion): boolean {
  if (wanted.local.length === 0) return componentsBegin(version.main, wanted.main);
  return compareComponents(version.main, wanted.main) === 0 && componentsBegin(version.local, wanted.local);
}

function componentsBegin(version: readonly Component[], wanted: readonly Component[]): boolean {
  const last = wanted.length - 1;
  if (compareComponents(version.slice(0, last), wanted.slice(0, last)) !== 0) return false;
  const [have, want] = [version[last] ?? [], wanted[last] ?? []];
  const end = want.length - 1;
  if (compareComponents([have.slice(0, end)], [want.slice(0, end)]) !== 0) return false;
  const [own, asked] = [have[end] ?? { number: '' }, want[end] ?? { number: '' }];
  if (asked !== 'post' && 'letters' in asked)
    return own !== 'post' && 'letters' in own && own.letters.startsWith(asked.letters);
  return compareComponents([[own]], [[asked]]) === 0;
}
