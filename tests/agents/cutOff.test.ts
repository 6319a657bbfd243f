import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { agentBundle } from '../../server/agent/bundle.ts';
import { shells } from '../harness/agent.ts';
import { kill, processesWith } from '../harness/processes.ts';

/** Nothing of an agent stays on a node behind a connection that is gone, or behind a session that was killed. */

const started: string[] = [];
afterEach(() => {
  for (const mark of started.splice(0)) for (const pid of processesWith(mark)) kill(pid);
});

/** An agent with facets of these bodies, and the variable that it and all it starts have. */
function agent(
  shell: readonly string[],
  bodies: string[],
): { mark: string; child: ChildProcessByStdio<Writable, Readable, null> } {
  const value = randomUUID();
  const mark = `GAZETTEER_TEST_CUT=${value}`;
  started.push(mark);
  const text = agentBundle().text.replace(/\nGZ_ALL_FACETS=[\s\S]*$/, '');
  const facets = bodies.map((body, at) => `facet_f${at}() { ${body}; gz_end present; }\n`).join('');
  const names = bodies.map((_, at) => `f${at}`).join(' ');
  const child = spawn(shell[0] ?? 'sh', [...shell.slice(1), '-s'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, GAZETTEER_TEST_CUT: value },
  });
  child.stdin.end(`${text}\n${facets}GZ_ALL_FACETS='${names}' GZ_AGENT=x GZ_ASK=1\ngz_main; exit\n`);
  return { mark, child };
}

/** Processes that are left when all had time to notice. */
async function leftOf(mark: string): Promise<number[]> {
  for (let tries = 0; tries < 150 && processesWith(mark).length > 0; tries += 1) await sleep(100);
  return processesWith(mark);
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** The ticker starts a sleep of a second; its parent is the session. */
async function sessionOf(mark: string): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const ticking = processesWith(mark).find((pid) => {
      try {
        return /(^|\0)sleep\x001\0$/.test(readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
      } catch {
        return false;
      }
    });
    if (ticking !== undefined) return parentOf(parentOf(ticking));
    await sleep(20);
  }
  throw new Error('no ticker was seen');
}

const each = shells.map((shell) => [shell.join(' '), shell] as const);

test.skipIf(process.platform !== 'linux').each(each)(
  'when nobody reads any more, under %s',
  async (_, shell) => {
    const { mark, child } = agent(shell, Array(6).fill('gz_part p; sleep 0.3; echo more'));
    await new Promise((told) => child.stdout.once('data', told));
    expect(processesWith(mark).length).toBeGreaterThan(2);
    child.stdout.destroy();
    expect(await leftOf(mark)).toEqual([]);
  },
);

// ksh and busybox may sleep without a program, by which the session is found.
test.skipIf(process.platform !== 'linux').each(each.filter(([name]) => name === 'dash' || name === 'bash'))(
  'when its session is killed, under %s',
  async (_, shell) => {
    const { mark, child } = agent(shell, ['sleep 3', 'sleep 3']);
    child.stdout.resume();
    const session = await sessionOf(mark);
    expect(processesWith(mark)).toContain(session);
    kill(session);
    expect(await leftOf(mark)).toEqual([]);
  },
);
