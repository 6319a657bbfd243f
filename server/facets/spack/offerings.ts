import { shellWord } from '../../agent/bundle.ts';
import { nameSpack } from '../../names/index.ts';
import type { Facts, Locator, OfferingDraft } from '../facet.ts';
import { type Package, Store } from './schema.ts';

/** Variants that say how a package is built and not what is in it. */
const HOW = /(?:^| )(?:build_system|generator|build_type)=\S+/g;

/** The longest text that is still one for a person; longer ones are cut at a word. */
const LONGEST = 120;

/** Installed packages, those that came as dependencies too: `spack load` takes both. Externals are the system's. */
export function offerings(facts: Facts): OfferingDraft[] {
  const store = Store.safeParse(facts);
  if (!store.success) return [];
  const installed = store.data.packages.filter(({ state }) => state === 'installed');
  const short = shortHashes(installed);
  return installed.flatMap((one): OfferingDraft[] => {
    const name = nameSpack(one);
    if (!name) return [];
    const { tool, label, version, build } = name;
    const locator = [short.get(one.hash) ?? one.hash, store.data.instance, one.prefix].join('\t');
    return [{ tool, label, version, variant: variantOf(one), build, provider: 'spack', digest: '', locator }];
  });
}

function variantOf({ variants }: Package): string {
  const text = variants.replace(HOW, '').trim();
  if (text.length <= LONGEST) return text;
  return text.slice(0, Math.max(text.lastIndexOf(' ', LONGEST), text.lastIndexOf('+', LONGEST), 1)).trim();
}

/** Seven characters, as Spack shows them, or as many as tell a package from the others of its store. */
function shortHashes(packages: Package[]): Map<string, string> {
  const hashes = packages.map(({ hash }) => hash).sort();
  const common = (a: string, b: string) => {
    let at = 0;
    while (at < a.length && a[at] === b[at]) at += 1;
    return at;
  };
  return new Map(
    hashes.map((hash, at) => {
      const near = Math.max(common(hash, hashes[at - 1] ?? ''), common(hash, hashes[at + 1] ?? ''));
      return [hash, hash.slice(0, Math.max(7, near + 1))];
    }),
  );
}

/** The folder of a package, and the line that loads it, with the Spack that has it where that is known. */
export function locate(rootPath: string, locator: string): Locator {
  const [hash = '', instance = '', prefix = ''] = locator.split('\t');
  const place = prefix.startsWith('/') ? prefix : [rootPath, prefix].filter((one) => one !== '').join('/');
  if (!/^[a-z0-9]{1,64}$/.test(hash)) return { place, load: '' };
  const load = `spack load /${hash}`;
  return {
    place,
    load: instance === '' ? load : `. ${shellWord(`${instance}/share/spack/setup-env.sh`)} && ${load}`,
  };
}
