import { buildOf } from '../compare/label.ts';
import { askKey } from '../facets/conda/lockRows.ts';
import type { Queryable } from '../store/database.ts';
import { NOWHERE } from '../verdict/facts.ts';
import { platformOf } from '../verdict/rules/conda-subdir.ts';
import type { EnvironmentSubject, Subject } from '../verdict/subject.ts';
import type { InputReading } from './inputs/read.ts';
import { RecordsSeen } from './recordsSeen.ts';
import type { Requirement } from './requirement.ts';
import type { SubjectOn } from './subject.ts';

/** Records of all packages that an input names, for whatever platform. */
export const recordsOf = (db: Queryable, { requirements, others = {} }: InputReading): Promise<RecordsSeen> =>
  RecordsSeen.of(db, [requirements, ...Object.values(others)].flat());

/** An input's environment on some nodes, of a lock as it is for their platform; null where it is not solved. */
export function environmentOn(
  input: InputReading,
  seen: RecordsSeen,
): { on: SubjectOn | null; notes: string[] } {
  if (settled(input) === null) return { on: null, notes: [] };
  const { requirements, platform } = withPlatform(input.requirements, seen);
  const { asks, notes } = asksOf({ ...input, requirements }, seen);
  const whole = { ...input, requirements, asks };
  const own = settled(whole);
  if (own === null) return { on: null, notes: [] };
  const others = new Map<string, Subject>();
  for (const [name, packages] of Object.entries(input.others ?? {})) {
    const subject = settled({ ...whole, requirements: packages });
    if (subject) others.set(name, subject);
  }
  const taken =
    platform === ''
      ? []
      : [`It is taken to be for ${platform}, as the same builds in collected environments are.`];
  const on: SubjectOn = ({ hardware }) => {
    const name = hardware.state === 'present' ? platformOf(hardware.facts.architecture) : undefined;
    return (name !== undefined && others.get(name)) || own;
  };
  return { on, notes: [...taken, ...notes] };
}

/**
 * Requirements of a list that tells no platforms, with those that records of the same packages tell. An environment is for one platform,
 * besides what is for any: the one that has all builds with a hash, which few platforms share. '' where none or several have.
 */
function withPlatform(
  requirements: Requirement[],
  seen: RecordsSeen,
): { requirements: Requirement[]; platform: string } {
  const conda = requirements.filter(({ asked }) => asked === 'conda');
  if (conda.some(({ subdir }) => subdir !== '')) return { requirements, platform: '' };
  const hashed = conda.filter(({ build }) => buildOf({ build, provider: 'conda' }) !== '');
  const told = hashed
    .map((one) => seen.subdirsOf(one).filter((subdir) => subdir !== 'noarch'))
    .filter((subdirs) => subdirs.length > 0);
  const [first = [], ...rest] = told;
  const [platform = '', more] = first.filter((subdir) => rest.every((one) => one.includes(subdir)));
  if (platform === '' || more !== undefined) return { requirements, platform: '' };
  const subdirOf = (one: Requirement) => (seen.subdirsOf(one).join() === 'noarch' ? 'noarch' : platform);
  const filled = requirements.map((one) => (one.asked === 'conda' ? { ...one, subdir: subdirOf(one) } : one));
  return { requirements: filled, platform };
}

/** What records ask of the machine: as the input says it, and of the other packages as it was read anywhere. */
function asksOf(
  input: InputReading,
  seen: RecordsSeen,
): { asks: NonNullable<InputReading['asks']>; notes: string[] } {
  const told = input.asks ?? new Map();
  const all = [input.requirements, ...Object.values(input.others ?? {})].flat();
  const conda = new Map(
    all.filter(({ asked }) => asked === 'conda').map((one) => [askKey(one), one] as const),
  );
  const open = [...conda].filter(([key]) => !told.has(key)).map(([, one]) => one);
  if (open.length === 0) return { asks: told, notes: [] };
  const found = new Map(
    open.flatMap((one) => {
      const asks = seen.asksOf(one);
      return asks ? [[askKey(one), asks] as const] : [];
    }),
  );
  return { asks: new Map([...told, ...found]), notes: [seenNote(open, found)] };
}

const NAMES = 8;

function seenNote(open: Requirement[], seen: ReadonlyMap<string, unknown>): string {
  const left = open.filter((one) => !seen.has(askKey(one))).map(({ name }) => name);
  const what = 'What packages ask of the machine (__glibc and the like) is not in the input';
  const from = `and is taken from collected environments that have the same package: ${open.length - left.length} of ${open.length}`;
  if (left.length === 0) return `${what}, ${from}.`;
  const more = left.length > NAMES ? ` and ${left.length - NAMES} more` : '';
  return `${what}, ${from}. Not known of ${left.slice(0, NAMES).join(', ')}${more}.`;
}

/** An environment that is solved: every package has its build. */
function settled({
  requirements,
  form,
  asks,
}: Pick<InputReading, 'requirements' | 'form' | 'asks'>): EnvironmentSubject | null {
  const conda = requirements.filter((one) => one.asked === 'conda');
  if (
    conda.length === 0 ||
    conda.some((one) => one.version === '' || one.build === '' || one.build.includes('*'))
  )
    return null;
  const pip = requirements.filter((one) => one.asked === 'pip');
  return {
    ...NOWHERE,
    kind: 'environment',
    name: form,
    packages: conda.map(({ name, version, build, subdir }) => ({
      name,
      version,
      build,
      subdir,
      virtual: asks?.get(askKey({ name, version, build, subdir })) ?? null,
    })),
    pip: pip.map(({ name, version }) => ({ name, version })),
    unreadable: 0,
  };
}
