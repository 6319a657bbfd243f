import type { Needs, Package } from './schema.ts';

export type Need = Needs['needs'][number];

/** The virtual packages that conda and its like know of a machine; others are ordinary packages. */
const VIRTUAL = /^__(?:glibc|musl|cuda|cuda_arch|archspec|linux|unix|osx|win)(?:[ <>=!].*)?$/;

/**
 * What a package asks of the machine: by the agent's lines (`d __glibc >=2.17`, `c` for what it constrains), or by a
 * record that came whole. null where the agent did not look for that.
 */
export function needsOf(
  { name, version, build }: Pick<Package, 'name' | 'version' | 'build'>,
  asks: string[] | null,
  record: Record<string, unknown> | null,
): Need[] | null {
  const lines = record ? wholeLines(record) : asks;
  if (lines === null) return null;
  return lines.flatMap((line) => {
    const [, list = '', spec = ''] = /^([dc]) (.+)$/.exec(line) ?? [];
    if (!VIRTUAL.test(spec)) return [];
    return [{ name, version, build, spec: spec.slice(0, LONGEST), optional: list === 'c' }];
  });
}

const LONGEST = 300;

function wholeLines(record: Record<string, unknown>): string[] {
  const list = (key: string, mark: string) => {
    const value = record[key];
    return Array.isArray(value)
      ? value.flatMap((one) => (typeof one === 'string' ? [`${mark} ${one}`] : []))
      : [];
  };
  return [...list('depends', 'd'), ...list('constrains', 'c')];
}

/** null as soon as it is not known of one package. */
export function sortedNeeds(found: (Need[] | null)[]): Needs | null {
  const all: Need[] = [];
  for (const needs of found) {
    if (needs === null) return null;
    all.push(...needs);
  }
  const rows = new Map(all.map((one) => [Object.values(one).join('\0'), one]));
  return {
    kind: 'conda.needs',
    needs: [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
  };
}
