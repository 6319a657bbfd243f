import { spawnSync } from 'node:child_process';
import { type AgentSettings, agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import { decodeFrames, type Session } from '../../server/frames/decode.ts';

/** The shells that the agent must run under, as far as this machine has them. */
export const shells = [['dash'], ['busybox', 'sh'], ['bash'], ['ksh']].filter(
  ([program = '', ...args]) => spawnSync(program, [...args, '-c', ':']).status === 0,
);

/** Runs the real agent bundle under a shell and gives its raw output. */
export function runAgent(
  settings: AgentSettings,
  shell: string[] = ['sh'],
  env: Record<string, string> = {},
): Buffer {
  const [program = 'sh', ...args] = shell;
  const run = spawnSync(program, [...args, '-s'], {
    input: settingsLines(settings) + agentBundle().text,
    maxBuffer: 1 << 30,
    env: { ...process.env, ...env },
  });
  if (run.error) throw run.error;
  return run.stdout;
}

export function agentSession(
  settings: AgentSettings,
  shell?: string[],
  env?: Record<string, string>,
): Session {
  return decodeFrames(runAgent(settings, shell, env));
}
