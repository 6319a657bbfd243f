import type { Question } from './evidence.ts';

const WORDS = 7;

/** The lines of the frame "ask" (docs/agent-protocol.md); one that is none is left out, and nothing is claimed for it. */
export function questionRoots(text: string): Question['roots'] {
  return text.split('\n').flatMap((line) => {
    const words = line.split(' ', WORDS);
    const path = line.slice(words.join(' ').length + 1);
    const [kind = '', fstype = '', source = '', point = '', inode = '', change = '', proof = ''] = words;
    if (words.length < WORDS || !path.startsWith('/')) return [];
    return [
      { kind, path, mount: { point, fstype, source, inode }, change, proof: proof === '-' ? '' : proof },
    ];
  });
}
