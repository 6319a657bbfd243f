import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { agentBundle, settingsLines } from '../../server/agent/bundle.ts';

/** Processor time of a run of the agent and of all that it started, as the shell counts it (times, POSIX). */
function seconds(facets: string[]): number {
  const run = spawnSync('sh', ['-c', 'sh -s >/dev/null 2>&1; times'], {
    input: settingsLines({ facets }) + agentBundle().text,
    encoding: 'utf8',
  });
  const [user = '', system = ''] = run.stdout.trim().split('\n').at(-1)?.split(' ') ?? [];
  const of = (text: string) => {
    const [, minutes = '', rest = ''] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
    return Number(minutes) * 60 + Number(rest);
  };
  return of(user) + of(system);
}

test('the node-local facets together take less than a tenth of a second of a processor', () => {
  const runs = [1, 2, 3].map(() => seconds(['hardware', 'os', 'kernel', 'gpus', 'fabric']));
  expect(Math.min(...runs)).toBeLessThan(0.1);
  expect(Math.min(...runs)).toBeGreaterThan(0);
});
