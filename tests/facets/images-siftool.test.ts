import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readImageFile } from '../../server/facets/images/file.ts';
import { ImageFile } from '../../server/facets/images/schema.ts';
import { parseSiftool } from '../../server/facets/images/siftoolText.ts';
import { wholeSource } from '../../server/facets/images/source.ts';
import { captured } from '../corpus/measure.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { needs } from '../harness/tools.ts';
import { sifFile } from './images-make.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-siftool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const siftool = (...args: string[]): string => {
  const run = spawnSync('siftool', args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`siftool ${args.join(' ')}: ${run.stderr}`);
  return run.stdout;
};

/** Everything that siftool prints of an image, read as text, is what we read from its bytes. */
function agrees(path: string): void {
  const facts = ImageFile.parse(readImageFile(wholeSource(readFileSync(path)), 'x.sif'));
  // Debian's siftool is older than OCI-SIF, and calls its objects unknown.
  if (facts.format === 'oci-sif') return;
  const infos = facts.objects.map(({ id }) => siftool('info', String(id), path));
  const told = parseSiftool(siftool('header', path) + infos.join(''), 'x.sif');
  // siftool prints no zero uuid and no unknown architecture, and tells nothing of contents.
  const { size: _, definition: _d, labels: _l, manifestDigest: _m, configDigest: _c, ...comparable } = facts;
  expect(told).toMatchObject(comparable);
  const listed = facts.objects.map((one) => ({
    ...one,
    name: '',
    fingerprint: '',
    digest: '',
    format: one.type === 'signature' ? '' : one.format,
  }));
  expect(parseSiftool(siftool('list', path), 'x.sif')?.objects).toEqual(listed);
}

const hasSiftool = needs('siftool', 'siftool');

test.skipIf(!hasSiftool)('siftool reads the images that tests make as we do', () => {
  const path = join(folder, 'made.sif');
  const objects = [
    { type: 0x4001, id: 1, group: 0xf0000001, text: 'bootstrap: docker\n', name: 'a name' },
    { type: 0x4004, id: 2, group: 0xf0000001, text: 'hsqs', partition: { fs: 1, use: 2, arch: '04' } },
    { type: 0x4004, id: 3, group: 0xf0000002, text: 'x', partition: { fs: 2, use: 4, arch: '06' } },
    { type: 0x4005, id: 4, link: 0xf0000001, text: 's', signature: { hash: 1, key: 'ab'.repeat(20) } },
    { type: 0x4005, id: 5, link: 2, text: '{}', signature: { hash: 3, key: '' } },
  ];
  writeFileSync(
    path,
    sifFile({ arch: '04', created: 1590175859n, launch: '#!/usr/bin/env run-singularity\n', objects }),
  );
  agrees(path);
});

if (hasCorpus && hasSiftool) {
  const paths = captured('sif').flatMap(({ path }) => (path.endsWith('.sif') ? [path] : []));
  test.each(paths)('siftool reads %s as we do', (path) => agrees(join(corpus, path)));
}
