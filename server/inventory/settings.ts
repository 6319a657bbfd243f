import { z } from 'zod';
import { canonicalJson, sha256 } from '../store/canonical.ts';
import { JobSettings } from './jobSettings.ts';

/**
 * Everything the sites file says about one node, its group's, cluster's and site's settings folded in.
 * It is stored with the node, and its hash tells what an edited file changed. `~` stays as it is: the
 * account that visits the node may be another one than the one that applied the file.
 */
export const NodeSettings = z.object({
  transport: z.enum(['ssh', 'openssh', 'local', 'job', 'push', 'file']),
  address: z.string(),
  /** 0 where the file says nothing. */
  port: z.number().int(),
  /** '' is the account that gazetteer runs as. */
  user: z.string(),
  identityFiles: z.array(z.string()),
  /** '' when the file says nothing, `none`, `environment` for $SSH_AUTH_SOCK, else a socket's path. */
  agent: z.string(),
  /** Only where the agent lies on the node, and the key opens nothing else. */
  installed: z.literal(true).optional(),
  /** Asked besides gazetteer's own known_hosts file. */
  knownHosts: z.array(z.string()),
  /** Only for the transport openssh: where the socket of a login lies, if not in the data folder. */
  controlPath: z.string().optional(),
  /** Only what the file says of it. */
  ssh: z
    .object({
      /** An ssh configuration file; false for none, not even the usual one. */
      config: z.union([z.literal(false), z.string()]).optional(),
      /** `[user@]host[:port]`, the first one to connect to first; [] for none. */
      jump: z.array(z.string()).optional(),
      /** The most nodes that are visited at once through one jump host. */
      jumpNodes: z.number().int().optional(),
      /** Program and arguments. */
      passphraseCommand: z.array(z.string()).optional(),
    })
    .optional(),
  /** Folder that is read instead of /. */
  root: z.string(),
  /** Extra places to look. */
  roots: z.array(z.object({ facet: z.string(), path: z.string() })),
  /** Users, besides root, whose modulefiles may be evaluated. */
  owners: z.array(z.string()),
  homes: z.boolean(),
  /** Only where image files are not to be read to their end for a digest, or not to be looked into. */
  digests: z.literal(false).optional(),
  contents: z.literal(false).optional(),
  /** Only where default modules are to be loaded as a test. */
  loadTests: z.literal(true).optional(),
  /** Only where folders are the same on all nodes though their file system does not say so. */
  shared: z.array(z.string()).optional(),
  /** Only where a site touches a file whenever it changes something below a folder. */
  stamps: z.array(z.object({ path: z.string(), file: z.string() })).optional(),
  /** Only where a node that runs jobs is to be left alone, or asked for little. */
  busy: z.enum(['cheap', 'skip']).optional(),
  /** Only where a root that nothing shows to be unchanged is not to be read at every visit: hours between two readings. */
  walkHours: z.number().optional(),
  /** Only where nodes are to be alike whatever their hardware: a name for them. */
  peers: z.string().optional(),
  /** The facets to read; none named means all. */
  facets: z.array(z.string()),
  /** Whether this is the node that tells of the cluster's batch system; only where it is. */
  scheduler: z.literal(true).optional(),
  /** Only where the agent runs inside a job. */
  job: JobSettings.optional(),
  limits: z.object({
    /** Only where the file says it. */
    connectSeconds: z.number().optional(),
    visitSeconds: z.number(),
    facetSeconds: z.number(),
    maxBytes: z.number(),
    /** Only where it is another number than the usual one. */
    operations: z.number().optional(),
  }),
});
export type NodeSettings = z.infer<typeof NodeSettings>;

export const defaultLimits = {
  connectSeconds: 15,
  visitSeconds: 300,
  facetSeconds: 60,
  maxBytes: 256 * 1024 * 1024,
} satisfies NodeSettings['limits'];

/** File system operations a second, at most, on a file server that others use: a few percent of what one does. */
export const DEFAULT_OPERATIONS = 10_000;

/** Equal settings have equal hashes, in whatever order their keys come back from a store. */
export function settingsHash(settings: NodeSettings): string {
  return sha256(canonicalJson(settings)).toString('hex');
}
