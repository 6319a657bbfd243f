import { type Case, captured, capturedBytes, type Measure } from './measure.ts';
import { cellsOf, documentOf, member } from './node-rows.ts';

const FIELDS = ['system', 'release', 'version', 'machine'] as const;
const KEYS = ['kernel_name', 'kernel_release', 'kernel_version', 'machine'];

/** jc's answer, beside the line or as the input itself; without one the line is the system's name alone. */
function truthOf(path: string, siblings: string[]): string[] {
  const json = path.endsWith('.json') ? path : path.replace(/\.out$/, '.json');
  if (siblings.includes(json)) {
    const answer: unknown = JSON.parse(capturedBytes(json).toString('utf8'));
    return KEYS.map((key) => member(answer, key));
  }
  const words = capturedBytes(path).toString('utf8').trim().split(/\s+/);
  // BSD and macOS: system, host, release, version to the end but the machine.
  return [words[0] ?? '', words[2] ?? '', words.slice(3, -1).join(' '), words.slice(3).at(-1) ?? ''];
}

function cases(): Case[] {
  const all = captured('uname').map((one) => one.path);
  return all.map((path) => {
    const truth = truthOf(path, all);
    return {
      input: path,
      expected: cellsOf(Object.fromEntries(FIELDS.map((name, at) => [name, truth[at]])), FIELDS),
      found: cellsOf(documentOf('kernel', path), FIELDS),
    };
  });
}

export const uname: Measure[] = [
  { kind: 'uname', parser: 'kernel uname', truth: "jc's JSON, else the words of the line", cases },
];
