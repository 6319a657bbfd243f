import { Hardware } from '../facets/hardware/schema.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { Runtimes } from '../facets/runtimes/schema.ts';
import { LINES } from './headlines.ts';

/** The facts of a document in a line, where a line can say what matters; '' otherwise, and for facts of another form. */
const WRITERS: Partial<Record<FacetName, (facts: unknown) => string | null>> = {
  // What was read and holds nothing says so.
  ...Object.fromEntries(
    LINES.map(([facet, , text]) => [facet, (facts: unknown) => (text(facts) === '' ? 'none' : text(facts))]),
  ),
  hardware: (facts) => hardwareText(Hardware.safeParse(facts).data),
  runtimes: (facts) => runtimesText(Runtimes.safeParse(facts).data),
};

/** Numbers of the facets that have such a line. */
export const lineFacets = facetNames.flatMap((name, number) => (WRITERS[name] ? [number] : []));

export function factsLine(facet: string, facts: unknown): string {
  const name = facetNames.find((one) => one === facet);
  return (name && facts !== null && WRITERS[name]?.(facts)) || '';
}

const GIB = 1024 ** 3;

function hardwareText(found: Hardware | undefined): string {
  if (!found) return '';
  const { sockets, model, architecture, cores, memoryBytes } = found;
  const parts = [
    [sockets ? `${sockets} ×` : '', model || architecture].filter((text) => text !== '').join(' '),
    cores ? `${cores} cores` : '',
    memoryBytes ? `${Math.round(memoryBytes / GIB)} GiB` : '',
  ];
  return parts.filter((text) => text !== '').join(', ');
}

function runtimesText(found: Runtimes | undefined): string {
  if (!found) return '';
  const words = found.runtimes.map(({ name, version }) => `${name} ${version}`.trim());
  return words.length === 0 ? 'none' : [...new Set(words)].join(', ');
}
