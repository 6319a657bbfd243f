import { type Requirement, type Said, type Unread, unreadAt } from '../requirement.ts';
import { isImageReference } from './imageReference.ts';
import { imageAt, imageNamed, isImagePath } from './requirements.ts';
import { type ScriptPlace, wordAt } from './scriptPlace.ts';

const REFERENCE = /^(?:docker|library|oras|shub|https?):\/\//;
const RUNTIME = 'told only when the script runs: check the file or its reference as well';

/** Options of apptainer exec, run and their like that take a value behind a blank (Apptainer's user guide, command line reference). */
const VALUED = new Set(
  (
    '-B --bind -H --home -W --workdir -S --scratch -o --overlay -s --shell --pwd --cwd --app --env --env-file --mount --fusemount --network ' +
    '--network-args --dns --hostname --security --add-caps --drop-caps --apply-cgroups --pem-path --docker-host --docker-username ' +
    '--docker-password --authfile --blkio-weight --cpu-shares --cpus --cpuset-cpus --cpuset-mems --memory --memory-reservation ' +
    '--memory-swap --oom-kill-disable --pids-limit --tmp-sandbox --pid-file'
  ).split(' '),
);

/** What stands behind `apptainer exec` and the like: a reference, or a file or folder of the cluster. */
export function imageRows(place: ScriptPlace, words: string[] | null): (Requirement | Unread)[] {
  if (words === null) return [];
  const known = words.map((word) => place.variables.expanded(word));
  const referred = known.findIndex((word) => REFERENCE.test(word));
  const which = referred === -1 ? firstOf(words) : referred;
  const at = which === -1 ? place : wordAt(place, words[which] ?? '');
  const image = (known[which] ?? '').replace(/^file:\/\//, '');
  // It was started somewhere before.
  if (image.startsWith('instance://')) return [];
  if (/[$`]/.test(image)) return [unreadAt(at, `runs an image that is ${RUNTIME}`)];
  if (referred !== -1) return [imageNamed(at, image)];
  if (image.startsWith('/')) return [imageAt(at, image)];
  return [unreadAt(at, 'runs an image file: check the file or its reference as well')];
}

/** The first word that is no option and no value of one; `instance start` has a verb in front of it. */
function firstOf(words: string[]): number {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (VALUED.has(word)) at += 1;
    else if (!word.startsWith('-') && !(at === 0 && word === 'start')) return at;
  }
  return -1;
}

/** With its registry in front: `8080:80` behind -p and `1000:1000` behind -u look like references, too. */
const LONGEST = 500;
const WITH_REGISTRY = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\/[^\s$`]+[:@][^\s$`]+$/;

/** What stands behind `podman run` and the like. */
export function storeRows(place: ScriptPlace, words: string[] | null): (Requirement | Unread)[] {
  if (words === null) return [];
  const image = words
    .map((word) => place.variables.expanded(word).replace(/^docker:\/\//, ''))
    .find((word) => word.length <= LONGEST && WITH_REGISTRY.test(word));
  if (image !== undefined && isImageReference(image)) return [imageNamed(wordAt(place, image), image)];
  return [unreadAt(place, 'runs an image of podman or docker: check its reference as well')];
}

/**
 * Options that start a job or a step in an image: of Slurm's plug-in pyxis (`--container-image=nvcr.io#nvidia/pytorch:23.10-py3`, or a file
 * of enroot), and of Shifter (`--image=docker:ubuntu:22.04`).
 */
export function startedRows(
  place: ScriptPlace,
  words: string[],
  option = /^--container-image(?:=|$)/,
): (Requirement | Unread)[] {
  const at = words.findIndex((word) => option.test(word));
  if (at === -1) return [];
  const said = words[at] ?? '';
  const own = said.includes('=') ? said.slice(said.indexOf('=') + 1) : (words[at + 1] ?? '');
  return [startedIn(own === '' ? place : wordAt(place, own), place.variables.expanded(own))];
}

export const SHIFTER = /^--(?:container-)?image(?:=|$)/;

function startedIn(at: Said, image: string): Requirement | Unread {
  if (isImagePath(image)) return imageAt(at, image);
  const reference = image.replace(/^docker:(?:\/\/)?/, '').replace('#', '/');
  if (isImageReference(reference)) return imageNamed(at, reference);
  return unreadAt(at, 'starts in an image: check its reference as well');
}

/** `enroot start x.sqsh`, `sarus run ubuntu:22.04`: the first word that names an image. */
export function namedRows(place: ScriptPlace, words: string[] | null): (Requirement | Unread)[] {
  if (words === null) return [];
  const own = words.find((word) => !word.startsWith('-')) ?? '';
  return [startedIn(own === '' ? place : wordAt(place, own), place.variables.expanded(own))];
}
