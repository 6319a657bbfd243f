import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '../../server/collect/import.ts';
import { decideHeld } from '../../server/query/held.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

/** What others publish, through the command line and HTTP. */

const SITES = `
sites:
  alpha:
    clusters:
      hpc1:
        nodes:
          - { nodes: "ondemand,eessi,oakley,other", role: service, transport: file }
          - { nodes: here, transport: local }
`;

interface Spider {
  [name: string]: { [file: string]: Record<string, unknown> };
}

/** As Lmod writes it for `<cluster>.json`, after its documentation. */
function spider(tools: string[], tree = '/apps/mf'): Spider {
  return Object.fromEntries(
    tools.map((full) => {
      const name = full.split('/')[0] ?? '';
      const facts = {
        fullName: full,
        Version: full.split('/')[1],
        hidden: false,
        mpath: tree,
        pV: '1',
        wV: '1',
      };
      return [name, { [`${tree}/${full}.lua`]: facts }];
    }),
  );
}

function eessi(timestamp: string, versions: string[]) {
  const entry = (version: string) => ({
    module: { full_module_name: `GROMACS/${version}-foss-2023b` },
    required_modules: [{ full_module_name: 'EESSI/2023.06' }, { full_module_name: 'foss/2023b' }],
    cpu_arch: ['x86_64/amd/zen4', 'aarch64/nvidia/grace'],
    gpu_arch: {},
  });
  return {
    timestamp,
    architectures_map: { '2023.06': {} },
    software: { GROMACS: { versions: versions.map(entry) } },
  };
}

