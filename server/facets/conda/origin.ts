import type { Environment } from './schema.ts';

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
export function originOf({ packages, pip }: Environment): Record<string, unknown> {
  const counts = new Map<string, number>();
  for (const { channel } of packages) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  if (pip.length > 0) counts.set('pypi', (counts.get('pypi') ?? 0) + pip.length);
  const total = packages.length + pip.length;
  const shares = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([channel, count]) => `${channel || 'not told'}: ${count} of ${total} (${share(count, total)})`);
  const licensed = packages.filter(({ channel }) => isLicensed(channel)).length;
  const untold = packages.filter(({ channel }) => channel === '').length;
  const rest = untold > 0 ? `not known: the channel of ${untold} of ${total} packages is not told` : 'no';
  return { origin: shares, anacondaDefaults: licensed > 0 ? `yes: ${licensed} of ${total} packages` : rest };
}

/** Whole percent, and never all or nothing where it is not. */
function share(count: number, total: number): string {
  const percent = (100 * count) / total;
  if (percent < 1) return 'under 1 %';
  return count < total ? `${Math.min(99, Math.round(percent))} %` : '100 %';
}
