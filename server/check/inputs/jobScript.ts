import { nameSpack } from '../../names/index.ts';
import { type ModuleUse, type Requirement, type Unread, unreadAt } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { imageRows, namedRows, SHIFTER, startedRows, storeRows } from './imageCommands.ts';
import { Folders, moduleRows, pathRows } from './moduleCommands.ts';
import { exact } from './requirements.ts';
import { type ScriptPlace, wordAt } from './scriptPlace.ts';
import { ScriptVariables } from './scriptVariables.ts';
import { commandsOf } from './shellWords.ts';

const SCRIPT =
  /^#!|^#(?:SBATCH|PBS|BSUB|\$|OAR|COBALT|FLUX:)|^[ \t]*(?:module[ \t]+(?:load|add|restore|try-load|use)|ml[ \t]+\S)/m;

/** A job script, or any shell script that loads modules. */
export const jobScript: CheckForm = {
  form: 'job-script',
  sentence: 'a job script, or another script with module load lines',
  read: ({ text }) => (SCRIPT.test(text) ? gathered(scriptRows(text)) : null),
};

type Made = Requirement | Unread | ModuleUse;

export function scriptRows(text: string): Made[] {
  const made: Made[] = [];
  const folders = new Folders();
  const variables = new ScriptVariables(text);
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
    const place = { line: from, text: [...parts, part].join(' '), parts: [...parts, part], variables };
    parts = [];
    // Not as arguments: a line may load more than a call takes.
    const add = (one: Made) => {
      folders.take(one);
      made.push(one);
    };
    // sbatch(1) takes options of plug-ins from there as well.
    if (place.text.startsWith('#SBATCH ')) startedRows(place, place.text.split(/\s+/), SHIFTER).forEach(add);
    for (const words of commandsOf(place.text)) {
      const own = startedIn(words);
      if (isModule(own)) folders.drop(own.slice(1), place);
      for (const one of commandRows(place, words, own)) add(one);
    }
  }
  return made;
}

const isModule = ([command]: string[]) => command === 'module' || command === 'ml';

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
const STARTED =
  /^(?:apptainer|singularity|podman|podman-hpc|docker|shifter|sarus|enroot|conda|mamba|micromamba)$/;

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

function commandRows(at: ScriptPlace, words: string[], own: string[]): Made[] {
  const [command = '', ...rest] = own;
  const name = programOf(command);
  if (isModule([name])) return moduleRows(at, name, rest);
  if (name === '' || name === 'export') return pathRows(at, words);
  if (/^(?:apptainer|singularity)$/.test(name)) return imageRows(at, behind(rest, RUNS));
  if (/^(?:podman|podman-hpc|docker)$/.test(name)) return storeRows(at, behind(rest, /^(?:run|pull)$/));
  if (/^(?:conda|mamba|micromamba)$/.test(name) && behind(rest, /^(?:activate|run)$/) !== null)
    return [unreadAt(at, ENVIRONMENT)];
  if ((name === 'source' || name === '.') && /(?:^|\/)activate$/.test(rest[0] ?? ''))
    return [unreadAt(at, ENVIRONMENT)];
  if (name === 'shifter') return startedRows(at, words, SHIFTER);
  if (name === 'sarus') return namedRows(at, behind(rest, /^run$/));
  if (name === 'enroot') return namedRows(at, behind(rest, /^(?:start|create)$/));
  if (name === 'spack' && /^env activate\b/.test(rest.join(' '))) return [unreadAt(at, ENVIRONMENT)];
  if (name === 'spack') return (behind(rest, /^load$/) ?? []).flatMap((word) => spackRow(at, word));
  return startedRows(at, words);
}

/** `samtools@1.17%gcc@12.2.0 +x ^mpi`: name and version of what is loaded; the rest only narrows it (Spack's documentation, "Specs"). */
function spackRow(place: ScriptPlace, word: string): (Requirement | Unread)[] {
  if (/^[-+~%^]/.test(word)) return [];
  const [, name = '', version = ''] =
    /^([a-z0-9][a-z0-9_-]*)(?:@=?(\d[\w.-]*))?(?:[%+~^/]|$)/.exec(place.variables.expanded(word)) ?? [];
  const named = name === '' ? null : nameSpack({ name, version, compiler: '', hash: '' });
  const at = wordAt(place, word);
  if (named) return [exact(at, 'spack', name, named, '')];
  return [unreadAt(at, `${word.slice(0, 100)} names no one version of a package of Spack`)];
}

const RUNS = /^(?:exec|run|shell|pull|test|instance)$/;
const ENVIRONMENT = 'activates an environment that is told elsewhere: check its own file';

/** What stands behind a subcommand, in front of which there may be options; null where there is none. */
function behind(words: string[], subcommand: RegExp): string[] | null {
  const at = words.findIndex((word) => !word.startsWith('-'));
  return at !== -1 && subcommand.test(words[at] ?? '') ? words.slice(at + 1) : null;
}
