import { compareVersions } from '../names/version.ts';
import { type Fact, factOf } from './facts.ts';
import type { Finding } from './rule.ts';
import type { EnvironmentSubject, VirtualNeed } from './subject.ts';

/**
 * A virtual package of a machine, as conda would find it there: its version, null where the machine has no such thing,
 * '' where that is not known.
 */
export interface VirtualPackage {
  version: string | null;
  facts: Fact[];
  /** What is said where it is not known. */
  why: string;
}

/**
 * Name, version and build of a match specification (conda, models/match_spec.py): `__glibc >=2.17,<3.0.a0`, `__cuda`,
 * `__archspec 1 x86_64_v3`, `__archspec=1=zen4`.
 */
export function splitSpec(spec: string): { name: string; condition: string; build: string } {
  const text = spec.trim();
  const name = /^[\w.-]+/.exec(text)?.[0] ?? '';
  const rest = text.slice(name.length).trim();
  const [, version, exact] = /^=([^=<>!]+)=([^=]+)$/.exec(rest) ?? [];
  if (version !== undefined && exact !== undefined) return { name, condition: version, build: exact };
  const [condition = '', build = ''] = rest.split(/\s+/, 2);
  return { name, condition: condition || '*', build: build || '*' };
}

const CLAUSE = /^(>=|<=|==|!=|>|<|=)?([0-9][\w.!+]*?)(\.?\*)?$/;

/** Whether a version meets a condition: `|` of lists with `,`; null where it is of a form that is not known here. */
export function meetsCondition(version: string, condition: string): boolean | null {
  if (condition === '*' || condition === '') return true;
  const each = condition.split('|').map((list) => {
    const clauses = list.split(',').map((clause) => meetsClause(version, clause));
    if (clauses.includes(false)) return false;
    return clauses.includes(null) ? null : true;
  });
  if (each.includes(true)) return true;
  return each.includes(null) ? null : false;
}

function meetsClause(version: string, clause: string): boolean | null {
  if (clause === '*') return true;
  const [, operator = '', asked = '', star = ''] = CLAUSE.exec(clause) ?? [];
  if (asked === '') return null;
  const starts = version === asked || version.startsWith(`${asked}.`);
  const order = compareVersions(version, asked, 'conda');
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '!=':
      return star === '' ? order !== 0 : !starts;
    case '==':
      return order === 0;
    default:
      return operator === '=' || star !== '' ? starts : order === 0;
  }
}

/** What the packages of an environment ask of one virtual package, and what came of each. */
export function judgeVirtual(
  subject: EnvironmentSubject,
  name: string,
  own: VirtualPackage,
  meets: (need: VirtualNeed, version: string) => boolean | null = byVersion,
): Finding[] {
  const untold = subject.packages.filter((one) => one.virtual === null);
  const asked = subject.packages.flatMap((one) =>
    (one.virtual ?? [])
      .filter((need) => splitSpec(need.spec).name === name)
      .map((need) => ({ need, fact: factOf(`${one.name} ${one.version} asks for`, need.spec, subject) })),
  );
  const failed = asked.filter(({ need }) => result(need, own, meets) === false);
  const [first] = failed;
  if (first) {
    const has = own.version === null ? `there is no ${name}` : `${name} is ${own.version}`;
    const more = failed.length > 1 ? ` and ${failed.length - 1} more of its packages` : '';
    const message = `${first.fact.name} "${first.fact.value}"${more}; on these nodes ${has}.`;
    return [
      { answer: 'no', message, facts: [...failed.slice(0, MOST).map(({ fact }) => fact), ...own.facts] },
    ];
  }
  const open = asked.find(({ need }) => result(need, own, meets) === null);
  if (open) {
    const message = `${open.fact.name} "${open.fact.value}"; ${own.version === '' ? own.why : 'that is of a form not known here'}.`;
    return [{ answer: 'unknown', message, facts: [open.fact, ...own.facts] }];
  }
  if (untold.length > 0 || subject.unreadable > 0) {
    const count = untold.length + subject.unreadable;
    // A record that cannot be read may be among the packages by its file's name.
    const all = subject.unreadable > 0 ? '' : `${subject.packages.length} `;
    const message = `What ${count} of its ${all}packages ask of ${name} is not known.`;
    return [{ answer: 'unknown', message, facts: [] }];
  }
  if (asked.length === 0) return [];
  const facts = [...asked.slice(0, MOST).map(({ fact }) => fact), ...own.facts];
  return [
    { answer: 'yes', message: `${asked.length} of its packages ask for ${name}, and all are served.`, facts },
  ];
}

/** Facts shown of packages that ask for the same thing. */
const MOST = 5;

function result(
  need: VirtualNeed,
  own: VirtualPackage,
  meets: (need: VirtualNeed, version: string) => boolean | null,
): boolean | null {
  if (own.version === '') return null;
  if (own.version === null) return need.optional;
  return meets(need, own.version);
}

function byVersion(need: VirtualNeed, version: string): boolean | null {
  const { condition, build } = splitSpec(need.spec);
  return build === '*' ? meetsCondition(version, condition) : null;
}
