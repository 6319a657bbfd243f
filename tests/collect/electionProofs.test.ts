import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONDA, MODULES, OneFiler, OTHERS } from '../harness/oneFiler.ts';
import { hasSshd } from '../harness/sshd.ts';

/** What a reading depends on beside the place itself: one of these changes, and the place is read again. */
describe.skipIf(!hasSshd())('what shows a place unchanged', () => {
  const filer = new OneFiler(['n01'], ['conda', 'images', 'modules', 'spack']);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(filer.root, path)), { recursive: true });
    writeFileSync(join(filer.root, path), text);
  };
  const HOME = '/home/ann/miniforge3';
  const SPACK = '/opt/spack';
  const STORE = '/var/lib/containers/storage';

  beforeAll(async () => {
    await filer.start();
    await filer.anew();
    filer.install('samtools', '1.0', 'envs/tools');
    write(`${HOME}/conda-meta/history`, '');
    write(`${HOME}/condabin/conda`, '');
    write('/proj/.pixi/envs/default/conda-meta/history', '');
    write('/proj/pixi.lock', 'version: 6\n');
    write(`${SPACK}/share/spack/setup-env.sh`, '');
    write(`${SPACK}/lib/spack/spack/__init__.py`, '__version__ = "0.22.0"\n');
    write(`${SPACK}/opt/spack/.spack-db/index.json`, '{"database":{"version":"8","installs":{}}}');
    write('/sw/.changed', '');
    write(`${STORE}/overlay-images/images.json`, '[]');
    write(`${STORE}/overlay-layers/layers.json`, '[]');
    await filer.apply('homes: true, roots: { conda: [/proj/.pixi/envs] }, stamps: { /sw: /sw/.changed }, ');
  });
  afterAll(() => filer.stop());

  /** Paths of the places that were read, and not told to be as they were. */
  async function read(): Promise<string[]> {
    await filer.sweep();
    const lines = filer.printed('n01').split('\n');
    let path = '';
    return lines.flatMap((line, at) => {
      if (/\+\d+ root /.test(line)) path = (lines[at + 1] ?? '').replace(/^[^|]*\|/, '');
      return /\+\d+ end-root present/.test(line) ? [path] : [];
    });
  }

  test('is all that it was read from', async () => {
    expect(await read()).toEqual(
      expect.arrayContaining([CONDA, HOME, '/proj/.pixi/envs', `${SPACK}/opt/spack`, MODULES, STORE]),
    );
    expect(await read()).toEqual([]);
    const changes: [file: string, text: string, place: string][] = [
      ['/home/ann/.condarc', 'channels: [bioconda]\n', HOME],
      ['/home/ann/.conda/condarc.d/a.yml', 'channels: [conda-forge]\n', HOME],
      [`${CONDA}-lock.yml`, 'version: 1\n', CONDA],
      [`${CONDA}/envs/tools-lock.yml`, 'version: 1\n', CONDA],
      ['/proj/pixi.lock', 'version: 7\n', '/proj/.pixi/envs'],
      [`${SPACK}/lib/spack/spack/__init__.py`, '__version__ = "0.23.1"\n', `${SPACK}/opt/spack`],
      [`${STORE}/overlay-images/images.json`, '[{"id":"a"}]', STORE],
      [`${STORE}/overlay-layers/layers.json`, '[{"id":"b"}]', STORE],
      ['/etc/lmod/modulerc.lua', 'hide_version("samtools/1.0")\n', MODULES],
    ];
    for (const [file, text, place] of changes) {
      write(file, text);
      expect(await read(), file).toEqual([place]);
    }
    // In place, with nothing beside it changed.
    write(`${CONDA}/envs/tools-lock.yml`, 'version: 2\n');
    expect(await read()).toEqual([CONDA]);
    expect(await read()).toEqual([]);
  });

  test('is not the tree where the cache of the module tool was read', async () => {
    const entries = ['samtools', ...OTHERS].map(
      (name) =>
        `    ${name} = { dirT = {}, fileT = { ["${name}/1.0"] = { fn = "${MODULES}/${name}/1.0.lua", pV = "1", wV = "1" } } },\n`,
    );
    write(
      '/sw/cache/spiderT.lua',
      `spiderT = {\n  ["${MODULES}"] = {\n${entries.join('')}  },\n}\nmpathMapT = {}\n`,
    );
    write(
      '/.gazetteer/run/modules-config.err',
      'Cache Directory  Time Stamp File\n---\n/sw/cache  /sw/cache/stamp\n\n',
    );
    write('/.gazetteer/run/modules-config.rc', '0\n');
    write('/etc/lmod/modulerc.lua', '');
    expect(await read()).toEqual([MODULES]);
    expect(filer.printed('n01').includes('part spider-cache')).toBe(true);
    expect(await read()).toEqual([MODULES]);
  });
});
