import { jsonTextOf } from '../../frames/text.ts';
import { objectOf } from '../conda/json.ts';
import { yamlValue } from '../conda/yaml.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { databaseOf, type Found, readDatabase, sorted } from './database.ts';
import { isListing, readListing } from './listing.ts';
import { type Lookup, type Node, nodeOf, packageOf } from './node.ts';
import type { Store } from './schema.ts';

type Read = (value: unknown, input: NativeInput) => (Found & { database?: string; spack?: string }) | null;

/** A form that is JSON or YAML. */
function data(format: string, sentence: string, looks: RegExp, read: Read): NativeForm {
  const found = (input: NativeInput) => {
    const value = parsedValue(input, looks);
    return value === undefined ? null : read(value, input);
  };
  return {
    format,
    sentence,
    recognise: (input) => found(input) !== null,
    parse: (input) => {
      const { packages = [], problems = [], database = '', spack = '' } = found(input) ?? {};
      const facts: Store = { kind: 'spack.store', instance: '', spack, database, packages };
      return nativeReading(input, format, found(input) ? facts : null, problems);
    },
  };
}

/** The value of a text, parsed once for all forms that look at it. */
let last: { bytes: Uint8Array; value: unknown } | undefined;
function parsedValue(input: NativeInput, looks: RegExp): unknown {
  const bytes = input.files[0]?.bytes;
  if (!bytes || !looks.test(jsonTextOf(bytes.subarray(0, 20_000)))) return undefined;
  if (last?.bytes === bytes) return last.value;
  const text = jsonTextOf(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A specification of Spack 0.15 and older is YAML.
    value = /^(?:spec|nodes):/m.test(text.slice(0, 20_000)) ? yamlValue(text) : undefined;
  }
  last = { bytes, value };
  return value;
}

/** Nodes that know each other by their hashes; `explicit` says which of them somebody asked for. */
function fromNodes(
  values: unknown[],
  input: NativeInput,
  state: 'installed' | 'asked',
  explicit: (node: Node, hash: string) => boolean | null,
  hashes: string[] = [],
): Found {
  const nodes = values.map((value, at) => ({ value, node: nodeOf(value), hash: hashes[at] ?? '' }));
  const byHash = new Map(
    nodes.flatMap(({ node, hash }) => (node ? [[hash || String(node.facts.hash), node] as const] : [])),
  );
  const lookup: Lookup = (hash) => byHash.get(hash) ?? null;
  const found: Found = { packages: [], problems: [] };
  for (const { value, node, hash } of nodes) {
    if (node) {
      const told = packageOf(node, hash, lookup);
      const isExternal = state === 'installed' && Boolean(node.facts.external);
      found.packages.push({
        ...told,
        state: isExternal ? 'external' : state,
        explicit: explicit(node, told.hash),
      });
    } else {
      const text = JSON.stringify(value) ?? '';
      found.problems.push(problemOf('spack', input.name, 'node', 0, text, 'no node with a name'));
    }
  }
  return { packages: sorted(found.packages), problems: found.problems };
}

const isNodes = (values: unknown[]) =>
  values.length > 0 && values.some((one) => nodeOf(one)?.facts.arch !== undefined);

export const natives: NativeForm[] = [
  data(
    'spack-database',
    'index.json of a store (.spack-db) or of a build cache.',
    /"database"/,
    (value, input) => {
      const database = databaseOf(value);
      return (
        database && { ...readDatabase(database, '', input.name), database: String(database.version ?? '') }
      );
    },
  ),
  data(
    'spack-lock',
    'spack.lock of an environment.',
    /"(?:spack-lockfile|concrete_specs)"/,
    (value, input) => {
      const lock = objectOf(value);
      const specs = objectOf(lock?.concrete_specs);
      if (!specs) return null;
      const roots = Array.isArray(lock?.roots) ? lock.roots : [];
      const asked = new Set(roots.map((one) => objectOf(one)?.hash));
      const hashes = Object.keys(specs);
      const spack = objectOf(lock?.spack)?.version;
      return {
        ...fromNodes(Object.values(specs), input, 'asked', (_, hash) => asked.has(hash), hashes),
        spack: typeof spack === 'string' ? spack : '',
      };
    },
  ),
  data(
    'spack-spec',
    'spec.json or spec.yaml of an installed package (.spack).',
    /^\s*(?:\{\s*"?spec"?\s*:|spec:)/,
    (value, input) => {
      const spec = objectOf(value)?.spec;
      const nodes = Array.isArray(spec) ? spec : objectOf(spec)?.nodes;
      if (!Array.isArray(nodes) || !isNodes(nodes)) return null;
      const first = nodeOf(nodes[0]);
      return fromNodes(nodes, input, 'asked', (node) => node.facts === first?.facts);
    },
  ),
  data('spack-find-json', 'Output of spack find --json.', /^\s*(?:==>[^\n]*\n)?\s*\[/, (value, input) =>
    Array.isArray(value) && isNodes(value) ? fromNodes(value, input, 'installed', () => null) : null,
  ),
  {
    format: 'spack-find',
    sentence: 'Output of spack find, with or without -l, -L, -v and -p.',
    recognise: (input) => isListing(inputText(input)),
    parse: (input) => {
      const { packages, problems } = readListing(inputText(input), input.name);
      const facts: Store = { kind: 'spack.store', instance: '', spack: '', database: '', packages };
      return nativeReading(input, 'spack-find', facts, problems);
    },
  },
];
