/** The part of CycloneDX 1.7 that is written here (cyclonedx.org/docs/1.7/json). */
export interface Component {
  type: 'application' | 'library' | 'container' | 'platform' | 'operating-system' | 'device-driver';
  'bom-ref'?: string;
  name: string;
  version?: string;
  description?: string;
  hashes?: Hash[];
  purl?: string;
  pedigree?: { ancestors: Component[] };
  externalReferences?: { type: 'website'; url: string }[];
  components?: Component[];
  evidence?: { occurrences: { location: string }[] };
  properties?: Property[];
}

export interface Hash {
  alg: 'MD5' | 'SHA-256';
  content: string;
}

export interface Property {
  name: string;
  value: string;
}

/** How much of what something is made of is told: `unknown` where nobody can say. */
export type Aggregate = 'complete' | 'incomplete' | 'unknown';

/** What one document says: something, and what it is made of. */
export interface Assembly {
  subject: Component;
  parts: Component[];
  aggregate: Aggregate;
}

/** What stands beside a document. */
export interface Beside {
  /** The first place where it is; its hash where it is nowhere any more. */
  name: string;
  /** Facts of what is inside an image; null where nobody looked, or places differ. */
  inside: unknown;
  /** sha256 of the whole file, by place; several where places differ. */
  fileDigests: string[];
  /** ID and VERSION_ID of the systems of the nodes that hold it. */
  systems: { id: string; versionId: string }[];
  /** sha256 of modulefiles by full name, where all places agree. */
  modulefiles: ReadonlyMap<string, string>;
}

/** A property for each value that is known. */
export function properties(values: Record<string, string | number | boolean | null>): {
  properties?: Property[];
} {
  const known = Object.entries(values)
    .filter(([, value]) => value !== '' && value !== null)
    .map(([name, value]) => ({ name: `gazetteer:${name}`, value: String(value) }));
  return known.length === 0 ? {} : { properties: known };
}

/** '' is a version that is not known. */
export const versioned = (version: string): { version?: string } => (version === '' ? {} : { version });

/** Hashes that are known, as the schema takes them. */
export function hashes({ sha256 = '', md5 = '' }: { sha256?: string; md5?: string }): { hashes?: Hash[] } {
  const known: Hash[] = [];
  if (/^[0-9a-f]{64}$/i.test(sha256)) known.push({ alg: 'SHA-256', content: sha256.toLowerCase() });
  if (/^[0-9a-f]{32}$/i.test(md5)) known.push({ alg: 'MD5', content: md5.toLowerCase() });
  return known.length === 0 ? {} : { hashes: known };
}

/** Each once: the schema takes no two that are equal. */
export function once(parts: Component[]): Component[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}
