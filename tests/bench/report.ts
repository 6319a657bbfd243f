import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { installation } from '../../server/config.ts';
import { reportFormats } from '../../server/reports/formats/index.ts';
import type { Database } from '../../server/store/database.ts';
import type { Bench, Result } from './bench.ts';
import { inventFleet, partOf, WHOLE } from './inventedFleet.ts';
import { withDatabase, withPostgres } from './postgres.ts';

const MOST_SECONDS = 15;
/** Of the whole process, Node and its code with it. */
const MOST_MB = 400;
const DAY = 86_400_000;

/** The report of the last week as the command line makes it, and each of its formats, in a process each. */
export const reportBench: Bench = {
  name: 'report',
  sentence: 'a report of 50 sites and 10,000 nodes, and its files: time and memory of the whole command',
  run: (say, { nodes, data }) =>
    withPostgres(async (url) => {
      const size = await withDatabase(url, (db) => fleetIn(db, nodes[0], say));
      const folder = mkdtempSync(join(tmpdir(), 'gazetteer-bench-report-'));
      const results: Result[] = [];
      const measure = async (what: string, format: string, more: string[]) => {
        const file = join(folder, `report.${format}`);
        const cost = await command(url, [
          'report',
          '--format',
          format,
          '-o',
          file,
          '--min-coverage',
          '0',
          ...more,
        ]);
        const bytes = statSync(file).size;
        say(
          `${what}: ${cost.seconds.toFixed(1)} s, ${cost.megabytes.toFixed(0)} MB, a file of ${(bytes / 2 ** 20).toFixed(1)} MB`,
        );
        const value = Math.max(cost.seconds / MOST_SECONDS, cost.megabytes / MOST_MB);
        const yardstick = `${MOST_SECONDS} s and ${MOST_MB} MB`;
        results.push({ what, size, ...cost, ratio: { yardstick, value, toReach: 1 } });
        return cost.said;
      };
      try {
        const from = new Date(Date.now() - 6 * DAY).toISOString().slice(0, 10);
        const made = await measure('made, and written as JSON', 'json', ['--from', from]);
        const [, id = ''] = /Report (\d+)/.exec(made) ?? [];
        for (const { name, title } of reportFormats)
          if (name !== 'json') await measure(`read, and written as ${title}`, name, ['--id', id]);
        return results;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }, data),
};

/** The invented fleet with its masks and pairs; one that was kept has them. */
async function fleetIn(
  db: Database,
  nodes: number | undefined,
  say: (text: string) => void,
): Promise<string> {
  const known = await db.query('select from offering_site limit 1');
  if (known.rows.length === 0) {
    await db.query(`insert into agent_version (version) values ('bench') on conflict do nothing`);
    await inventFleet(db, nodes === undefined ? WHOLE : partOf(nodes), say);
    await refreshComparisons(db, { staleDays: 30 });
    await db.query('vacuum analyze');
  }
  const found = await db.query<{ sites: number; nodes: number; offerings: number }>(
    `select (select count(*) from site)::int as sites, (select count(*) from node)::int as nodes,
       (select count(*) from offering)::int as offerings`,
  );
  const { sites = 0, nodes: count = 0, offerings = 0 } = found.rows[0] ?? {};
  const text = (number: number) => number.toLocaleString('en');
  return `${sites} sites, ${text(count)} nodes, ${text(offerings)} offerings`;
}

/** Wall time of a command, and the most memory that its process held. */
async function command(url: string, args: string[]) {
  const began = performance.now();
  const child = spawn(process.execPath, [join(installation, 'bin/gazetteer.js'), ...args], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let megabytes = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const look = setInterval(() => {
    megabytes = Math.max(megabytes, peakOf(child.pid));
  }, 20);
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  clearInterval(look);
  if (code !== 0) throw new Error(`gazetteer ${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, megabytes, said };
}

/** proc_pid_status(5); 0 when the process is gone. */
function peakOf(pid: number | undefined): number {
  try {
    return (
      Number(/^VmHWM:\s+([0-9]+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
    );
  } catch {
    return 0;
  }
}
