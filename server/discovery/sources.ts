import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { codeOf, messageOf } from '../errors.ts';
import type { Source } from '../inventory/discovery.ts';
import { readAnsibleIni } from './ansibleIni.ts';
import { readAnsibleYaml } from './ansibleYaml.ts';
import { readClusterShell } from './clusterShell.ts';
import { readGenders } from './genders.ts';
import { readNodeList } from './nodeList.ts';
import { emptyRoster, type Roster } from './roster.ts';
import { settledText } from './settledText.ts';

/** Longer files list no nodes. */
const MOST_BYTES = 16 * 1024 * 1024;

/** What a file lists; a problem at line 0 says that nothing of it could be read. */
export async function readSourceFile(source: Source): Promise<Roster & { file: string }> {
  const file = source.of.startsWith('~') ? homedir() + source.of.slice(1) : source.of;
  try {
    const found = statSync(file);
    if (!found.isFile()) return { file, ...nothing('this is no plain file') };
    if (found.size > MOST_BYTES) return { file, ...nothing(`more than ${MOST_BYTES} bytes`) };
    const text = await settledText(file);
    if (text === null) return { file, ...nothing('it is being written, and went on changing') };
    return { file, ...rosterOf(source, file, text) };
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : messageOf(error);
    return { file, ...nothing(why) };
  }
}

/** What a text lists as a source says. Pure; `file` tells the form by its ending. */
export function rosterOf({ kind, groups }: Source, file: string, text: string): Roster {
  if (text.startsWith('#!')) return nothing('this is a program, which is not run');
  const isYaml = /\.ya?ml$/i.test(file) || /^---\s*$/m.test(text.slice(0, 200));
  try {
    if (kind === 'genders') return readGenders(text, groups);
    if (kind === 'list') return readNodeList(text);
    if (kind === 'clustershell') return readClusterShell(text, isYaml ? 'yaml' : 'cfg', groups);
    return isYaml ? readAnsibleYaml(text, groups) : readAnsibleIni(text, groups);
  } catch (error) {
    // The YAML reader runs out of stack in a text that is nothing but brackets.
    return nothing(messageOf(error));
  }
}

function nothing(message: string): Roster {
  return { ...emptyRoster(), problems: [{ line: 0, message }] };
}
