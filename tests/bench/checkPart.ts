import { check } from '../../server/check/answer.ts';
import { readInput } from '../../server/check/inputs/read.ts';
import type { Database } from '../../server/store/database.ts';
import type { Result } from './bench.ts';
import { packagesOf } from './compareParts.ts';
import { timedWork } from './timed.ts';

const PACKAGES = 300;

/** A check of an environment against every cluster: read, answered, and one cluster told in full. */
export async function timedChecks(db: Database, size: string): Promise<Result[]> {
  const packages = await packagesOf(db, PACKAGES);
  const url = 'https://conda.anaconda.org/conda-forge/linux-64';
  const explicit = packages.map(({ name, version, build }) => `${url}/${name}-${version}-${build}.conda`);
  const ranges = packages.map(({ name, version }) => `  - ${name}>=${version}`);
  const inputs: [what: string, text: string][] = [
    [`check of ${packages.length} exact packages`, `@EXPLICIT\n${explicit.join('\n')}\n`],
    [`check of ${packages.length} ranges`, `dependencies:\n${ranges.join('\n')}\n`],
  ];
  const results: Result[] = [];
  for (const [what, text] of inputs) {
    const tries = [];
    for (let at = 0; at < 3; at += 1)
      tries.push(
        await timedWork(() => check(db, readInput('bench', Buffer.from(text)), { on: '', staleDays: 30 })),
      );
    const least = (values: number[]) => Math.min(...values);
    const megabytes = Math.max(...tries.map((one) => one.megabytes));
    results.push(
      { what, size, seconds: least(tries.map((one) => one.seconds)), megabytes },
      {
        what: `${what}, processor time of the service`,
        size,
        seconds: least(tries.map((one) => one.processor)),
      },
    );
  }
  return results;
}
