import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { images } from '../../server/facets/images/index.ts';
import { StoredImage } from '../../server/facets/images/schema.ts';
import { agentSession, runAgent, shells } from '../harness/agent.ts';
import { needs } from '../harness/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-podman-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasPodman = needs('podman', 'podman') && process.getuid?.() === 0;

/** One store of an account's own and one that several share, told by a storage.conf as a site writes it. */
describe.skipIf(!hasPodman)('stores that storage.conf names', () => {
  const [own, shared] = [join(folder, 'own'), join(folder, 'shared')];
  const conf = join(folder, 'storage.conf');
  const podman = (env: Record<string, string>, ...args: string[]) => {
    const run = spawnSync('podman', ['--cgroup-manager=cgroupfs', '--events-backend=file', ...args], {
      env: { ...process.env, ...env },
    });
    if (run.status !== 0) throw new Error(`podman ${args.join(' ')}: ${run.stderr}`);
    return run.stdout;
  };
  const configured = (...args: string[]) => podman({ CONTAINERS_STORAGE_CONF: conf }, ...args);

  beforeAll(() => {
    const context = join(folder, 'context');
    mkdirSync(context);
    writeFileSync(join(context, 'hello'), 'hello\n');
    writeFileSync(
      join(context, 'Containerfile'),
      'FROM scratch\nLABEL a=b\nENV TOKEN=hidden\nCOPY hello /\n',
    );
    const only = join(folder, 'only.conf');
    const text = (root: string) =>
      `[storage]\ndriver = "vfs"\ngraphroot = "${root}"\nrunroot = "${folder}/run"\n`;
    writeFileSync(only, text(shared));
    podman({ CONTAINERS_STORAGE_CONF: only }, 'build', '-t', 'localhost/shared:1', context);
    writeFileSync(conf, `${text(own)}[storage.options]\nadditionalimagestores = [\n  "${shared}",\n]\n`);
    writeFileSync(join(context, 'hello'), 'other\n');
    configured('build', '-t', 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0', context);
  });

  const isImage = (item: { facts: { kind: string } }) => item.facts.kind !== 'images.settings';

  test.each(shells)('are read as podman lists them, under %s', (...shell) => {
    const [evidence] = agentSession({ facets: ['images'] }, shell, { CONTAINERS_STORAGE_CONF: conf }).facets;
    const roots = evidence ? images.read(evidence).roots : [];
    const found = (path: string) => roots.find((root) => root.path === path);
    expect([found(own)?.kind, found(shared)?.kind]).toEqual(['podman-store', 'podman-shared']);
    const items = [own, shared].flatMap((path) => found(path)?.items ?? []).filter(isImage);
    const listed = JSON.parse(configured('images', '--format', 'json').toString()) as {
      Id: string;
      Names?: string[];
    }[];
    expect(items.map((item) => item.path).sort()).toEqual(listed.map((one) => one.Id).sort());
    expect(items.flatMap((item) => StoredImage.parse(item.facts).references).sort()).toEqual(
      listed.flatMap((one) => one.Names ?? []).sort(),
    );
    const sent =
      evidence?.roots.flatMap((root) => [...root.parts, ...root.items.flatMap((item) => item.parts)]) ?? [];
    for (const part of sent) expect(part.bytes.toString()).not.toContain('hidden');
    // What several share is found by podman itself.
    const at = {
      rootKind: 'podman-shared',
      rootPath: shared,
      itemPath: '',
      provider: 'podman',
      locator: 'a:1',
    } as const;
    expect(images.locate(at).load).toBe('podman run --rm -it a:1');
  });

  test('show whether anything in them has changed', () => {
    const proof = () => {
      const out = runAgent({ facets: ['images'], ask: true }, ['sh'], { CONTAINERS_STORAGE_CONF: conf });
      return out.toString().match(new RegExp(`podman:(\\S+) ${own}$`, 'm'))?.[1];
    };
    const before = proof();
    expect(before).toMatch(/^\d+(\.\d+){7}$/);
    expect(proof()).toBe(before);
    const [image = ''] = configured('images', '-q', 'quay.io/biocontainers/samtools').toString().split('\n');
    configured('tag', image, 'localhost/b:2');
    const tagged = proof();
    expect(tagged).not.toBe(before);
    configured('untag', image, 'localhost/b:2');
    expect([before, tagged]).not.toContain(proof());
  });

  test('every form that podman prints or writes says the same', () => {
    const ids = JSON.parse(configured('images', '--format', 'json').toString()) as { Id: string }[];
    const names = ['localhost/shared:1', 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0'];
    const archive = join(folder, 'saved.tar');
    configured('save', '--multi-image-archive', '-o', archive, ...names);
    const forms: [string, Buffer][] = [
      ['image-table', configured('images')],
      ['image-table', configured('images', '--digests', '--no-trunc')],
      ['podman-images', configured('images', '--format', 'json')],
      ['image-inspect', configured('image', 'inspect', ...ids.map((one) => one.Id))],
      ['image-inspect', configured('inspect', '--type', 'image', ...names)],
      ['image-archive', readFileSync(archive)],
    ];
    for (const [format, bytes] of forms) {
      const input = { name: 'x', files: [{ path: 'x', bytes }] };
      const form = images.natives.find((one) => one.recognise(input));
      const read = (form?.parse(input).roots[0]?.items ?? []).map((item) => StoredImage.parse(item.facts));
      expect([form?.format, read.flatMap((one) => one.references).sort()]).toEqual([format, names]);
      if (format !== 'image-archive')
        expect(new Set(read.map((one) => one.engine))).toEqual(new Set(['podman']));
    }
  });
});
