import { Store } from '../../facets/spack/schema.ts';
import { type Assembly, type Beside, properties, versioned } from '../component.ts';

/** What a store of Spack has installed. Spack has no type of package URL. */
export function spackStore(facts: unknown, { name }: Beside): Assembly | null {
  const found = Store.safeParse(facts);
  if (!found.success) return null;
  const { instance, spack, packages } = found.data;
  const there = packages.filter(({ state }) => state === 'installed' || state === 'deprecated');
  return {
    subject: { type: 'platform', name, ...properties({ instance, spack }) },
    parts: there.map((one) => ({
      type: 'library',
      name: one.name,
      ...versioned(one.version),
      ...properties({
        manager: 'spack',
        hash: one.hash,
        compiler: one.compiler,
        arch: one.arch,
        variants: one.variants,
        state: one.state,
      }),
    })),
    aggregate: 'complete',
  };
}
