import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CollectSummary, collect } from '../../server/collect/collect.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { nodeDetail } from '../../server/query/nodeDetail.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { LOCAL_MOUNT, writeMounts } from '../harness/invented.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';

const NODES = Array.from({ length: 12 }, (_, at) => `n${String(at + 1).padStart(2, '0')}`);
const CONDA = '/opt/miniforge3';
const MODULES = '/sw/modules';
/** So that one of them is too few to be suspect. */
const OTHERS = ['bcftools', 'bwa', 'minimap2', 'seqtk', 'star'];
const NFS =
  '30 1 0:40 / /opt rw - nfs4 filer:/opt rw\n31 1 0:41 / /sw rw - nfs4 filer:/sw rw\n32 1 0:42 / /shared rw - nfs4 filer:/shared rw\n';

/**
 * Twelve nodes on a real sshd that see one file server. What each agent prints is kept on the node side, so that what was
 * read where is counted there and not by the service.
 */
describe.skipIf(!hasSshd())('one node reads what all see', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-election-'));
  const root = join(folder, 'root');
  const traces = join(folder, 'traces');
  let database: TestDatabase;
  let sshd: Sshd;

  beforeAll(async () => {
    mkdirSync(traces, { recursive: true });
    // For each folder dies.N that is there, one session ends; what its agent prints after that reaches nobody.
    writeFileSync(
      join(folder, 'die.sh'),
      `for one in ${folder}/dies.*; do rmdir "$one" 2>/dev/null && kill -9 "$1" && exec echo died; done`,
    );
    sshd = await startSshd(
      NODES.map((name) => ({
        name,
        root,
        // Whoever reads asks first whether it is to die of it.
        forceCommand: `/bin/sh -s | sed -u "/part records/e /bin/sh ${folder}/die.sh $PPID" | tee -a ${traces}/${name}`,
      })),
    );
  });
  afterAll(async () => {
    await sshd?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await database?.drop();
    database = await testDatabase();
    rmSync(root, { recursive: true, force: true });
    for (const name of readdirSync(folder)) if (name.startsWith('dies.')) rmdirSync(join(folder, name));
    for (const name of ['samtools-1.17-0', ...OTHERS.map((other) => `${other}-1.0-0`)]) install(name);
    tree('samtools', '1.17');
    writeMounts(root, LOCAL_MOUNT + NFS);
    apply('');
    await applyInventory(database.db, readSites(join(folder, 'sites.yaml')), { prune: false });
    forget();
  });

  const apply = (more: string) =>
    writeFileSync(
      join(folder, 'sites.yaml'),
      `sites: { s: { clusters: { c: { nodes: "n[01-12]", facets: [conda, modules], roots: { modules: [${MODULES}] }, ${more}
        ssh: { user: ${sshd.user}, port: ${sshd.port}, identityFile: ${sshd.clientKey}, agent: false, knownHosts: ${sshd.knownHosts},
          addresses: { ${NODES.map((name) => `${name}: ${sshd.node(name).address}`).join(', ')} } } } } } }`,
    );

  function install(record: string): void {
    const meta = join(root, CONDA, 'conda-meta');
    mkdirSync(meta, { recursive: true });
    mkdirSync(join(root, CONDA, 'condabin'), { recursive: true });
    writeFileSync(join(meta, 'history'), '');
    const [name, version, build] = record.split('-');
    writeFileSync(
      join(meta, `${record}.json`),
      JSON.stringify({ name, version, build, channel: 'bioconda' }),
    );
  }
  function tree(tool: string, version: string): void {
    const at = join(root, MODULES, tool);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `${version}.lua`), '');
    mkdirSync(join(root, '.gazetteer/run'), { recursive: true });
    writeFileSync(
      join(root, '.gazetteer/run/modules-init.out'),
      `@gz-modules-recorded MODULEPATH=${MODULES}\n@gz-modules-recorded LMOD_CMD=/usr/share/lmod/libexec/lmod\n@gz-modules-recorded LMOD_VERSION=8.7\n`,
    );
    const names = [tool, ...OTHERS].map((name, at) => ({ name, version: at === 0 ? version : '1.0' }));
    const spider = names.map((one) => [
      one.name,
      {
        [`${MODULES}/${one.name}/${one.version}.lua`]: {
          fullName: `${one.name}/${one.version}`,
          Version: one.version,
          mpath: MODULES,
          hidden: false,
        },
      },
    ]);
    writeFileSync(
      join(root, '.gazetteer/run/modules-spider.out'),
      JSON.stringify(Object.fromEntries(spider)),
    );
    const listed = names.map((one) => `${one.name}/${one.version}\n`).join('');
    writeFileSync(join(root, '.gazetteer/run/modules-avail.err'), `${MODULES}:\n${listed}`);
  }
  const forget = () => {
    for (const name of NODES) writeFileSync(join(traces, name), '');
  };

  async function sweep(options: { full?: boolean; scope?: string } = {}): Promise<CollectSummary> {
    forget();
    return collect(database.db, options.scope ?? 's/c', {
      dataFolder: join(folder, 'data'),
      parallel: 6,
      signal: new AbortController().signal,
      ...(options.full ? { full: true } : {}),
    });
  }

  /** How often nodes read something below a root, by their own output. */
  const readings = (kind: string, path: string) => readers(kind, path).length;

  /** The nodes that read a root, by their own traces; one that read it twice is there twice. */
  function readers(kind: string, path: string): string[] {
    return NODES.flatMap((name) => {
      const lines = readFileSync(join(traces, name), 'latin1').split('\n');
      let open = false;
      let read = 0;
      let dead = false;
      lines.forEach((line, at) => {
        if (line === 'died' || / hello proto=/.test(line)) dead = line === 'died';
        if (/\+\d+ root /.test(line))
          open = line.includes(` root ${kind} `) && lines[at + 1]?.endsWith(`|${path}`) === true;
        if (open && !dead && /\+\d+ end-root present/.test(line)) read += 1;
      });
      return Array<string>(read).fill(name);
    });
  }

  const openRoots = async () => {
    const found = await database.db.query<{ path: string; nodes: number }>(
      `select root.path, count(*)::int as nodes from node_root join root on root.id = node_root.root_id
       where node_root.until is null group by root.id order by root.path`,
    );
    return Object.fromEntries(found.rows.map((row) => [row.path, row.nodes]));
  };
  const idOf = async (name: string) =>
    (await database.db.query<{ id: number }>('select id from node where name = $1', [name])).rows[0]?.id ?? 0;

  test('a tree and an installation that twelve nodes see are read once, and all twelve have them', async () => {
    const { sweeps } = await sweep();
    expect(sweeps[0]?.failures).toEqual([]);
    expect(sweeps[0]?.outcomes.complete).toBe(12);
    expect(readings('installation', CONDA)).toBe(1);
    expect(readings('tree', MODULES)).toBe(1);
    expect(await openRoots()).toEqual({ [CONDA]: 12, [MODULES]: 12 });
    const walks = await database.db.query<{ claims: object; walks: Record<string, { node: number }> }>(
      'select claims, walks from sweep',
    );
    expect(walks.rows[0]?.claims).toEqual({});
    expect(Object.keys(walks.rows[0]?.walks ?? {})).toHaveLength(2);
    const detail = await nodeDetail(database.db, await idOf('n07'));
    const place = detail.facets.flatMap((facet) => facet.roots).find((one) => one.path === CONDA);
    expect(place?.items.map((item) => item.document.kind)).toContain('conda.environment');
    expect([place?.readOn]).toEqual(readers('installation', CONDA));
  });

  test('a second sweep writes Sweep and Visit rows alone, and reads the tree once more', async () => {
    await sweep();
    const before = await database.db.query('select count(*) from root_item');
    const counts = async () =>
      (
        await database.db.query<{ counts: object }>(
          `select json_build_object('root', (select json_agg(root order by id) from root), 'items', (select json_agg(root_item order by id) from root_item),
            'sees', (select json_agg(node_root order by id) from node_root), 'observation', (select json_agg(observation order by id) from observation),
            'documents', (select count(*) from document), 'evidence', (select count(*) from evidence)) as counts`,
        )
      ).rows[0]?.counts;
    const first = await counts();
    const { sweeps } = await sweep();
    expect(sweeps[0]).toMatchObject({ changed: 0, outcomes: { complete: 12 } });
    expect(await counts()).toEqual(first);
    expect(readings('tree', MODULES)).toBe(1);
    // Names and times of its records show that the installation is as it was.
    expect(readings('installation', CONDA)).toBe(0);
    expect(before.rows).toHaveLength(1);
  });

  test('a record that is edited in place is found, by one node, for all', async () => {
    await sweep();
    const record = join(root, CONDA, 'conda-meta/samtools-1.17-0.json');
    writeFileSync(
      record,
      JSON.stringify({ name: 'samtools', version: '1.18', build: '0', channel: 'bioconda' }),
    );
    const { sweeps } = await sweep();
    expect(readings('installation', CONDA)).toBe(1);
    expect(sweeps[0]?.changed).toBeGreaterThan(0);
    const found = await database.db.query<{ version: string }>(
      `select package ->> 'version' as version from root_item join document on document.id = root_item.document_id,
         jsonb_array_elements(document.facts -> 'packages') as package
       where until is null and document.kind = 'conda.environment' and package ->> 'name' = 'samtools'`,
    );
    expect(found.rows).toEqual([{ version: '1.18' }]);
    // Its times say nothing of who reads it: even an older one is another one.
    utimesSync(record, new Date(0), new Date(0));
    await sweep();
    expect(readings('installation', CONDA)).toBe(1);
    await sweep({ full: true });
    expect(readings('installation', CONDA)).toBe(1);
    await sweep();
    expect(readings('installation', CONDA)).toBe(0);
  });

  test('when the chosen node dies while it reads, another one is chosen, and nothing is missing', async () => {
    // The first three that begin to read die of it; more are not tried in one sweep.
    const deaths = ['1', '2', '3'].map((number) => join(folder, `dies.${number}`));
    for (const path of deaths) mkdirSync(path);
    await sweep();
    expect(deaths.filter(existsSync)).toEqual([]);
    const places = await openRoots();
    expect(places[CONDA]).toBeGreaterThanOrEqual(9);
    expect(readings('installation', CONDA)).toBe(1);
    const { sweeps } = await sweep();
    expect(sweeps[0]?.outcomes.complete).toBe(12);
    expect(await openRoots()).toEqual({ [CONDA]: 12, [MODULES]: 12 });
  });

  test('what the site names as the same everywhere is read once, whatever it is mounted from', async () => {
    writeMounts(root, LOCAL_MOUNT);
    await sweep();
    // Each node has a tree of its own, as far as anybody can tell.
    expect(readings('tree', MODULES)).toBe(12);
    await database.drop();
    database = await testDatabase();
    apply('shared: [/opt, /sw/],');
    await applyInventory(database.db, readSites(join(folder, 'sites.yaml')), { prune: false });
    await sweep();
    expect(readings('tree', MODULES)).toBe(1);
    expect(readings('installation', CONDA)).toBe(1);
    expect(await openRoots()).toEqual({ [CONDA]: 12, [MODULES]: 12 });
  });

  test('a file that the site touches saves the reading, and only while it is not touched', async () => {
    mkdirSync(join(root, 'sw'), { recursive: true });
    writeFileSync(join(root, 'sw/.changed'), '');
    apply('stamps: { /sw: /sw/.changed },');
    await applyInventory(database.db, readSites(join(folder, 'sites.yaml')), { prune: false });
    await sweep();
    expect(readings('tree', MODULES)).toBe(1);
    await sweep();
    expect(readings('tree', MODULES)).toBe(0);
    tree('samtools', '1.19');
    expect((await sweep()).sweeps[0]?.changed).toBe(0);
    execFileSync('touch', [join(root, 'sw/.changed')]);
    expect((await sweep()).sweeps[0]?.changed).toBeGreaterThan(0);
    expect(readings('tree', MODULES)).toBe(1);
  });

  test('what nothing shows to be unchanged is read again when its hours are over', async () => {
    apply('walkHours: 5,');
    await applyInventory(database.db, readSites(join(folder, 'sites.yaml')), { prune: false });
    await sweep();
    await sweep();
    expect(readings('tree', MODULES)).toBe(0);
    const before = (await nodeDetail(database.db, await idOf('n03'))).facets
      .flatMap((facet) => facet.roots)
      .find((one) => one.path === MODULES);
    const walked = await database.db.query<{ at: string }>(`select min(started_at) as at from sweep`);
    // Its age is that of the reading, not of the visit that saw the folder.
    expect(
      new Date(before?.confirmedAt ?? 0).getTime() - new Date(walked.rows[0]?.at ?? 0).getTime(),
    ).toBeLessThan(3000);
    await database.db.query(`update visit set started_at = started_at - interval '6 hours'`);
    await database.db.query(
      `update sweep set started_at = started_at - interval '6 hours',
       walks = (select coalesce(jsonb_object_agg(key, jsonb_set(value, '{at}', to_jsonb(((value ->> 'at')::timestamptz - interval '6 hours')::text))), '{}') from jsonb_each(walks))`,
    );
    await sweep();
    expect(readings('tree', MODULES)).toBe(1);
  });
});
