import { objectOf } from '../conda/json.ts';
import type { Package } from './schema.ts';

export type Json = Record<string, unknown>;

/** A concrete spec as every version of Spack writes one: a node of the graph. */
export interface Node {
  name: string;
  facts: Json;
}

/**
 * The node in a value: `{"zlib": {...}}` up to specification format 1 (Spack 0.17), `{"name": "zlib", ...}` since
 * format 2; null when it is none.
 */
export function nodeOf(value: unknown): Node | null {
  const object = objectOf(value);
  if (!object) return null;
  if (typeof object.name === 'string' && object.name !== '') return { name: object.name, facts: object };
  const [name, ...others] = Object.keys(object);
  const facts = name === undefined || others.length > 0 ? null : objectOf(object[name]);
  return facts && name !== undefined && (facts.version !== undefined || facts.arch !== undefined)
    ? { name, facts }
    : null;
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Finds the node with a hash, for what stands in the nodes that it depends on. */
export type Lookup = (hash: string) => Node | null;

/** What a node says of a package, its state apart. */
export function packageOf(
  { name, facts }: Node,
  hash: string,
  lookup: Lookup,
): Omit<Package, 'state' | 'explicit'> {
  const external = objectOf(facts.external);
  return {
    name,
    version: versionOf(facts),
    compiler: compilerOf(facts, lookup),
    variants: variantsOf(objectOf(facts.parameters) ?? {}),
    arch: archOf(facts.arch),
    hash: hash || text(facts.hash) || text(facts.full_hash),
    namespace: text(facts.namespace),
    prefix: external ? text(external.path) : text(facts.external),
    deprecatedFor: '',
  };
}

/** One version, or in old files a list of one. */
function versionOf(facts: Json): string {
  const { version, versions } = facts;
  if (version !== undefined) return text(version);
  return Array.isArray(versions) ? text(versions[0]).replace(/^=/, '') : '';
}

/** `linux-rhel8-zen2`; the target is a name or an object that describes it. */
function archOf(value: unknown): string {
  const arch = objectOf(value);
  if (!arch) return text(value);
  const target = objectOf(arch.target)?.name ?? arch.target;
  return [arch.platform, arch.platform_os, target]
    .map(text)
    .filter((one) => one !== '')
    .join('-');
}

/**
 * A node names its compiler up to format 4. Since Spack 1.0 a compiler is a package that others depend on for the
 * language c, cxx or fortran; specs from before keep it as an annotation.
 */
function compilerOf(facts: Json, lookup: Lookup): string {
  const own = objectOf(facts.compiler);
  if (own) return joined(text(own.name), text(own.version));
  const annotated = objectOf(facts.annotations)?.compiler;
  const told = objectOf(annotated);
  if (told) return joined(text(told.name), text(told.version));
  if (typeof annotated === 'string' && annotated !== '') return annotated.replace('@=', '@');
  for (const dependency of dependenciesOf(facts)) {
    if (!dependency.virtuals.some((one) => one === 'c' || one === 'cxx' || one === 'fortran')) continue;
    const node = lookup(dependency.hash);
    return joined(dependency.name, node ? versionOf(node.facts) : '');
  }
  return '';
}

function joined(name: string, version: string): string {
  return version === '' ? name : `${name}@${version.replace(/^=/, '')}`;
}

interface Dependency {
  name: string;
  hash: string;
  virtuals: string[];
}

/** A list since format 2, a map by name before. */
function dependenciesOf(facts: Json): Dependency[] {
  const { dependencies } = facts;
  const rows: [string, unknown][] = Array.isArray(dependencies)
    ? dependencies.map((one) => [text(objectOf(one)?.name), one])
    : Object.entries(objectOf(dependencies) ?? {});
  return rows.map(([name, one]) => {
    const row = objectOf(one) ?? {};
    const virtuals = objectOf(row.parameters)?.virtuals;
    return {
      name,
      hash: text(row.hash),
      virtuals: Array.isArray(virtuals) ? virtuals.map(text) : [],
    };
  });
}

/** Parameters that are flags of the compiler, empty unless somebody set them. */
const FLAGS = new Set(['cflags', 'cppflags', 'cxxflags', 'fflags', 'ldflags', 'ldlibs']);
/** Identify the recipe or a developer's folder and are no choice of the installer. */
const NO_VARIANTS = new Set(['patches', 'dev_path']);

/** Variants as Spack writes them: switches first, then values, each by name. */
function variantsOf(parameters: Json): string {
  const names = Object.keys(parameters).sort();
  const switches = names.flatMap((name) => {
    const value = parameters[name];
    return typeof value === 'boolean' ? [`${value ? '+' : '~'}${name}`] : [];
  });
  const values = names.flatMap((name) => {
    const value = parameters[name];
    if (typeof value === 'boolean' || NO_VARIANTS.has(name)) return [];
    const list = (Array.isArray(value) ? value : [value]).map(text).filter((one) => one !== '');
    if (list.length === 0) return [];
    return [FLAGS.has(name) ? `${name}="${list.join(' ')}"` : `${name}=${list.join(',')}`];
  });
  return [switches.join(''), ...values].filter((one) => one !== '').join(' ');
}
