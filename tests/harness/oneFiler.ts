import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CollectSummary, collect } from '../../server/collect/collect.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { LOCAL_MOUNT, writeMounts } from './invented.ts';
import { type Sshd, startSshd } from './sshd.ts';

export const CONDA = '/opt/miniforge3';
export const MODULES = '/sw/modules';
export const OTHERS = ['bcftools', 'bwa', 'minimap2', 'seqtk', 'star'];
const NFS =
  '30 1 0:40 / /opt rw - nfs4 filer:/opt rw\n31 1 0:41 / /sw rw - nfs4 filer:/sw rw\n32 1 0:42 / /scratch rw - nfs4 filer:/scratch rw\n';

/**
 * A few nodes on a real sshd that see one file server. What runs instead of a node's agent, or behind it, is a line of
 * shell in the file `as.<node>`; what each agent prints is kept.
 */
export class OneFiler {
  readonly folder = mkdtempSync(join(tmpdir(), 'gazetteer-filer-'));
  readonly root = join(this.folder, 'root');
  database!: TestDatabase;
  private sshd!: Sshd;

  constructor(
    readonly names: string[],
    readonly facets = ['conda', 'modules'],
  ) {}

  async start(): Promise<void> {
    this.sshd = await startSshd(
      this.names.map((name) => {
        const as = join(this.folder, `as.${name}`);
        const agent = `if [ -e ${as} ]; then . ${as}; else exec /bin/sh -s; fi`;
        return { name, root: this.root, forceCommand: `{ ${agent}; } | tee ${this.folder}/trace.${name}` };
      }),
    );
  }

  async stop(): Promise<void> {
    await this.sshd?.stop();
    await this.database?.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A new database, and an installation of conda and a tree of modules on the file server. */
  async anew(): Promise<void> {
    await this.database?.drop();
    this.database = await testDatabase();
    rmSync(this.root, { recursive: true, force: true });
    for (const name of this.names) this.as(name, '');
    for (const name of ['samtools', ...OTHERS]) this.install(name, '1.0');
    this.modules(['samtools', ...OTHERS]);
    writeMounts(this.root, LOCAL_MOUNT + NFS);
    await this.apply('');
  }

  async apply(more: string): Promise<void> {
    const { sshd, names } = this;
    const file = join(this.folder, 'sites.yaml');
    writeFileSync(
      file,
      `sites: { s: { clusters: { c: { nodes: [${names.join(', ')}], facets: [${this.facets.join(', ')}], ${more}
        ssh: { user: ${sshd.user}, port: ${sshd.port}, identityFile: ${sshd.clientKey}, agent: false, knownHosts: ${sshd.knownHosts},
          addresses: { ${names.map((name) => `${name}: ${sshd.node(name).address}`).join(', ')} } } } } } }`,
    );
    await applyInventory(this.database.db, readSites(file), { prune: false });
  }

  /** What a node does instead of its agent; '' for its agent. */
  as(name: string, shell: string): void {
    const file = join(this.folder, `as.${name}`);
    if (shell === '') rmSync(file, { force: true });
    else writeFileSync(file, shell);
  }

  /** What a node's agent printed last. */
  printed(name: string): string {
    return readFileSync(join(this.folder, `trace.${name}`), 'latin1');
  }

  /** A record of conda in an environment of the installation. */
  install(name: string, version: string, environment = ''): void {
    const meta = join(this.root, CONDA, environment, 'conda-meta');
    mkdirSync(meta, { recursive: true });
    mkdirSync(join(this.root, CONDA, 'condabin'), { recursive: true });
    writeFileSync(join(meta, 'history'), '');
    writeFileSync(
      join(meta, `${name}-1-0.json`),
      JSON.stringify({ name, version, build: '0', channel: 'bioconda' }),
    );
  }

  /** Modules of the tree, and those of trees that it brings in, as the module tool tells them. */
  modules(names: string[], within: Record<string, string[]> = {}): void {
    const trees = { [MODULES]: names, ...within };
    mkdirSync(join(this.root, '.gazetteer/run'), { recursive: true });
    const run = (name: string, text: string) => writeFileSync(join(this.root, '.gazetteer/run', name), text);
    run(
      'modules-init.out',
      `@gz-modules-recorded MODULEPATH=${MODULES}\n@gz-modules-recorded LMOD_CMD=/usr/share/lmod/libexec/lmod\n@gz-modules-recorded LMOD_VERSION=8.7\n`,
    );
    const spider: Record<string, Record<string, object>> = {};
    let listed = '';
    for (const [tree, offered] of Object.entries(trees)) {
      listed += `${tree}:\n`;
      for (const name of offered) {
        mkdirSync(join(this.root, tree, name), { recursive: true });
        writeFileSync(join(this.root, tree, name, '1.0.lua'), '');
        const told = { fullName: `${name}/1.0`, Version: '1.0', mpath: tree, hidden: false };
        spider[name] = { ...spider[name], [`${tree}/${name}/1.0.lua`]: told };
        listed += `${name}/1.0\n`;
      }
    }
    run('modules-spider.out', JSON.stringify(spider));
    run('modules-avail.err', listed);
  }

  /** A sweep of all nodes, or of the one that is named, one node after the other unless it is said otherwise. */
  async sweep(node = '', full = false, parallel = 1): Promise<CollectSummary> {
    return collect(this.database.db, node === '' ? 's/c' : `s/c/${node}`, {
      dataFolder: join(this.folder, 'data'),
      parallel,
      signal: new AbortController().signal,
      full,
    });
  }

  /** Names of the nodes that see a place, by its path. */
  async seen(): Promise<Record<string, string[]>> {
    const found = await this.database.db.query<{ path: string; nodes: string[] }>(
      `select root.path, array_agg(node.name order by node.name) as nodes
       from node_root join root on root.id = node_root.root_id join node on node.id = node_root.node_id
       where node_root.until is null group by root.path order by root.path`,
    );
    return Object.fromEntries(found.rows.map((row) => [row.path, row.nodes]));
  }

  /** The versions of a conda package in what all share, as they are known now. */
  async versionOf(name: string): Promise<string[]> {
    const found = await this.database.db.query<{ version: string }>(
      `select distinct package ->> 'version' as version from root_item
       join root on root.id = root_item.root_id and root.node_scope = 0
       join document on document.id = root_item.document_id,
         jsonb_array_elements(document.facts -> 'packages') as package
       where until is null and document.kind = 'conda.environment' and package ->> 'name' = $1`,
      [name],
    );
    return found.rows.map((row) => row.version);
  }

  async idOf(name: string): Promise<number> {
    const found = await this.database.db.query<{ id: number }>('select id from node where name = $1', [name]);
    return found.rows[0]?.id ?? 0;
  }
}
