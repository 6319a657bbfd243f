import { readFileSync } from 'node:fs';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { isName, nodesOf } from './clusterNodes.ts';
import { SaidCollection } from './collection.ts';
import type { Inventory, InventoryCluster, InventorySite } from './inventory.ts';
import type { Layer } from './layers.ts';
import { reportOf } from './reports.ts';
import { type ShapeProblem, sound } from './shapeProblems.ts';
import type { Cluster, Site } from './sitesSchema.ts';
import { type Path, YamlText } from './yamlPlaces.ts';

export interface SitesProblem {
  file: string;
  line: number;
  column: number;
  message: string;
}

export type SitesResult = { ok: true; inventory: Inventory } | { ok: false; problems: SitesProblem[] };

/** A sites file that says something wrong: one line per problem, with its place. */
export class SitesFileError extends GazetteerError {
  constructor(readonly problems: SitesProblem[]) {
    super('sites-file', problems.map(problemLine).join('\n'));
  }
}

export function problemLine({ file, line, column, message }: SitesProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** Reads a sites file; throws a SitesFileError with all its problems. */
export function readSites(file: string): Inventory {
  const result = parseSites(readSitesText(file), file);
  if (!result.ok) throw new SitesFileError(result.problems);
  return result.inventory;
}

export function readSitesText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : messageOf(error);
    throw new GazetteerError(
      codeOf(error) === 'ENOENT' ? 'no-file' : 'sites-file',
      `${file}: ${why}`,
      'docs/sites.md shows how to write one',
    );
  }
}

/** Reads the text of a sites file: its inventory, or everything that is wrong with it. */
export function parseSites(text: string, file: string): SitesResult {
  const yaml = new YamlText(text);
  const problems = new Problems(yaml, file);
  if (yaml.errors.length > 0) {
    return { ok: false, problems: yaml.errors.map((error) => ({ file, ...error })) };
  }
  const { shape, wrong } = sound(yaml.value ?? {});
  for (const { path, at, message } of wrong) problems.add(path, at, ofReport(path, message));
  if (!shape) return { ok: false, problems: problems.sorted() };

  const layers = [{ path: ['defaults'], settings: shape.defaults ?? {} }];
  const sites = Object.entries(shape.sites).map(([name, site]) =>
    readSite(name, site, { file, layers, problems }),
  );
  const reports = Object.entries(shape.reports ?? {}).map(([name, said]) => {
    checkName(name, ['reports', name], 'report', problems);
    return reportOf(name, said);
  });
  return problems.isEmpty
    ? { ok: true, inventory: { sites, reports } }
    : { ok: false, problems: problems.sorted() };
}

/** A line of a long file does not tell by itself which of the regular reports it is of. */
function ofReport([part, name, field]: Path, message: string): string {
  return part === 'reports' && name !== undefined && field !== undefined
    ? `report ${name}: ${message}`
    : message;
}

/** What is wrong, each with its place; the same thing at the same place is said once. */
class Problems {
  private readonly found = new Map<string, SitesProblem>();
  constructor(
    private readonly yaml: YamlText,
    private readonly file: string,
  ) {}

  add(path: Path, at: ShapeProblem['at'], message: string, offset?: number): void {
    const place = at === 'key' ? this.yaml.keyPlace(path) : this.yaml.place(path, offset);
    const problem = { file: this.file, ...place, message };
    this.found.set(problemLine(problem), problem);
  }

  get isEmpty(): boolean {
    return this.found.size === 0;
  }

  sorted(): SitesProblem[] {
    return [...this.found.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  }
}

interface Context {
  file: string;
  layers: Layer[];
  problems: Problems;
}

function readSite(name: string, site: Site, context: Context): InventorySite {
  const path = ['sites', name];
  checkName(name, path, 'site', context.problems);
  const { title = name, timezone = 'UTC', contact = '', clusters, ...settings } = site;
  const layers = [...context.layers, { path, settings }];
  return {
    name,
    title,
    timezone,
    contact,
    clusters: Object.entries(clusters).map(([each, cluster]) =>
      readCluster(
        { name: each, cluster, site: name, path: [...path, 'clusters', each] },
        { ...context, layers },
      ),
    ),
  };
}

function readCluster(
  { name, cluster, site, path }: { name: string; cluster: Cluster; site: string; path: Path },
  { file, layers, problems }: Context,
): InventoryCluster {
  checkName(name, path, 'cluster', problems);
  const { title = name, nodes: _, scheduler: __, renamed = {}, ...settings } = cluster;
  const { nodes, discovery } = nodesOf(cluster, {
    file,
    site,
    cluster: name,
    layers: [...layers, { path, settings }],
    path,
    problem: (at, which, message, offset) => problems.add(at, which, message, offset),
  });
  for (const [old, now] of Object.entries(renamed)) {
    if (isName(old) && isName(now) && old !== now && !nodes.some((node) => node.name === old)) continue;
    problems.add(
      [...path, 'renamed', old],
      'value',
      `"${old}" cannot have become "${now}": expected two names, of which no node here has the first`,
    );
  }
  const all = [...layers, { path, settings }];
  return { name, title, access: accessOf(all), collect: collectOf(all), nodes, discovery, renamed };
}

/** Each key from the innermost level that says it. */
function collectOf(layers: readonly Layer[]): InventoryCluster['collect'] {
  const said = layers.flatMap(({ settings }) => Object.entries(settings.collect ?? {}));
  return SaidCollection.parse(Object.fromEntries(said));
}

/** Notes of all levels; the innermost note on a tool counts. */
function accessOf(layers: readonly Layer[]): Record<string, string> {
  const notes = layers.flatMap(({ settings }) => Object.entries(settings.access ?? {}));
  return Object.fromEntries(notes.map(([tool, note]) => [tool.toLowerCase(), note]));
}

function checkName(name: string, path: Path, what: string, problems: Problems): void {
  if (isName(name)) return;
  problems.add(
    path,
    'key',
    `expected a ${what} name of letters, digits, dots, dashes and underscores, found "${name}"`,
  );
}
