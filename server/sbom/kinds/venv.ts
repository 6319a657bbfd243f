import { Environment } from '../../facets/venvs/schema.ts';
import { type Assembly, type Beside, properties, versioned } from '../component.ts';
import { pypiPurl } from '../purl.ts';

export function venv(facts: unknown, { name }: Beside): Assembly | null {
  const found = Environment.safeParse(facts);
  if (!found.success) return null;
  const { python, home, systemPackages, packages } = found.data;
  return {
    subject: { type: 'platform', name, ...properties({ python, home, systemPackages }) },
    parts: packages.map((one) => ({
      type: 'library',
      name: one.name,
      ...versioned(one.version),
      ...pypiPurl(one),
      ...properties({ manager: 'pip' }),
    })),
    // What the system's interpreter has installed is used as well, and is not told here.
    aggregate: systemPackages ? 'incomplete' : 'complete',
  };
}
