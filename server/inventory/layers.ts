import { dirname, isAbsolute, resolve } from 'node:path';
import { defaultJob, JobSettings } from './jobSettings.ts';
import { DEFAULT_OPERATIONS, defaultLimits, type NodeSettings } from './settings.ts';
import { rootFacets, type Settings } from './sitesSchema.ts';
import { sshSaid } from './sshSaid.ts';
import type { Path } from './yamlPlaces.ts';

/** The settings of one level of the file, and where they stand. */
export interface Layer {
  path: Path;
  settings: Settings;
}

/** The innermost level that says something about one setting. */
export function innermost<T>(
  layers: readonly Layer[],
  pick: (settings: Settings) => T | undefined,
): { value: T; layer: Layer } | undefined {
  for (const layer of layers.toReversed()) {
    const value = pick(layer.settings);
    if (value !== undefined) return { value, layer };
  }
  return undefined;
}

/**
 * Settings of a node group: each is taken from the innermost level that says it. Within ssh, limits and
 * roots every key is taken for itself; a list replaces the outer list. Address and port are the node's own.
 */
export function mergedSettings(layers: readonly Layer[], file: string): NodeSettings {
  const pick = <T>(from: (settings: Settings) => T | undefined): T | undefined =>
    innermost(layers, from)?.value;
  const pathOf = (path: string) =>
    path.startsWith('~') || isAbsolute(path) ? path : resolve(dirname(file), path);
  const limit = (name: keyof typeof defaultLimits) =>
    pick(({ limits }) => limits?.[name]) ?? defaultLimits[name];
  const connectSeconds = pick(({ limits }) => limits?.connectSeconds);
  return {
    transport: pick(({ transport }) => transport) ?? 'ssh',
    address: '',
    port: pick(({ ssh }) => ssh?.port) ?? 0,
    user: pick(({ ssh }) => ssh?.user) ?? '',
    identityFiles: list(pick(({ ssh }) => ssh?.identityFile)).map(pathOf),
    agent: agentOf(
      pick(({ ssh }) => ssh?.agent),
      pathOf,
    ),
    ...(isInstalled(layers) ? { installed: true as const } : {}),
    knownHosts: list(pick(({ ssh }) => ssh?.knownHosts)).map(pathOf),
    ...controlPathOf(
      pick(({ transport }) => transport),
      pick(({ ssh }) => ssh?.controlPath),
    ),
    ...sshSaid(pick, pathOf),
    root: pick(({ root }) => root) ?? '',
    roots: rootFacets.flatMap((facet) =>
      (pick(({ roots }) => roots?.[facet]) ?? []).map((path) => ({ facet, path })),
    ),
    owners: pick(({ owners }) => owners) ?? [],
    homes: pick(({ homes }) => homes) ?? false,
    ...(pick(({ digests }) => digests) === false ? { digests: false as const } : {}),
    ...(pick(({ contents }) => contents) === false ? { contents: false as const } : {}),
    ...(pick(({ loadTests }) => loadTests) === true ? { loadTests: true as const } : {}),
    ...sharedOf(pick(({ shared }) => shared)),
    ...stampsOf(pick(({ stamps }) => stamps)),
    ...busyOf(pick(({ busy }) => busy)),
    ...walkHoursOf(pick(({ walkHours }) => walkHours)),
    ...peersOf(pick(({ peers }) => peers)),
    facets: pick(({ facets }) => facets) ?? [],
    ...jobOf(
      layers,
      pick(({ transport }) => transport),
    ),
    limits: {
      ...(connectSeconds === undefined ? {} : { connectSeconds }),
      visitSeconds: limit('visitSeconds'),
      facetSeconds: limit('facetSeconds'),
      maxBytes: limit('maxBytes'),
      ...operationsOf(pick(({ limits }) => limits?.operations)),
    },
  };
}

function sharedOf(shared: string[] = []): Pick<NodeSettings, 'shared'> {
  return shared.length === 0 ? {} : { shared };
}

function stampsOf(stamps: Record<string, string> = {}): Pick<NodeSettings, 'stamps'> {
  const list = Object.entries(stamps).map(([path, file]) => ({ path: path.replace(/(.)\/+$/, '$1'), file }));
  return list.length === 0 ? {} : { stamps: list };
}

function operationsOf(operations = DEFAULT_OPERATIONS): Pick<NodeSettings['limits'], 'operations'> {
  return operations === DEFAULT_OPERATIONS ? {} : { operations };
}

function busyOf(busy: Settings['busy'] = 'visit'): Pick<NodeSettings, 'busy'> {
  return busy === 'visit' ? {} : { busy };
}

function walkHoursOf(hours = 0): Pick<NodeSettings, 'walkHours'> {
  return hours === 0 ? {} : { walkHours: hours };
}

function peersOf(peers = ''): Pick<NodeSettings, 'peers'> {
  return peers === '' ? {} : { peers };
}

function controlPathOf(transport: string | undefined, path: string | undefined): { controlPath?: string } {
  return transport === 'openssh' && path !== undefined ? { controlPath: path } : {};
}

/** Of nodes that nobody logs in to it says nothing. */
function isInstalled(layers: readonly Layer[]): boolean {
  const transport = innermost(layers, (settings) => settings.transport)?.value ?? 'ssh';
  return (
    (transport === 'ssh' || transport === 'openssh') &&
    innermost(layers, ({ agent }) => agent)?.value === 'installed'
  );
}

/** Every key from the innermost level that says it. */
function jobOf(layers: readonly Layer[], transport: string | undefined): { job?: JobSettings } {
  if (transport !== 'job') return {};
  const said = layers.flatMap(({ settings }) => Object.entries(settings.job ?? {}));
  return { job: JobSettings.parse({ ...defaultJob, ...Object.fromEntries(said) }) };
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function agentOf(agent: boolean | string | undefined, pathOf: (path: string) => string): string {
  if (agent === undefined) return '';
  if (typeof agent === 'boolean') return agent ? 'environment' : 'none';
  return pathOf(agent);
}
