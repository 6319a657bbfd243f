import type { Listed } from '../../facets/conda/lists.ts';
import { parseMambaLock } from '../../facets/conda/lockMamba.ts';
import type { ListedLock } from '../../facets/conda/lockRows.ts';
import { parseCondaLock, parsePixiLock } from '../../facets/conda/locks.ts';
import { parseTomlLock } from '../../facets/conda/lockToml.ts';
import type { Lock } from '../../facets/conda/schema.ts';
import { type Requirement, unreadAt } from '../requirement.ts';
import { folderPackages } from './folderPackages.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { LineIndex } from './lineIndex.ts';
import { condaPackage, pipPackage } from './requirements.ts';

function lockForm(
  form: string,
  sentence: string,
  parse: (text: string, where: string, yaml?: () => unknown) => Listed<Lock> | ListedLock | null,
): CheckForm {
  return {
    form,
    sentence,
    read: ({ text, name, yaml }) => {
      const found = parse(text, name, yaml);
      if (!found) return null;
      const { facts, problems } = found;
      const chosen = choose(facts);
      const lines = new LineIndex(text);
      const own = folderPackages(text);
      const at = (one: { name: string; version: string; build?: string }) => ({
        ...lines.package(one),
        text: [one.name, one.version, one.build ?? ''].join(' '),
      });
      const madeFor = (platform: string | undefined) => {
        const takes = chosen.takesFor(platform);
        return [
          ...facts.packages.filter(takes).map((one) => condaPackage(at(one), one)),
          ...facts.pip
            .filter(takes)
            .map((one) => (own.has(one.name) ? unreadAt(at(one), FOLDER) : pipPackage(at(one), one))),
        ];
      };
      const others = chosen.others.map((platform): [string, Requirement[]] => [
        platform,
        gathered(madeFor(platform)).requirements,
      ]);
      return {
        ...gathered(madeFor(chosen.platform), problems, chosen.notes),
        ...(others.length > 0 ? { others: Object.fromEntries(others) } : {}),
        channels: facts.channels,
        ...('asks' in found ? { asks: found.asks } : {}),
      };
    },
  };
}

const FOLDER = 'comes from a folder beside the lock, and is no release';

const PLATFORMS = ['linux-64', 'linux-aarch64', 'linux-ppc64le', 'noarch'];
const ENVIRONMENTS = ['main', 'default'];

interface Chosen {
  /** The one that it is read for. */
  platform: string | undefined;
  /** Others of Linux: nodes of them are judged by what is for them. */
  others: string[];
  takesFor: (platform: string | undefined) => (row: { used: string[] }) => boolean;
  notes: string[];
}

/** A lock is for several platforms and environments at once: one of each is what somebody would install. */
function choose(lock: Lock): Chosen {
  const { platforms, environments } = lock;
  const platform = PLATFORMS.find((one) => platforms.includes(one)) ?? platforms[0];
  const others = platforms.filter((one) => one !== platform && one.startsWith('linux-'));
  const away = platforms.filter((one) => one !== platform && !one.startsWith('linux-') && one !== 'noarch');
  const environment = ENVIRONMENTS.find((one) => environments.includes(one)) ?? environments[0];
  const notes: string[] = [];
  if (platforms.length > 1 && platform !== undefined) {
    const judged =
      others.length > 0 ? ` Nodes of ${others.join(', ')} are judged by what it holds for them.` : '';
    const also = away.length > 0 ? ` The lock is also for ${away.join(', ')}.` : '';
    notes.push(`Looked for is what it holds for ${platform}.${judged}${also}`);
  }
  if (environments.length > 1 && environment !== undefined)
    notes.push(
      `Read is the environment ${environment}; the lock also has ${environments.filter((one) => one !== environment).join(', ')}.`,
    );
  // Locks of Python tools tell no uses.
  const takesFor =
    (wanted: string | undefined) =>
    ({ used }: { used: string[] }) =>
      used.length === 0 || used.some((use) => isUsed(use, environment, wanted));
  return { platform, others, takesFor, notes };
}

/** `environment/platform`, each of which may be left out. */
function isUsed(use: string, environment: string | undefined, platform: string | undefined): boolean {
  const slash = use.lastIndexOf('/');
  const [own, on] = [use.slice(0, slash), use.slice(slash + 1)];
  return (
    (environment === undefined || own === environment) &&
    (platform === undefined || on === platform || on === '')
  );
}

export const lockForms: CheckForm[] = [
  lockForm('mamba-lock', 'a lock of mamba in JSON', parseMambaLock),
  lockForm('pixi-lock', 'pixi.lock', parsePixiLock),
  lockForm('conda-lock', 'a lock of conda-lock', parseCondaLock),
  lockForm('python-lock', 'a lock of uv, poetry or pdm, or pylock.toml', parseTomlLock),
];
