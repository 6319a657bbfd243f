import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type AgentSettings, agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import type { Answer } from '../../server/collect/election.ts';

/** Nonce of recorded frames; each replay puts its visit's own in its place. */
export const NONCE = '0123456789abcdef';

/** The frames of the real agent that is told the same word to whatever it asks. */
export async function recordAgent(settings: AgentSettings, root: string, word: Answer): Promise<string> {
  const child = spawn('sh', ['-s'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, HOME: root, GZ_ROOT: root },
  });
  return conversation(child, settings, word);
}

/** What an agent prints that some shell reads from its input, told the same word to whatever it asks. */
export async function conversation(
  child: ChildProcessByStdio<Writable, Readable, Readable | null>,
  settings: AgentSettings,
  word: Answer,
): Promise<string> {
  child.stdin.write(settingsLines({ ...settings, nonce: NONCE, ask: true }) + agentBundle().text);
  let text = '';
  let answered = 0;
  child.stdout.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    const asked = questions(text);
    for (const id of asked.slice(answered)) child.stdin.write(`${id} ${word}\n`);
    answered = asked.length;
  });
  await new Promise((done) => child.once('close', done));
  if (!text.includes(' bye\n')) throw new Error('the recorded agent did not come to its end');
  return text;
}

/** Ids of the questions that wait for an answer, in order. */
function questions(text: string): string[] {
  const waits = text.split(new RegExp(`^${NONCE}\\+[0-9]+ wait *\\n`, 'm'));
  return waits
    .slice(0, -1)
    .map(
      (before) => [...before.matchAll(new RegExp(`^${NONCE}\\+[0-9]+ ask (\\S+)`, 'gm'))].at(-1)?.[1] ?? '',
    );
}

/** A stretch of frames: it ends with a question that waits, or with the stream. */
export interface Piece {
  text: string;
  /** Id of the question; '' at the end. */
  asks: string;
}

/** Recorded streams in pieces: the same number in each, since what is asked does not depend on the answers. */
export function piecesOf(text: string): Piece[] {
  const ids = questions(text);
  const parts = text.split(new RegExp(`(?<=^${NONCE}\\+[0-9]+ wait *\\n${NONCE}=.*\\n)`, 'm'));
  return parts.map((part, at) => ({ text: part, asks: ids[at] ?? '' }));
}
