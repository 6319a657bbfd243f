import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { cvmfs } from '../../server/facets/cvmfs/index.ts';
import { Repository } from '../../server/facets/cvmfs/schema.ts';
import type { FacetEvidence, Part, Unread } from '../../server/frames/evidence.ts';
import { agentSession, runAgent, shells } from '../harness/agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-cvmfs-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const recorded = 'tests/fixtures/cvmfs/eessi/root';

function read(settings: Parameters<typeof agentSession>[0], shell?: string[], env?: Record<string, string>) {
  const [evidence] = agentSession({ facets: ['cvmfs'], ...settings }, shell, env).facets;
  if (!evidence) throw new Error('no facet');
  return cvmfs.read(evidence);
}

function put(path: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), '');
}

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('under %s', (_, shell) => {
  test('nothing of proxies and servers leaves the node', () => {
    const raw = runAgent({ facets: ['cvmfs'], root: recorded }, shell).toString('latin1');
    expect(raw).toContain('software.eessi.io');
    expect(raw).not.toMatch(/hunter2|proxy\.example/);
  });

  test('a declared folder is read by the client of this machine', () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin, { recursive: true });
    // Answers as getfattr does, and only to the question that the agent has.
    writeFileSync(
      join(bin, 'getfattr'),
      `#!/bin/sh\n[ "$*" = "--absolute-names --only-values -n user.revision -- ${folder}/r.eessi.io" ] && printf 99\n`,
    );
    chmodSync(join(bin, 'getfattr'), 0o755);
    put('r.eessi.io/versions/2023.06/init/bash');
    put('r.eessi.io/versions/2023.06/software/linux/x86_64/amd/zen4/modules/all');
    put('r.eessi.io/versions/20\n23.06/init/bash');
    const path = `${folder}/r.eessi.io`;
    const found = read({ roots: [{ facet: 'cvmfs', path }] }, shell, {
      PATH: `${bin}:${process.env.PATH}`,
    }).roots.find((root) => root.path === path);
    expect(found).toMatchObject({ outcome: 'present', key: 'revision 99' });
    expect(found?.items[0]?.facts).toEqual({
      kind: 'cvmfs.repository',
      name: 'r.eessi.io',
      revision: 99,
      eessi: [{ version: '2023.06', targets: ['x86_64/amd/zen4'] }],
    });
  });

  test('a repository that was there and is not is missing, and no empty one', () => {
    const path = `${folder}/never/x.example`;
    const found = read({ known: [{ facet: 'cvmfs', path }] }, shell).roots.find((one) => one.path === path);
    expect(found).toMatchObject({ outcome: 'failed', reason: 'root-missing', items: [] });
  });
});

test('two revisions are two roots, and a client that tells none is neither', () => {
  const root = join(folder, 'copy');
  cpSync(recorded, root, { recursive: true });
  const key = () => read({ root }).roots.find((one) => one.path === '/cvmfs/software.eessi.io')?.key;
  expect(key()).toBe('revision 4711');
  writeFileSync(join(root, '.gazetteer/run/cvmfs-revision-software.eessi.io.out'), '4712\n');
  expect(key()).toBe('revision 4712');
  rmSync(join(root, '.gazetteer/run/cvmfs-revision-software.eessi.io.out'));
  expect(key()).toBe('');
});

test('a client that is too late with its number makes no other root of the same repository', () => {
  const root = join(folder, 'late');
  cpSync(recorded, root, { recursive: true });
  writeFileSync(join(root, '.gazetteer/run/cvmfs-revision-software.eessi.io.rc'), '124\n');
  const found = read({ root }).roots.find((one) => one.path === '/cvmfs/software.eessi.io');
  expect(found).toMatchObject({ outcome: 'failed', reason: 'timeout', items: [] });
});

