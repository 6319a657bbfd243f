import { type Requirement, type Unread, unread } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { imageNamed, moduleNamed } from './requirements.ts';
import { commandsOf } from './shellWords.ts';

const SCRIPT =
  /^#!|^#(?:SBATCH|PBS|BSUB|\$|OAR|COBALT|FLUX:)|^[ \t]*(?:module[ \t]+(?:load|add|restore|try-load)|ml[ \t]+\S)/m;

/** A job script, or any shell script that loads modules. */
export const jobScript: CheckForm = {
  form: 'job-script',
  sentence: 'a job script, or another script with module load lines',
  read: ({ text }) => (SCRIPT.test(text) ? gathered(scriptRows(text)) : null),
};

export function scriptRows(text: string): (Requirement | Unread)[] {
  const made: (Requirement | Unread)[] = [];
  // Lines that go on, put together once and not at each of them.
  let parts: string[] = [];
  let from = 0;
  for (const [at, raw] of text.split('\n').entries()) {
    if (parts.length === 0) from = at + 1;
    const part = raw.trimEnd();
    if (part.endsWith('\\') && !/^\s*#/.test(parts[0] ?? part)) {
      parts.push(part.slice(0, -1));
      continue;
    }
    const line = [...parts, part].join(' ');
    parts = [];
    // Not as arguments: a line may load more than a call takes.
    for (const words of commandsOf(line))
      for (const one of commandRows({ line: from, text: line }, words)) made.push(one);
  }
  return made;
}

const LOADS = new Set(['load', 'add', 'try-load', 'switch', 'swap', 'load-any', 'try-add']);
const NO_MODULE = new Set([
  ...[
    'unload',
    'rm',
    'del',
    'purge',
    'use',
    'unuse',
    'list',
    'avail',
    'av',
    'spider',
    'show',
    'display',
    'help',
  ],
  ...[
    'save',
    's',
    'savelist',
    'reset',
    'refresh',
    'update',
    'keyword',
    'whatis',
    'overview',
    'is-loaded',
    'is-avail',
  ],
]);

function commandRows(at: { line: number; text: string }, words: string[]): (Requirement | Unread)[] {
  const command = words.findIndex(
    (word) => !/^[A-Za-z_]\w*=|^(?:then|else|do|if|!|exec|time|srun|mpirun)$/.test(word),
  );
  const [name = '', ...rest] = words.slice(command === -1 ? words.length : command);
  if (name === 'module' || name === 'ml') return moduleRows(at, name, rest);
  if (/^(?:apptainer|singularity)$/.test(name) && /^(?:exec|run|shell|pull)$/.test(rest[0] ?? ''))
    return imageRows(at, rest.slice(1));
  if (/^(?:conda|mamba|micromamba)$/.test(name) && rest[0] === 'activate' && rest[1] !== undefined)
    return [unread(at.line, at.text, 'activates an environment that is told elsewhere: check its own file')];
  return [];
}

function moduleRows(
  at: { line: number; text: string },
  command: string,
  words: string[],
): (Requirement | Unread)[] {
  const plain = words.filter((word) => !/^\d*[<>]|^\d$/.test(word));
  const asked = plain.filter((word) => !word.startsWith('-'));
  const [verb = '', ...names] = asked;
  if (verb === 'restore') return [unread(at.line, at.text, 'restores a collection: check its own file')];
  if (NO_MODULE.has(verb)) return [];
  if (LOADS.has(verb))
    return (verb === 'swap' || verb === 'switch' ? names.slice(-1) : names).map((name) => row(at, name));
  // `ml a b -c` loads a and b and unloads c.
  return command === 'ml' ? asked.map((name) => row(at, name)) : [];
}

function row(at: { line: number; text: string }, name: string): Requirement | Unread {
  if (/[$`]/.test(name))
    return unread(at.line, at.text, `${name.slice(0, 100)} is told only when the script runs`);
  return moduleNamed(at, name);
}

const REFERENCE = /^(?:docker|library|oras|shub|https?):\/\//;

function imageRows(at: { line: number; text: string }, words: string[]): (Requirement | Unread)[] {
  const image = words.find((word) => REFERENCE.test(word));
  if (image !== undefined && !/[$`]/.test(image)) return [imageNamed(at, image)];
  return [unread(at.line, at.text, 'runs an image file: check the file or its reference as well')];
}
