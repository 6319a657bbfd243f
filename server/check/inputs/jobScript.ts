import { nameSpack } from '../../names/index.ts';
import { type Requirement, type Unread, unread } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { isImageReference } from './imageReference.ts';
import { exact, imageNamed, moduleNamed } from './requirements.ts';
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
    const place = { line: from, text: line };
    // sbatch(1) takes options of plug-ins from there as well.
    if (line.startsWith('#SBATCH ')) made.push(...startedRows(place, line.split(/\s+/)));
    for (const words of commandsOf(line)) for (const one of commandRows(place, words)) made.push(one);
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

/** What starts another command, which stands behind options of its own. */
const LAUNCHERS: ReadonlySet<string> = new Set([
  ...[
    'srun',
    'mpirun',
    'mpiexec',
    'mpiexec.hydra',
    'orterun',
    'prun',
    'aprun',
    'jsrun',
    'ibrun',
    'flux',
    'lrun',
  ],
  ...['env', 'nice', 'nohup', 'timeout', 'numactl', 'taskset', 'stdbuf', 'sudo', 'parallel'],
]);
/** What is told of when it stands behind a launcher. */
const STARTED = /^(?:apptainer|singularity|podman|podman-hpc|docker|conda|mamba|micromamba)$/;

/** The command of a line with its arguments, without what stands in front of it; paths to programs are their names. */
function startedIn(words: string[]): string[] {
  const command = words.findIndex(
    (word) => !/^[A-Za-z_]\w*=|^(?:then|else|elif|do|if|while|!|\{|exec|time|command)$/.test(word),
  );
  if (command === -1) return [];
  const own = words.slice(command);
  if (!LAUNCHERS.has(programOf(own[0] ?? ''))) return own;
  // Which options of a launcher take a value is not known here.
  const started = own.findIndex((word) => STARTED.test(programOf(word)));
  return started === -1 ? own : own.slice(started);
}

const programOf = (word: string) => word.slice(word.lastIndexOf('/') + 1);

function commandRows(at: { line: number; text: string }, words: string[]): (Requirement | Unread)[] {
  const [command = '', ...rest] = startedIn(words);
  const name = programOf(command);
  if (name === 'module' || name === 'ml') return moduleRows(at, name, rest);
  if (/^(?:apptainer|singularity)$/.test(name)) return imageRows(at, behind(rest, RUNS));
  if (/^(?:podman|podman-hpc|docker)$/.test(name)) return storeRows(at, behind(rest, /^(?:run|pull)$/));
  if (/^(?:conda|mamba|micromamba)$/.test(name) && behind(rest, /^(?:activate|run)$/) !== null)
    return [unread(at.line, at.text, ENVIRONMENT)];
  if ((name === 'source' || name === '.') && /(?:^|\/)activate$/.test(rest[0] ?? ''))
    return [unread(at.line, at.text, ENVIRONMENT)];
  if (name === 'spack') return (behind(rest, /^load$/) ?? []).flatMap((word) => spackRow(at, word));
  return startedRows(at, words);
}

/** Of Slurm's plug-in pyxis. */
function startedRows(at: { line: number; text: string }, words: string[]): Unread[] {
  if (!words.some((word) => /^--container-image(?:=|$)/.test(word))) return [];
  return [unread(at.line, at.text, 'starts in an image: check its reference as well')];
}

/** `samtools@1.17%gcc@12.2.0 +x ^mpi`: name and version of what is loaded; the rest only narrows it (Spack's documentation, "Specs"). */
function spackRow(at: { line: number; text: string }, word: string): (Requirement | Unread)[] {
  if (/^[-+~%^]/.test(word)) return [];
  const [, name = '', version = ''] =
    /^([a-z0-9][a-z0-9_-]*)(?:@=?(\d[\w.-]*))?(?:[%+~^/]|$)/.exec(word) ?? [];
  const named = name === '' ? null : nameSpack({ name, version, compiler: '', hash: '' });
  if (named) return [exact(at, 'spack', name, named, '')];
  return [unread(at.line, at.text, `${word.slice(0, 100)} names no one version of a package of Spack`)];
}

const RUNS = /^(?:exec|run|shell|pull|test|instance)$/;
const ENVIRONMENT = 'activates an environment that is told elsewhere: check its own file';

/** What stands behind a subcommand, in front of which there may be options; null where there is none. */
function behind(words: string[], subcommand: RegExp): string[] | null {
  const at = words.findIndex((word) => !word.startsWith('-'));
  return at !== -1 && subcommand.test(words[at] ?? '') ? words.slice(at + 1) : null;
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

function imageRows(at: { line: number; text: string }, words: string[] | null): (Requirement | Unread)[] {
  if (words === null) return [];
  const image = words.find((word) => REFERENCE.test(word));
  if (image !== undefined && !/[$`]/.test(image)) return [imageNamed(at, image)];
  return [unread(at.line, at.text, 'runs an image file: check the file or its reference as well')];
}

/** With its registry in front: `8080:80` behind -p and `1000:1000` behind -u look like references, too. */
const LONGEST = 500;
const WITH_REGISTRY = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\/[^\s$`]+[:@][^\s$`]+$/;

function storeRows(at: { line: number; text: string }, words: string[] | null): (Requirement | Unread)[] {
  if (words === null) return [];
  const image = words
    .map((word) => word.replace(/^docker:\/\//, ''))
    .find((word) => word.length <= LONGEST && WITH_REGISTRY.test(word));
  if (image !== undefined && isImageReference(image)) return [imageNamed(at, image)];
  return [unread(at.line, at.text, 'runs an image of podman or docker: check its reference as well')];
}
