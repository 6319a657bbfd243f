import { expect, test } from 'vitest';
import { conda } from '../../server/facets/conda/index.ts';
import { readMaking } from '../../server/facets/conda/making.ts';

const parts = (all: Record<string, string>) =>
  Object.entries(all).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
const lockOf = (installed: string, lock: string) => readMaking(parts({ installed, lock })).locks[0]?.state;
const FORGE = 'https://conda.anaconda.org/conda-forge';

const CONDA_LOCK = `conda-lock.yml
version: 1
metadata: { channels: [{ url: conda-forge }], platforms: [linux-64, osx-64] }
package:
- { name: zlib, version: 1.3.1, manager: conda, platform: linux-64, category: main, url: '${FORGE}/linux-64/zlib-1.3.1-h1_0.conda', hash: {} }
- { name: zlib, version: 1.3.1, manager: conda, platform: osx-64, category: main, url: '${FORGE}/osx-64/zlib-1.3.1-h2_0.conda', hash: {} }
- { name: pytest, version: '8', manager: conda, platform: linux-64, category: dev, url: '${FORGE}/noarch/pytest-8-py_0.conda', hash: {} }
`;

const PIXI_LOCK = `pixi.lock
version: 5
environments:
  default:
    channels: [{ url: ${FORGE}/ }]
    packages:
      linux-64:
      - conda: ${FORGE}/linux-64/zlib-1.3.1-h1_0.conda
  lint:
    channels: [{ url: ${FORGE}/ }]
    packages:
      linux-64:
      - conda: ${FORGE}/noarch/ruff-1-0.conda
packages:
- { kind: conda, name: zlib, version: 1.3.1, build: h1_0, subdir: linux-64, url: ${FORGE}/linux-64/zlib-1.3.1-h1_0.conda }
- { kind: conda, name: ruff, version: '1', build: '0', subdir: noarch, url: ${FORGE}/noarch/ruff-1-0.conda }
`;

test.each([
  ['its main category', 'zlib-1.3.1-h1_0.json\n', CONDA_LOCK, 'matches'],
  ['another platform of it', 'zlib-1.3.1-h2_0.json\n', CONDA_LOCK, 'matches'],
  ['all of its categories', 'pytest-8-py_0.json\nzlib-1.3.1-h1_0.json\n', CONDA_LOCK, 'matches'],
  ['packages of two platforms', 'zlib-1.3.1-h2_0.json\nzlib-1.3.1-h1_0.json\n', CONDA_LOCK, 'differs'],
  ['another build', 'zlib-1.3.1-h9_0.json\n', CONDA_LOCK, 'differs'],
  ['one package more', 'zlib-1.3.1-h1_0.json\nxz-5-0.json\n', CONDA_LOCK, 'differs'],
  ['one of its environments', 'ruff-1-0.json\n', PIXI_LOCK, 'matches'],
  ['two of its environments', 'ruff-1-0.json\nzlib-1.3.1-h1_0.json\n', PIXI_LOCK, 'differs'],
  ['anything, as it is no lock', 'ruff-1-0.json\n', 'flake.lock\n{"nodes": {}}', 'unreadable'],
  ['anything, as it is empty', 'ruff-1-0.json\n', 'x.lock', 'unreadable'],
])('a lock beside an environment of %s', (_, installed, lock, state) =>
  expect(lockOf(installed, lock)).toBe(state),
);

test('is told in words', () => {
  const kind = conda.kinds.find((one) => one.kind === 'conda.making');
  const of = kind?.derived?.find((one) => one.name === 'locked')?.of;
  const told = (locks: object[]) =>
    of?.({ kind: 'conda.making', owner: '', history: false, asked: [], pinned: [], channels: [], locks });
  expect(told([])).toBe('no');
  expect(told([{ file: 'a.lock', state: 'differs' }])).toBe('no: a.lock differs');
  const both = [
    { file: 'a.lock', state: 'differs' },
    { file: 'b.txt', state: 'matches' },
  ];
  expect(told(both)).toBe('yes: a.lock differs, b.txt matches');
});
