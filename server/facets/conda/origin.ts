import type { Column } from '../facet.ts';
import { type Environment, Environment as EnvironmentSchema } from './schema.ts';

/**
 * Anaconda's own channels, whose terms of service bind organisations (anaconda.com, "Terms of Service"): `defaults`, what
 * it stands for (repo.anaconda.com/pkgs/...), and the copy of it on anaconda.org.
 */
const LICENSED =
  /^(?:defaults|anaconda|main|free|r|pro|msys2|pkgs\/[\w-]+|.*\/\/repo\.(?:anaconda\.com|continuum\.io)\/.*)$/;

export function isLicensed(channel: string): boolean {
  return LICENSED.test(channel);
}

/** Where an environment's packages come from, as a reader of its rows would count them. */
export const originColumns: Column[] = [
  {
    name: 'origin',
    type: 'list',
    sentence:
      'Channels with their share of the packages, those of pip as pypi, those that R installed as R library; the largest first.',
    of: (facts) => ofEnvironment(facts, sharesOf),
  },
  {
    name: 'anacondaDefaults',
    type: 'text',
    sentence:
      "Whether packages come from Anaconda's own channels, which organisations may need a licence for.",
    of: (facts) => ofEnvironment(facts, licensedOf),
  },
];

function ofEnvironment<Told>(facts: Record<string, unknown>, tell: (environment: Environment) => Told) {
  const found = EnvironmentSchema.safeParse(facts);
  return found.success ? tell(found.data) : null;
}

function sharesOf({ packages, pip, r = [] }: Environment): string[] {
  const counts = new Map<string, number>();
  for (const { channel } of packages) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  if (pip.length > 0) counts.set('pypi', (counts.get('pypi') ?? 0) + pip.length);
  if (r.length > 0) counts.set('R library', r.length);
  const total = packages.length + pip.length + r.length;
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([channel, count]) => `${channel || 'not told'}: ${count} of ${total} (${share(count, total)})`);
}

function licensedOf({ packages, pip, r = [] }: Environment): string {
  const total = packages.length + pip.length + r.length;
  const licensed = packages.filter(({ channel }) => isLicensed(channel)).length;
  if (licensed > 0) return `yes: ${licensed} of ${total} packages`;
  const untold = packages.filter(({ channel }) => channel === '').length;
  return untold > 0 ? `not known: the channel of ${untold} of ${total} packages is not told` : 'no';
}

/** Whole percent, and never all or nothing where it is not. */
function share(count: number, total: number): string {
  const percent = (100 * count) / total;
  if (percent < 1) return 'under 1 %';
  return count < total ? `${Math.min(99, Math.round(percent))} %` : '100 %';
}
