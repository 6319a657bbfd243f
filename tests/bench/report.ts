import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installation } from '../../server/config.ts';
import { reportFormats } from '../../server/reports/formats/index.ts';
import type { Bench } from './bench.ts';
import { withFleet } from './keptFleet.ts';
import { layLocalFacts } from './localFacts.ts';
import { laySharedFacts } from './sharedFacts.ts';

const MOST_SECONDS = 15;
/** Of the whole process, Node and its code with it. */
const MOST_MB = 400;
const DAY = 86_400_000;

/** The report of the last days as the command line makes it, and each of its formats, in a process each. */
export const reportBench: Bench = {
  name: 'report',
  sentence: 'a report of 50 sites and 10,000 nodes, and its files: time and memory of the whole command',
  run: (say, options) =>
    withFleet(say, options, async ({ db, url, size, results }) => {
      await layLocalFacts(db);
      await laySharedFacts(db, say);
      const folder = mkdtempSync(join(tmpdir(), 'gazetteer-bench-report-'));
      const measure = async (what: string, format: string, more: string[]) => {
        const file = join(folder, `report.${format}`);
        const cost = await command(url, ['report', '--format', format, '-o', file, ...more]);
        const { seconds, processor, megabytes } = cost;
        const bytes = `${(statSync(file).size / 1024).toFixed(0)} KB`;
        say(
          `${what}: ${seconds.toFixed(1)} s, ${processor.toFixed(1)} s of the processor, ${megabytes.toFixed(0)} MB, a file of ${bytes}`,
        );
        const value = Math.max(seconds / MOST_SECONDS, megabytes / MOST_MB);
        const yardstick = `${MOST_SECONDS} s and ${MOST_MB} MB`;
        results.push({ what, size, seconds, megabytes, ratio: { yardstick, value, toReach: 1 } });
        results.push({ what: `${what}, processor time of the command`, size, seconds: processor });
        return cost.said;
      };
      try {
        const from = new Date(Date.now() - 6 * DAY).toISOString().slice(0, 10);
        const made = await measure('made, and written as JSON', 'json', [
          '--from',
          from,
          '--min-coverage',
          '0',
        ]);
        const [, id = ''] = /Report (\d+)/.exec(made) ?? [];
        for (const { name, title } of reportFormats)
          if (name !== 'json')
            await measure(`read, and written as ${title}`, name, ['--id', id, '--min-coverage', '0']);
        return results;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
};

/** Wall time of a command, and the most memory that its process held. */
async function command(url: string, args: string[]) {
  const began = performance.now();
  const child = spawn(process.execPath, [join(installation, 'bin/gazetteer.js'), ...args], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let used = { megabytes: 0, processor: 0 };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const look = setInterval(() => {
    used = usedBy(child.pid) ?? used;
  }, 20);
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  clearInterval(look);
  if (code !== 0) throw new Error(`gazetteer ${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, ...used, said };
}

/** Ticks of the processor in a second: what Linux tells programs on every machine of today (time(7)). */
const TICKS = 100;

/** Most memory and all processor time until now (proc_pid_status(5), proc_pid_stat(5)); null when the process is gone. */
function usedBy(pid: number | undefined): { megabytes: number; processor: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const peak = Number(/^VmHWM:\s+([0-9]+) kB/m.exec(status)?.[1] ?? 0);
    // The name in brackets may hold blanks; utime and stime are the 14th and 15th field.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const processor = (Number(fields[11]) + Number(fields[12])) / TICKS;
    return peak === 0 ? null : { megabytes: peak / 1024, processor };
  } catch {
    return null;
  }
}
