import type { NativeForm } from '../facet.ts';
import { inputText, nativeReading } from '../reading.ts';
import type { Repository } from './schema.ts';

/**
 * `cvmfs_config stat NAME` (CernVM-FS documentation, "Client configuration"): a line of headings and a line of values,
 * which does not name the repository.
 */
function found(text: string): Repository | null {
  const lines = text
    .slice(0, 20_000)
    .split('\n')
    .map((line) => line.trim().split(/ +/));
  const head = lines.findIndex((words) => words[0] === 'VERSION' && words.includes('REVISION'));
  if (head === -1) return null;
  const revision = lines[head + 1]?.[lines[head]?.indexOf('REVISION') ?? 0] ?? '';
  if (!/^\d{1,15}$/.test(revision)) return null;
  return { kind: 'cvmfs.repository', name: '', revision: Number(revision), eessi: [] };
}

export const natives: NativeForm[] = [
  {
    format: 'cvmfs-stat',
    sentence: 'Output of cvmfs_config stat, for one repository.',
    recognise: (input) => found(inputText(input)) !== null,
    parse: (input) => nativeReading(input, 'cvmfs-stat', found(inputText(input)), []),
  },
];