describe('published lists', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-published-'));
  const data = join(folder, 'data');
  let database: TestDatabase;
  let service: Service;
  const run = (args: string[], input = '') =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: data }, input);
  /** As the command does it, in this process. */
  const bring = (node: string, list: unknown) => {
    const bytes = Buffer.from(typeof list === 'string' ? list : JSON.stringify(list));
    const input = { name: 'list.json', files: [{ path: 'list.json', bytes }] };
    return importFile(database.db, `alpha/hpc1/${node}`, input);
  };
  const find = async (tool: string) => (await service.get(`/find?tool=${tool}`)).items;

  beforeAll(async () => {
    database = await testDatabase();
    service = await startService(database.db);
    writeFileSync(join(folder, 'sites.yaml'), SITES);
    expect((await run(['apply', join(folder, 'sites.yaml')])).code).toBe(0);
  }, 60_000);
  afterAll(async () => {
    await service.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("Open OnDemand's file for a cluster is found with its lines, and again writes Sweep and Visit only", async () => {
    const tools = ['samtools/1.17', 'bwa/0.7.17', 'gcc/13.2.0', 'R/4.3.1'];
    const file = join(folder, 'hpc1.json');
    writeFileSync(file, JSON.stringify(spider(tools)));
    const first = await run(['import', '--node', 'alpha/hpc1/ondemand', file]);
    expect(first.out).toMatch(
      /^alpha\/hpc1\/ondemand: complete, 1 changes; lmod-spider-json with 4 offerings\n$/,
    );
    const [samtools] = await find('samtools');
    expect(samtools).toMatchObject({
      version: '1.17',
      provider: 'module',
      place: '/apps/mf, as a published list says',
      load: 'module load samtools/1.17',
      nodes: 'ondemand',
    });
    expect(Date.now() - Date.parse(samtools.confirmedAt)).toBeLessThan(60_000);
    const before = await database.counts();
    const turned = Object.fromEntries(Object.entries(spider(tools)).reverse());
    expect(await bring('ondemand', turned)).toMatchObject({ outcome: 'complete', changed: 0 });
    const after = await database.counts();
    expect(after).toEqual({ ...before, sweep: (before.sweep ?? 0) + 1, visit: (before.visit ?? 0) + 1 });
  });

  test('a row that cannot be read is told, and what it may have been about stands', async () => {
    const list: Record<string, unknown> = spider(['samtools/1.18', 'bwa/0.7.17', 'gcc/13.2.0']);
    list.R = { '/apps/mf/R/4.3.1.lua': 'soon' };
    const ran = await run(['import', '--node', 'alpha/hpc1/ondemand', '-'], JSON.stringify(list));
    expect(ran.out).toContain('complete, 0 changes; lmod-spider-json with 3 offerings');
    expect(ran.out).toContain('no facts about a file of R: /apps/mf/R/4.3.1.lua');
    expect((await find('R')).map((row: { version: string }) => row.version)).toEqual(['4.3.1']);
    const whole = await bring('ondemand', spider(['samtools/1.18', 'bwa/0.7.17', 'gcc/13.2.0', 'R/4.3.1']));
    expect(whole).toMatchObject({ outcome: 'complete', changed: 1 });
    expect((await find('samtools')).map((row: { version: string }) => row.version)).toEqual(['1.18']);
  });

  test('trees that a list has no more are held until somebody accepts that', async () => {
    const both = {
      ...spider(['samtools/1.18', 'bwa/0.7.17', 'gcc/13.2.0', 'R/4.3.1']),
      ...spider(['vim/9.0'], '/apps/more'),
    };
    expect(await bring('ondemand', both)).toMatchObject({ outcome: 'complete' });
    const less = await bring('ondemand', spider(['samtools/1.18', 'bwa/0.7.17', 'gcc/13.2.0', 'R/4.3.1']));
    expect(less).toMatchObject({ outcome: 'partial', changed: 0 });
    expect(await find('vim')).toHaveLength(1);
    const { items } = await service.get('/held');
    expect(items).toMatchObject([
      { path: '/apps/more', kind: 'published', reason: 'root-empty', nodes: 'ondemand' },
    ]);
    await decideHeld(database.db, items[0].id, 'accepted');
    await bring('ondemand', spider(['samtools/1.18', 'bwa/0.7.17', 'gcc/13.2.0', 'R/4.3.1']));
    expect(await find('vim')).toHaveLength(0);
  });

  test('what EESSI publishes has the line for its version, and the age that the list says', async () => {
    const made = '2026-03-18T02:15:12.970204Z';
    expect(await bring('eessi', eessi(made, ['2024.1', '2024.4']))).toMatchObject({
      list: { format: 'eessi-software', offerings: 2 },
    });
    const rows = await find('gromacs');
    expect(rows.map((row: { load: string; confirmedAt: string }) => [row.load, row.confirmedAt])).toEqual(
      ['2024.4', '2024.1'].map((version) => [
        `module use /cvmfs/software.eessi.io/init/modules && module load EESSI/2023.06 GROMACS/${version}-foss-2023b`,
        '2026-03-18T02:15:12.970Z',
      ]),
    );
    const document = await service.get(`/documents/${rows[0].document}`);
    expect(document.rows[0].architectures).toEqual(['aarch64/nvidia/grace', 'x86_64/amd/zen4']);
    expect(await bring('eessi', eessi(made, ['2024.1', '2024.4']))).toMatchObject({ changed: 0 });
    await expect(bring('eessi', eessi('2026-03-01T00:00:00.000000Z', ['2024.1']))).rejects.toThrow(
      'one of 2026-03-18T02:15:12.970Z was imported',
    );
    expect(await find('gromacs')).toHaveLength(2);
  });

  test('a visit that reads the same tree neither closes a list nor is closed by it', async () => {
    const own = await find('samtools');
    const node = await database.db.prisma.node.findFirstOrThrow({ where: { name: 'here' } });
    const cluster = await Cluster.make(database.db, 0, 'unused');
    Object.assign(cluster, { id: node.clusterId, nodes: [node.id] });
    await cluster.sweep([
      { modules: reading({ roots: [tree(['samtools/1.18', 'new/1.0'], { path: '/apps/mf' })] }) },
    ]);
    const [both] = await find('samtools');
    expect(both).toMatchObject({ version: '1.18', places: 2, nodeCount: 2 });
    await bring('ondemand', spider(['samtools/1.18', 'bwa/0.7.17', 'gcc/13.2.0', 'R/4.3.1']));
    expect(await find('new')).toHaveLength(1);
    await cluster.sweep([
      { modules: reading({ roots: [tree(['samtools/1.18', 'new/1.1'], { path: '/apps/mf' })] }) },
    ]);
    expect(await find('R')).toHaveLength(1);
    expect(own).toHaveLength(1);
  });

  test.each<[string, string, unknown, RegExp]>([
    [
      'a node that is visited',
      'here',
      spider(['a/1']),
      /is reached by local: a list as it would seem to be a change/,
    ],
    [
      'a node of another list',
      'eessi',
      spider(['a/1']),
      /comes from another source \(published, eessi-software\)/,
    ],
    ['nothing listed', 'other', '{}', /lists no module/],
    ['broken JSON', 'other', '{"a": {\n"/m/a/1": {"fullName": "a/1",\n}}}', /line 3: not JSON/],
    ['JSON that is cut', 'other', JSON.stringify(spider(['a/1'])).slice(0, -9), /line 1: not JSON/],
    ['nothing of the kind', 'other', 'hello', /no agent output and no published list/],
    [
      'only rows that cannot be read',
      'other',
      '{"fullName": {"/m/a": "pV"}, "x": {"fullName": "y"}}',
      /no facts about/,
    ],
  ])('%s is refused with its reason, and nothing is stored', async (_, node, list, message) => {
    const before = await database.counts();
    await expect(bring(node, list)).rejects.toThrow(message);
    expect(await database.counts()).toEqual(before);
  });

  test('sweeps leave such nodes alone', async () => {
    const ran = await run(['collect', 'alpha/hpc1/eessi']);
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('there are no nodes')]);
    const wrong = await run(['import', '--node', 'alpha/hpc1/other', '-'], '{"a": {"fullName": 1,}}');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('standard input, line 1: not JSON')]);
  });

  test.skipIf(!hasCorpus)(
    'a real file of Open OnDemand: every module that is not hidden is found',
    async () => {
      const path = join(
        corpus,
        'lmod-spider-json/OSC__ondemand/apps/dashboard/test/fixtures/modules/oakley.json',
      );
      const ran = await run(['import', '--node', 'alpha/hpc1/oakley', path]);
      expect(ran.out).toMatch(/^alpha\/hpc1\/oakley: complete/);
      const spiderJson: Spider = JSON.parse(readFileSync(path, 'utf8'));
      const files = Object.values(spiderJson).flatMap((one) => Object.values(one));
      expect(files).toHaveLength(810);
      const stored = await database.db.query<{ n: number }>(
        `select sum(jsonb_array_length(document.facts -> 'modules'))::int as n from node_root
       join node on node.id = node_id and node.name = 'oakley' join root_item on root_item.root_id = node_root.root_id
       join document on document.id = document_id`,
      );
      expect(stored.rows[0]?.n).toBe(810);
      const shown = files.filter((one) => one.hidden !== true).map((one) => String(one.fullName ?? ''));
      const rows = (await service.get('/find?tool=cuda&limit=1000')).items;
      const own = rows.filter((row: { nodes: string }) => row.nodes === 'oakley');
      expect(own.map((row: { load: string }) => row.load.split(' ').at(-1)).sort()).toEqual(
        [...new Set(shown.filter((name) => name.startsWith('cuda/')))].sort(),
      );
    },
  );
});
