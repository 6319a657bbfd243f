import type { Listed } from '../../facets/conda/lists.ts';
import { parseMambaLock } from '../../facets/conda/lockMamba.ts';
import { parseCondaLock, parsePixiLock } from '../../facets/conda/locks.ts';
import { parseTomlLock } from '../../facets/conda/lockToml.ts';
import type { Lock } from '../../facets/conda/schema.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { LineIndex } from './lineIndex.ts';
import { condaPackage, pipPackage } from './requirements.ts';

function lockForm(
  form: string,
  sentence: string,
  parse: (text: string, where: string) => Listed<Lock> | null,
): CheckForm {
  return {
    form,
    sentence,
    read: ({ text, name }) => {
      const found = parse(text, name);
      if (!found) return null;
      const { facts, problems } = found;
      const chosen = choose(facts);
      const lines = new LineIndex(text);
      const at = (one: { name: string; version: string; build?: string }) => ({
        line: lines.package(one),
        text: [one.name, one.version, one.build ?? ''].join(' '),
      });
      const made = [
        ...facts.packages.filter(chosen.takes).map((one) => condaPackage(at(one), one)),
        ...facts.pip.filter(chosen.takes).map((one) => pipPackage(at(one), one)),
      ];
      return gathered(made, problems, chosen.notes);
    },
  };
}

const PLATFORMS = ['linux-64', 'linux-aarch64', 'linux-ppc64le', 'noarch'];
const ENVIRONMENTS = ['main', 'default'];

/** A lock is for several platforms and environments at once: one of each is what somebody would install. */
function choose(lock: Lock): { takes: (row: { used: string[] }) => boolean; notes: string[] } {
  const { platforms, environments } = lock;
  const platform = PLATFORMS.find((one) => platforms.includes(one)) ?? platforms[0];
  const environment = ENVIRONMENTS.find((one) => environments.includes(one)) ?? environments[0];
  const notes: string[] = [];
  if (platforms.length > 1 && platform !== undefined)
    notes.push(
      `Read for ${platform}; the lock is also for ${platforms.filter((one) => one !== platform).join(', ')}.`,
    );
  if (environments.length > 1 && environment !== undefined)
    notes.push(
      `Read is the environment ${environment}; the lock also has ${environments.filter((one) => one !== environment).join(', ')}.`,
    );
  const isHere = (use: string) => {
    const slash = use.lastIndexOf('/');
    const [own, on] = [use.slice(0, slash), use.slice(slash + 1)];
    return (
      (environment === undefined || own === environment) &&
      (platform === undefined || on === platform || on === '')
    );
  };
  // Locks of Python tools tell no uses.
  return { takes: ({ used }) => used.length === 0 || used.some(isHere), notes };
}

export const lockForms: CheckForm[] = [
  lockForm('mamba-lock', 'a lock of mamba in JSON', parseMambaLock),
  lockForm('pixi-lock', 'pixi.lock', parsePixiLock),
  lockForm('conda-lock', 'a lock of conda-lock', parseCondaLock),
  lockForm('python-lock', 'a lock of uv, poetry or pdm, or pylock.toml', parseTomlLock),
];
