import { spawnSync } from 'node:child_process';

export interface Cost {
  seconds: number;
  /** Processor time, of the process and its children. */
  processor: number;
}

/** What a bash command line costs; throws when it fails. Only bash tells the time of all its children. */
export function timedShell(line: string, input = ''): Cost {
  const run = spawnSync('bash', ['-c', `TIMEFORMAT='@@%R %U %S'; time { ${line}\n}`], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const [real, user, system] = (/@@([0-9. ]+)\s*$/.exec(run.stderr)?.[1] ?? '').split(' ').map(Number);
  if (run.status !== 0 || real === undefined)
    throw new Error(`${line.slice(0, 80)} failed: ${run.stderr.slice(0, 400)}`);
  return { seconds: real, processor: (user ?? 0) + (system ?? 0) };
}

/** What some work of this process costs, and the most memory it came to hold above what there was, in MB. */
export async function timedWork<T>(work: () => Promise<T>): Promise<Cost & { megabytes: number; result: T }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  const began = performance.now();
  const used = process.cpuUsage();
  try {
    const result = await work();
    const { user, system } = process.cpuUsage(used);
    most = Math.max(most, process.memoryUsage().rss);
    return {
      seconds: (performance.now() - began) / 1000,
      processor: (user + system) / 1e6,
      megabytes: (most - before) / 2 ** 20,
      result,
    };
  } finally {
    clearInterval(look);
  }
}
