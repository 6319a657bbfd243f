import { targetsBelow } from '../collect/targets.ts';
import { place } from '../collect/transports/connectFailure.ts';
import { keyName } from '../collect/transports/hostKeyTrust.ts';
import type { Target } from '../collect/transports/transport.ts';
import { GazetteerError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { visible } from './output.ts';

/** One host on the way to a node, the node itself the last. */
interface Stop {
  address: string;
  user: string;
  keys: string[];
  agent: string;
  /** The name that its host key is known by, and the files that are asked. */
  hostKey: string;
  knownHosts: string[];
}

export interface NodeRoute {
  node: string;
  transport: string;
  stops: Stop[];
  /** Why there is no way; '' where there is one. */
  wrong: string;
  /** What of the ssh configuration was passed over. */
  notes: string[];
}

/** How each node of a scope is reached. */
export async function nodeRoutes(db: Database, scope: string, dataFolder: string): Promise<NodeRoute[]> {
  const clusters = await targetsBelow(db, scope, dataFolder);
  const routes = clusters.flatMap(({ nodes }) => nodes.map(({ target }) => routeOf(target)));
  if (routes.length > 0) return routes;
  throw new GazetteerError(
    'no-nodes',
    `there are no nodes at ${visible(scope)}`,
    'See: gazetteer nodes list',
  );
}

function routeOf(target: Target): NodeRoute {
  const { name: node, transport, configProblems = [] } = target;
  // Jobs are started on another node.
  const last = target.via ?? target;
  const way = transport === 'local' ? [] : [...(last.jumps ?? []), last];
  const wrong = last.misrouted ? `${last.misrouted.message}. ${last.misrouted.hint}` : '';
  const notes = [...configProblems, ...way.flatMap(({ configNotes = [] }) => configNotes)];
  return { node, transport, stops: way.map(stopOf), wrong, notes: [...new Set(notes)] };
}

function stopOf(target: Target): Stop {
  const { user, identityFiles, agentSocket, agentOnly, knownHosts } = target;
  const known = keyName(target);
  return {
    address: place({ ...target, jumps: [] }),
    user,
    keys: identityFiles,
    agent: agentSocket === '' ? '' : `${agentSocket}${agentOnly ? ', these keys only' : ''}`,
    hostKey: known.port === 22 ? known.host : `[${known.host}]:${known.port}`,
    knownHosts,
  };
}

export function routeView({ node, transport, stops, wrong, notes }: NodeRoute): string {
  const lines = stops.flatMap(({ address, user, keys, agent, hostKey, knownHosts }, at) => [
    `  ${at === stops.length - 1 ? 'node' : 'jump host'} ${user}@${address}`,
    ...keys.map((key) => `    key ${key}`),
    ...(agent === '' ? [] : [`    agent ${agent}`]),
    `    host key of ${hostKey} in ${knownHosts.join(', ')}`,
  ]);
  return [
    `${node} (${transport})`,
    ...lines,
    ...(wrong === '' ? [] : [`  no way: ${wrong}`]),
    ...notes.map((note) => `  note: ${note}`),
  ]
    .map(visible)
    .join('\n');
}
