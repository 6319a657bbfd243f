import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '../../server/collect/import.ts';
import { parseSpiderJson } from '../../server/facets/modules/parse-spider-json.ts';
import { type Module, namedModule } from '../../server/facets/modules/schema.ts';
import { entryOf, fileOf } from '../../server/ondemand/entry.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, failedTree, reading, tree, treeFacts } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

/** Modules of a list by tree, in an order of their own. */
function modulesIn(text: string) {
  const { trees, problems } = parseSpiderJson(text);
  expect(problems).toEqual([]);
  return Object.fromEntries(
    [...trees].sort().map(([path, { modules }]) => [
      path,
      // Of several ways to a module their order means nothing.
      modules
        .map((one) => ({ ...one, requires: one.requires.toSorted() }))
        .toSorted((a, b) => (`${a.fullName} ${a.file}` < `${b.fullName} ${b.file}` ? -1 : 1)),
    ]),
  );
}

describe('modules for Open OnDemand', () => {
  let database: TestDatabase;
  let service: Service;
  const exported = async (cluster: string) => {
    const answer = await service.fetch(`/clusters/alpha/${cluster}/ondemand`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    return answer.text();
  };
  /** A node for a published list, or one with trees. */
  const made = (name: string, modules: Partial<Module>[], more: object = {}) => {
    const facts = {
      ...treeFacts([]),
      ...more,
      modules: modules.map((one) => ({ ...namedModule(one.fullName ?? ''), ...one })),
    };
    const evidence = { name: 'spider', parts: [{ name: 'spider', bytes: Buffer.from(name) }] };
    return tree([], { path: `/apps/${name}`, items: [{ path: '', facts, evidence }] });
  };

  beforeAll(async () => {
    database = await testDatabase();
    service = await startService(database.db);
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await database?.drop();
  });

  test.skipIf(!hasCorpus)(
    'the file of a real cluster comes out as it was read in',
    async () => {
      const file = 'lmod-spider-json/OSC__ondemand/apps/dashboard/test/fixtures/modules/oakley.json';
      const bytes = readFileSync(join(corpus, file));
      const { id } = await Cluster.make(database.db, 1, 'oakley');
      await database.db.query(`update node set transport = 'file' where cluster_id = $1`, [id]);
      const input = { name: 'oakley.json', files: [{ path: 'oakley.json', bytes }] };
      await importFile(database.db, 'alpha/oakley/cpu1', input);
      const text = await exported('oakley');
      const given = modulesIn(bytes.toString('utf8'));
      expect(Object.values(given).flat()).toHaveLength(810);
      expect(modulesIn(text)).toEqual(given);
      // What Open OnDemand takes of it (apps/dashboard/app/models/hpc_module.rb), entry by entry.
      type List = Record<
        string,
        Record<string, { Version: unknown; hidden: boolean; parentAA?: string[][] }>
      >;
      const taken = (list: List) =>
        Object.entries(list)
          .flatMap(([name, files]) =>
            Object.entries(files).map(([path, { Version, hidden, parentAA }]) =>
              JSON.stringify([name, path, Version || null, hidden, parentAA?.toSorted()]),
            ),
          )
          .sort();
      const [here, there] = [taken(JSON.parse(text)), taken(JSON.parse(bytes.toString('utf8')))];
      // One modulefile calls itself 4.1.2; what loads it is openmpi/4.1.2-hpcx, and that is exported.
      const hpcx = '/apps/lmodfiles/Compiler/intel/2021.4/openmpi/4.1.2-hpcx.lua';
      expect(here.filter((one) => !there.includes(one))).toEqual([
        expect.stringContaining(`"${hpcx}","4.1.2-hpcx"`),
      ]);
      expect(there.filter((one) => !here.includes(one))).toEqual([
        expect.stringContaining(`"${hpcx}","4.1.2"`),
      ]);
    },
    60_000,
  );

  test('everything that the form can say comes out again', async () => {
    const whole: Partial<Module> = {
      fullName: 'bio/SAMtools/1.17-GCC-12.2.0',
      name: 'bio/SAMtools',
      version: '1.17-GCC-12.2.0',
      file: 'bio/SAMtools/1.17-GCC-12.2.0.lua',
      default: 'marked',
      tags: ['lmod:sticky', 'state:testing'],
      description: 'Tools for "alignments"\n<b>of</b> all kinds',
      homepage: 'https://www.htslib.org/',
      category: 'bio',
      keywords: ['bam', 'sam'],
      family: 'aligner',
      provides: ['numpy/1.24.2', 'scipy/1.10.1'],
      requires: [['GCC/12.2.0'], ['intel/2023a', 'zlib/1.3']],
    };
    const other: Partial<Module> = {
      fullName: 'bio/SAMtools/1.9',
      name: 'bio/SAMtools',
      file: 'bio/SAMtools/1.9',
      version: '1.9',
      hidden: true,
    };
    const bare: Partial<Module> = {
      fullName: 'dot',
      name: 'dot',
      file: 'dot',
      restricted: 'licensed',
      tags: ['lmod:licensed'],
    };
    const proto: Partial<Module> = {
      fullName: '__proto__/1.0',
      name: '__proto__',
      version: '1.0',
      file: '__proto__/1.0',
      default: 'highest',
    };
    const cluster = await Cluster.make(database.db, 1, 'whole');
    await cluster.sweep([{ modules: reading({ roots: [made('mf', [whole, other, bare, proto])] }) }]);
    const text = await exported('whole');
    expect(text).toContain('"Version":false');
    const own = text.replaceAll('__proto__', 'proto');
    const expected = [whole, other, bare, proto].map((one) => ({ ...namedModule(''), ...one }));
    expect(modulesIn(own)['/apps/mf']).toEqual(
      JSON.parse(JSON.stringify(expected).replaceAll('__proto__', 'proto')).toSorted(
        (a: Module, b: Module) => (a.fullName < b.fullName ? -1 : 1),
      ),
    );
    expect(Object.keys(JSON.parse(text))).toContain('__proto__');
  });

  test('trees that need module use are left out, and a file that is seen twice is there once', async () => {
    const cluster = await Cluster.make(database.db, 2, 'mixed');
    const gcc = { fullName: 'GCC/12.2.0', name: 'GCC', version: '12.2.0', file: 'GCC/12.2.0.lua' };
    const outside = made('group', [{ fullName: 'lab/1.0', name: 'lab', version: '1.0', file: 'lab/1.0' }], {
      use: '.',
    });
    const second = { ...made('mf', [{ ...gcc, hidden: true }]), key: 'aarch64 lmod 8.7' };
    await cluster.sweep([
      { modules: reading({ roots: [made('mf', [gcc]), outside] }) },
      { modules: reading({ roots: [second, failedTree('permission', { path: '/apps/closed' })] }) },
    ]);
    expect(JSON.parse(await exported('mixed'))).toEqual({
      GCC: { '/apps/mf/GCC/12.2.0.lua': expect.objectContaining({ fullName: 'GCC/12.2.0', hidden: false }) },
    });
    const ran = await gazetteer(['export', 'ondemand', 'alpha/mixed'], { DATABASE_URL: database.url });
    expect([ran.code, ran.out]).toEqual([0, await exported('mixed')]);
    expect(ran.err).toContain('Left out: /apps/group, which is in no MODULEPATH');
    expect(ran.err).toContain('Not read: /apps/closed, permission, such as on cpu2');
    const site = await gazetteer(['export', 'ondemand', 'alpha'], { DATABASE_URL: database.url });
    expect([site.code, site.out]).toEqual([2, '']);
    expect(site.err).toMatch(/^gazetteer: "alpha" is no cluster: site\/cluster is wanted, as it is now/);
  }, 90_000);

  test('a cluster whose modules nobody read has no list, and an empty tree an empty one', async () => {
    await Cluster.make(database.db, 1, 'never');
    const answer = await service.fetch('/clusters/alpha/never/ondemand');
    expect([answer.status, (await answer.json()).error.message]).toEqual([
      404,
      'no module of alpha/never was ever read',
    ]);
    const cluster = await Cluster.make(database.db, 1, 'empty');
    await cluster.sweep([{ modules: reading({ roots: [made('mf', [])] }) }]);
    expect(await exported('empty')).toBe('{}\n');
  });

  test('a module of a list that tells no file has a path all the same', () => {
    expect(fileOf('/apps/mf', namedModule('gcc/13'))).toBe('/apps/mf/gcc/13');
    expect(fileOf('/apps/mf', { ...namedModule('x'), file: '/elsewhere/x' })).toBe('/elsewhere/x');
    expect(entryOf('/apps/mf', { ...namedModule('a/b/c'), default: 'marked' }).wV.startsWith('^')).toBe(true);
  });
});