test('a program that knows no revision leaves it to the next one', () => {
  const bin = join(folder, 'others');
  mkdirSync(bin);
  writeFileSync(join(bin, 'getfattr'), '#!/bin/sh\necho "user.revision: No such attribute" >&2\nexit 1\n');
  writeFileSync(join(bin, 'attr'), '#!/bin/sh\nexit 1\n');
  writeFileSync(join(bin, 'cvmfs_config'), `#!/bin/sh\ncat <<'END'\n${TABLE}END\n`);
  for (const name of ['getfattr', 'attr', 'cvmfs_config']) chmodSync(join(bin, name), 0o755);
  put('table.example/file');
  const path = `${folder}/table.example`;
  const env = { PATH: `${bin}:${process.env.PATH}` };
  const { roots } = read({ roots: [{ facet: 'cvmfs', path: `${path}/` }] }, ['sh'], env);
  expect(roots.map((one) => [one.path, one.key])).toContainEqual([path, 'revision 8']);
});

test('the line that initialises a version', () => {
  const at = (rootPath: string) =>
    cvmfs.locate({ rootKind: 'repository', rootPath, itemPath: '', provider: 'module', locator: '2023.06' });
  expect(at('/cvmfs/software.eessi.io')).toEqual({
    place: '/cvmfs/software.eessi.io/versions/2023.06',
    load: 'source /cvmfs/software.eessi.io/versions/2023.06/init/bash',
  });
  expect(at("/x'; rm -rf y").load).toBe("source '/x'\\''; rm -rf y/versions/2023.06/init/bash'");
});

const TABLE = `Running /usr/bin/cvmfs_config stat
VERSION PID UPTIME(M) MEM(K) REVISION EXPIRES(M) NOCATALOGS CACHEUSE(K) CACHEMAX(K) NOFDUSE NOFDMAX NOIOERR NOOPEN HITRATE(%) RX(K) SPEED(K/S) HOST PROXY ONLINE
2.11.2.0 2558 1 29980 8 2 1 21 10240001 0 65024 0 4 100.000 0 0 http://s.example/cvmfs/x DIRECT 1
`;

test('the table of cvmfs_config stat', () => {
  const input = (text: string) => ({ name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] });
  const [form] = cvmfs.natives;
  expect(form?.recognise(input(TABLE))).toBe(true);
  const facts = form?.parse(input(TABLE)).node?.facts;
  expect(facts).toEqual({ kind: 'cvmfs.repository', name: '', revision: 8, eessi: [] });
  expect(form?.recognise(input(TABLE.replace(' 8 ', ' x ')))).toBe(false);
  expect(form?.recognise(input('VERSION REVISION\n'))).toBe(false);
});

