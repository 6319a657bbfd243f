import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CollectSummary, collect } from '../../server/collect/collect.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { recordedRoot } from './invented.ts';
import { whatIsKnown } from './known.ts';
import { type Sshd, type SshdOptions, startSshd } from './sshd.ts';

/** The shell of a node that is well: it takes the script. */
export const GOOD = 'exec /bin/sh -s';

export interface BadNode {
  folder: string;
  /** The recorded node that the agent reads. */
  root: string;
  database: TestDatabase;
  sshd: Sshd;
  /** What runs for every login from now on, a script of sh. */
  behave: (script: string) => void;
  /** Visits the nodes, at most `parallel` at once. */
  sweep: (parallel?: number) => Promise<CollectSummary['sweeps'][number]>;
  known: () => ReturnType<typeof whatIsKnown>;
  stop: () => Promise<void>;
}

export interface BadNodeOptions extends SshdOptions {
  /** Addresses that are the same node; the first one is called n1. */
  nodes?: number;
  /** As in a sites file. */
  limits?: Record<string, number | string>;
}

/** A recorded node behind a real sshd, whose shell does what a test tells it. */
export async function badNode(options: BadNodeOptions = {}): Promise<BadNode> {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-faults-'));
  const [shell, root, sitesFile] = ['shell', 'root', 'sites.yaml'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const behave = (script: string) => writeFileSync(shell, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  chmodSync(folder, 0o755);
  behave(GOOD);
  const database = await testDatabase();
  recordedRoot('alpine/edelweiss/cpu001', root);
  const names = Array.from({ length: options.nodes ?? 1 }, (_, index) => `n${index + 1}`);
  const sshd = await startSshd(
    names.map((name) => ({ name, root, forceCommand: shell })),
    options,
  );
  const cluster = {
    nodes: names.join(','),
    roots: { images: ['/opt/containers'] },
    limits: { visitSeconds: 4, connectSeconds: 4, facetSeconds: 3, ...options.limits },
    ssh: {
      user: sshd.user,
      port: sshd.port,
      identityFile: sshd.clientKey,
      agent: false,
      knownHosts: sshd.knownHosts,
      addresses: Object.fromEntries(sshd.nodes.map(({ name, address }) => [name, address])),
    },
  };
  writeFileSync(sitesFile, JSON.stringify({ sites: { alpine: { clusters: { edelweiss: cluster } } } }));
  await applyInventory(database.db, readSites(sitesFile), { prune: false });
  return {
    folder,
    root,
    database,
    sshd,
    behave,
    sweep: async (parallel = 4) => {
      const [first] = (
        await collect(database.db, '', {
          dataFolder: join(folder, 'data'),
          parallel,
          signal: new AbortController().signal,
        })
      ).sweeps;
      if (!first) throw new Error('no sweep');
      return first;
    },
    known: () => whatIsKnown(database.db),
    stop: async () => {
      await sshd.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
