import { asCondaPackage } from './conda.ts';
import { unprefix } from './ecosystems.ts';
import { readReference } from './image.ts';
import type { ModulePath } from './module-folders.ts';
import { modulePathRules } from './module-paths.ts';
import { firstRule, type Reading } from './rule.ts';
import { respell } from './spelling.ts';
import { tailRules } from './tail-rules.ts';

/** Tails that only the tag of a container made from a conda package has. */
const condaTags: ReadonlySet<string> = new Set(['conda-tag', 'container-module']);

/** A hierarchy nests a few levels; a path that goes on like this is no module. */
const deepest = 8;

/** Reads a module's full name; the text is one line. */
export function readModule(text: string): Reading | null {
  const path = text.split('/').filter((part) => part !== '');
  return path.length === 0 ? null : readPath(path, [], [], 0);
}

function readPath(
  path: readonly string[],
  builds: readonly string[],
  rules: readonly string[],
  depth: number,
): Reading | null {
  const fired = firstRule(modulePathRules, path);
  if (fired === null) return null;
  const { rule, out } = fired;
  if (out.kind === 'image') return withRule(readReference(out.reference), rule);
  if (out.kind === 'name') return readTail(out, builds, [...rules, rule]);
  if (depth === deepest) return null;
  const more = out.build === '' ? builds : [...builds, out.build];
  return readPath(out.rest, more, [...rules, rule], depth + 1);
}

function readTail(
  path: Extract<ModulePath, { kind: 'name' }>,
  builds: readonly string[],
  rules: readonly string[],
): Reading | null {
  const fired = firstRule(tailRules, path.tail);
  if (fired === null) return null;
  const { rule, out } = fired;
  const reading: Reading = {
    name: path.name,
    version: out.version,
    variant: path.variant + out.variant,
    build: [...builds, path.build, out.build].filter((part) => part !== '').join('-'),
    scopes: rule === 'spack' ? ['spack', 'module'] : ['module'],
    keys: [],
    rules: [...rules, rule],
  };
  return condaTags.has(rule) ? asCondaPackage(reading) : unprefix(respell(reading));
}

function withRule(reading: Reading | null, rule: string): Reading | null {
  return reading === null ? null : { ...reading, rules: [rule, ...reading.rules] };
}