describe('what names repositories', () => {
  const read = (text: string) => {
    const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
    const form = cvmfs.natives.find((one) => one.recognise(input));
    const reading = form?.parse(input);
    const facts = [
      reading?.node?.facts,
      ...(reading?.roots ?? []).flatMap((root) => root.items.map((item) => item.facts)),
    ];
    const rows = facts.flatMap((one) => {
      const kind = cvmfs.kinds.find(({ kind }) => kind === one?.kind);
      return one && kind ? kind.rows(one) : [];
    });
    return [form?.format, ...rows.map((row) => `${row.name ?? row.version} ${row.revision ?? ''}`)];
  };
  const HEAD =
    'VERSION PID UPTIME(M) MEM(K) REVISION EXPIRES(M) NOCATALOGS CACHEUSE(K) CACHEMAX(K) NOFDUSE NOFDMAX NOIOERR NOOPEN HITRATE(%) RX(K) SPEED(K/S) HOST PROXY ONLINE';
  const row = (revision: number, name: string) =>
    `2.4.1.0 82 1689 41396 ${revision} 0 202 444516 10240001 0 65024 0 259023 99.2144 185038 0 http://s.example/cvmfs/${name} DIRECT 1`;

  test.each([
    ['cvmfs-stat', `${HEAD}\n${row(14822, 'sft.cern.ch')}\n`, 'sft.cern.ch 14822'],
    [
      'cvmfs-stat',
      `Running /usr/bin/cvmfs_config stat sft.cern.ch:\n${HEAD}\n${row(14822, 'sft.cern.ch')}\n\nRunning /usr/bin/cvmfs_config stat nightlies.cern.ch:\n${HEAD}\n${row(7, 'x')}\n`,
      'sft.cern.ch 14822',
      'nightlies.cern.ch 7',
    ],
    [
      'cvmfs-mounts',
      'sft.cern.ch mounted on /cvmfs/sft.cern.ch with pid 82\natlas.cern.ch mounted on /cvmfs/atlas.cern.ch with pid 148\n',
      'atlas.cern.ch ',
      'sft.cern.ch ',
    ],
    [
      'cvmfs-mounts',
      'Probing /cvmfs/atlas.cern.ch... Failed!\nProbing /cvmfs/software.eessi.io... OK\n',
      'software.eessi.io ',
    ],
    [
      'cvmfs-mounts',
      '22 1 8:2 / / rw - ext4 /dev/sda2 rw\n88 22 0:45 / /cvmfs/sft.cern.ch ro,nosuid - fuse cvmfs2 ro,fd=5\n',
      'sft.cern.ch ',
    ],
    ['cvmfs-mounts', 'cvmfs2 /cvmfs/sft.cern.ch fuse ro,nosuid,nodev,relatime 0 0\n', 'sft.cern.ch '],
    ['cvmfs-mounts', 'cvmfs2 on /cvmfs/sft.cern.ch type fuse (ro,nosuid,nodev)\n', 'sft.cern.ch '],
    ['cvmfs-mounts', 'cvmfs2         9.8G  435M  9.4G   5% /cvmfs/sft.cern.ch\n', 'sft.cern.ch '],
    ['cvmfs-version', 'CernVM-FS version 2.11.2\n', '2.11.2 '],
  ])('%s', (...row) => {
    const [format, text, ...found] = row;
    expect(read(text ?? '')).toEqual([format, ...found]);
  });

  test('nothing else does', () => {
    expect(read('/dev/sda1 on /cvmfs/x type ext4 (rw)\nsee /cvmfs/sft.cern.ch\n')).toEqual([undefined]);
  });
});

test('whatever arrives is read', () => {
  const part = fc.record({
    name: fc.constantFrom('version', 'repositories', 'revision', 'eessi', 'other'),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom('CVMFS_REPOSITORIES=a,,"b c"', '2023.06\n\tx\n\n2023.06\n', '\tx\n', '12', '-1')
        .map(Buffer.from),
    ),
  });
  const root = fc.record({
    kind: fc.constant('repository'),
    path: fc.string({ maxLength: 20 }),
    mount: fc.constant({ point: '-', fstype: '-', source: '-', inode: '-' }),
    args: fc.constant({}),
    outcome: fc.constantFrom('present' as const, 'failed' as const),
    reason: fc.constant(''),
    message: fc.constant(''),
    parts: fc.constant<Part[]>([]),
    items: fc.array(fc.record({ path: fc.constant(''), parts: fc.array(part, { maxLength: 4 }) }), {
      maxLength: 2,
    }),
    unread: fc.constant<Unread[]>([]),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), fc.array(root, { maxLength: 3 }), (parts, roots) => {
      const evidence: FacetEvidence = {
        facet: 'cvmfs',
        parts,
        outcome: 'present',
        reason: '',
        message: '',
        roots,
        ended: 'done',
        centiseconds: 0,
      };
      for (const one of cvmfs.read(evidence).roots)
        for (const item of one.items) {
          expect(Repository.safeParse(item.facts).success).toBe(true);
          for (const { tool, version } of cvmfs.offerings(item.facts, ''))
            expect([tool, /^\d{4}\.\d\d/.test(version)]).toEqual(['eessi', true]);
        }
    }),
  );
});
