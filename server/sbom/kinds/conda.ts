import { Environment, Installation } from '../../facets/conda/schema.ts';
import { type Assembly, type Beside, hashes, properties, versioned } from '../component.ts';
import { condaPurl, pypiPurl } from '../purl.ts';

export function condaEnvironment(facts: unknown, { name }: Beside): Assembly | null {
  const found = Environment.safeParse(facts);
  if (!found.success) return null;
  const { python, packages, pip, r = [], unreadable } = found.data;
  return {
    subject: { type: 'platform', name, ...properties({ python, unreadable: unreadable || null }) },
    parts: [
      ...packages.map((one) => ({
        type: 'library' as const,
        name: one.name,
        ...versioned(one.version),
        ...hashes(one),
        ...condaPurl(one),
        ...properties({ manager: 'conda', build: one.build, channel: one.channel, subdir: one.subdir }),
      })),
      ...pip.map((one) => ({
        type: 'library' as const,
        name: one.name,
        ...versioned(one.version),
        ...pypiPurl(one),
        ...properties({ manager: 'pip' }),
      })),
      // Nothing tells whether R had it from CRAN, Bioconductor or a folder, so it has no package URL.
      ...r.map((one) => ({
        type: 'library' as const,
        name: one.name,
        ...versioned(one.version),
        ...properties({ manager: 'R' }),
      })),
    ],
    aggregate: unreadable > 0 ? 'incomplete' : 'complete',
  };
}

/** Conda itself, as somebody installed it: what is in its environments they tell themselves. */
export function condaInstallation(facts: unknown, { name }: Beside): Assembly | null {
  const found = Installation.safeParse(facts);
  if (!found.success) return null;
  const { product, conda, mamba, distribution } = found.data;
  return {
    subject: { type: 'application', name, description: product, ...versioned(distribution) },
    parts: [
      ...(conda === '' ? [] : [{ type: 'application' as const, name: 'conda', version: conda }]),
      ...(mamba === '' ? [] : [{ type: 'application' as const, name: 'mamba', version: mamba }]),
    ],
    aggregate: 'unknown',
  };
}
