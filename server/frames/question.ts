import type { Question } from './evidence.ts';

const WORDS = 7;
/** PATH_MAX of Linux, for which a mount point may be written four times as long (proc_pid_mountinfo(5)). */
const LONGEST_PATH = 4096;
const LONGEST_LINE = 7 * LONGEST_PATH;
const LONGEST_QUESTION = 2 * 1024 * 1024;

/**
 * The lines of the frame "ask" (docs/agent-protocol.md). A question with one that is none, or too long, has no roots: nothing is
 * claimed for it, and all of it is to be read.
 */
export function questionRoots(text: string): Question['roots'] {
  if (text.length > LONGEST_QUESTION) return [];
  const roots: Question['roots'] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const words = line.split(' ', WORDS);
    const path = line.slice(words.join(' ').length + 1);
    const [kind = '', fstype = '', source = '', point = '', inode = '', change = '', proof = ''] = words;
    if (words.length < WORDS || !path.startsWith('/')) return [];
    if (path.length > LONGEST_PATH || line.length > LONGEST_LINE) return [];
    const mount = { point, fstype, source, inode };
    roots.push({ kind, path, mount, change, proof: proof === '-' ? '' : proof });
  }
  return roots;
}
