import { isDigest } from '../../compare/label.ts';
import { messageOf } from '../../errors.ts';
import { readLock } from '../../lock/read.ts';
import type { Lock, LockedImage, LockedModule } from '../../lock/schema.ts';
import { type Requirement, type Unread, unread } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { LineIndex } from './lineIndex.ts';
import { condaPackage, exact, pipPackage } from './requirements.ts';

/** Our own lock: what it holds is looked for on every cluster; /locks/verify tells whether one has it unchanged. */
export const gazetteerLock: CheckForm = {
  form: 'gazetteer-lock',
  sentence: 'a lock of Gazetteer',
  read: ({ text, name }) => {
    if (!/^\s*\{/.test(text) || !/"format"\s*:\s*"gazetteer-lock"/.test(text)) return null;
    try {
      const lock = readLock(name, text);
      const notes = [`What ${lock.site}/${lock.cluster} had, as it was written down at ${lock.madeAt}.`];
      const documents = new Map(lock.images.map((one) => [nameOf(one), one.document]));
      return { ...gathered(rowsOf(lock, new LineIndex(text)), [], notes), documents };
    } catch (error) {
      return gathered([unread(1, name, messageOf(error))]);
    }
  },
};

/** An environment is there by all of its packages; each is asked for once. */
function rowsOf({ environments, images, modules }: Lock, lines: LineIndex): (Requirement | Unread)[] {
  const packages = new Map(environments.flatMap((one) => one.packages).map((one) => [one.spec, one]));
  const pip = new Map(
    environments.flatMap((one) => one.pip).map((one) => [`${one.name} ${one.version}`, one]),
  );
  return [
    ...[...packages].map(([text, one]) => condaPackage({ ...lines.place(text), text }, one)),
    ...[...pip].map(([text, one]) => pipPackage({ ...lines.package(one), text }, one)),
    ...images.map((one) => named(one, lines, 'apptainer', one.digests.find(isDigest) ?? '')),
    ...modules.map((one) => named(one, lines, one.provider === 'spack' ? 'spack' : 'module', '')),
  ];
}

function named(
  one: LockedImage | LockedModule,
  lines: LineIndex,
  asked: 'apptainer' | 'module' | 'spack',
  digest: string,
): Requirement {
  const { tool, version, variant, build, place } = one;
  const name = nameOf(one);
  const text = `${name}${place === '' ? '' : `, ${place}`}`;
  const own = { tool, label: tool, version, variant, build, rule: 'lock' };
  return exact({ ...lines.place(place), text }, asked, name, own, digest);
}

function nameOf({ tool, version, variant, build }: LockedImage | LockedModule): string {
  return `${tool}/${version}${variant}${build === '' ? '' : `-${build}`}`;
}
