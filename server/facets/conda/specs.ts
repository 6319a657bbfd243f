import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { channelName, isSubdir, withoutSecrets } from './channel.ts';
import { environmentOf } from './environment.ts';
import { objectOf } from './json.ts';
import { type Listed, shown } from './lists.ts';
import { fileNameParts, packageOf } from './record.ts';
import type { Environment, Package, PipPackage, Specification } from './schema.ts';
import { yamlValue } from './yaml.ts';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** An environment file (conda's documentation, "Creating an environment file manually"). */
export function parseEnvironmentFile(text: string): Listed<Specification> | null {
  const file = objectOf(yamlValue(text));
  if (!file || !('dependencies' in file)) return null;
  const list = Array.isArray(file.dependencies) ? file.dependencies : [];
  const pip = list.flatMap((one) =>
    typeof one === 'object' && one !== null && 'pip' in one ? texts(one.pip) : [],
  );
  return {
    facts: {
      kind: 'conda.specification',
      name: typeof file.name === 'string' ? file.name : '',
      channels: texts(file.channels).map(channelName),
      specs: texts(list).map(withoutSecrets),
      pip: pip.map(withoutSecrets),
    },
    problems: [],
  };
}

/** A lock of conda-lock, version 1 (conda-lock's lockfile/v1/models.py): `package` is a list of records. */
export function parseLock(text: string, where: string): Listed<Environment> | null {
  const file = objectOf(yamlValue(text));
  // A lock of nothing has an empty `package`.
  if (!file || !('package' in file) || (file.version ?? 1) !== 1) return null;
  const rows: unknown = file.package ?? [];
  if (!Array.isArray(rows)) return null;
  const packages: Package[] = [];
  const pip: PipPackage[] = [];
  const problems: Problem[] = [];
  for (const row of rows) {
    const record = objectOf(row) ?? {};
    const { name, version, manager, url, platform } = record;
    const hash = typeof record.hash === 'object' && record.hash !== null ? record.hash : {};
    if (manager === 'pip' && typeof name === 'string' && typeof version === 'string') {
      pip.push({ name, version });
      continue;
    }
    const address = typeof url === 'string' ? url : '';
    const subdir = fileNameParts(address)
      ? ''
      : typeof platform === 'string' && isSubdir(platform)
        ? platform
        : '';
    const found = packageOf({ ...hash, name, version, url: address, ...(subdir ? { subdir } : {}) }, address);
    if (found) packages.push(found);
    else problems.push(problemOf('conda', where, 'conda-lock', 0, shown(row), 'expected a package'));
  }
  return { facts: environmentOf(packages, pip, problems.length), problems };
}
