import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conda } from '../../server/facets/conda/index.ts';
import { Environment } from '../../server/facets/conda/schema.ts';
import { decodeFrames } from '../../server/frames/decode.ts';
import { runAgent } from './agentRun.ts';
import type { Bench, Result } from './bench.ts';
import { timedShell, timedWork } from './timed.ts';

const SIZES = [250, 500, 1000];
const PACKAGES = 300;
/** Releases of each package, of which an environment has one. */
const RELEASES = 3;

/** As conda writes it, with a few files in most packages and thousands in some: about 40 KB on average. */
function recordOf(number: number, release: number): { file: string; text: string } {
  const [name, version, build] = [
    `pkg${number}`,
    `1.${release}.${number % 7}`,
    `py311h${release}c${number}_0`,
  ];
  const folder = 'lib/python3.11/site-packages';
  const files = Array.from(
    { length: 10 + Math.floor(7000 / (1 + number)) },
    (_, at) => `${folder}/${name}/m${at}.py`,
  );
  if (number % 2 === 0)
    for (const one of ['INSTALLER', 'METADATA', 'RECORD'])
      files.push(`${folder}/${name}-${version}.dist-info/${one}`);
  const file = `${name}-${version}-${build}`;
  const source = `/apps/conda/pkgs/${file}`;
  const record = {
    build,
    build_number: 0,
    channel: 'https://conda.anaconda.org/conda-forge/linux-64',
    depends: ['python >=3.11,<3.12.0a0', 'libgcc-ng >=12'],
    extracted_package_dir: source,
    files,
    fn: `${file}.conda`,
    link: { source, type: 1 },
    md5: number.toString(16).padStart(32, '0'),
    name,
    paths_data: {
      paths: files.map((path) => ({
        _path: path,
        path_type: 'hardlink',
        sha256: 'a'.repeat(64),
        size_in_bytes: 1,
      })),
      paths_version: 1,
    },
    sha256: `${release}${number.toString(16)}`.padStart(64, '0'),
    subdir: 'linux-64',
    url: `https://conda.anaconda.org/conda-forge/linux-64/${file}.conda`,
    version,
  };
  return { file: `${file}.json`, text: `${JSON.stringify(record, null, 2)}\n` };
}

/** Environments of an installation. Equal records are one file of the disk, as nobody reads where they lie. */
function makeInstallation(folder: string, size: number): string {
  const [pool, root] = [join(folder, 'pool'), join(folder, `conda${size}`)];
  mkdirSync(pool, { recursive: true });
  const files = Array.from({ length: PACKAGES }, (_, number) =>
    Array.from({ length: RELEASES }, (_, release) => {
      const { file, text } = recordOf(number, release);
      writeFileSync(join(pool, file), text);
      return file;
    }),
  );
  for (const below of ['condabin', 'conda-meta']) mkdirSync(join(root, below), { recursive: true });
  writeFileSync(join(root, 'conda-meta/history'), '');
  for (let number = 0; number < size; number += 1) {
    const meta = join(root, `envs/e${number}/conda-meta`);
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(meta, 'history'), '');
    for (const [at, releases] of files.entries()) {
      const file = releases[(at * 7 + number * (1 + (at % 5))) % RELEASES] ?? '';
      linkSync(join(pool, file), join(meta, file));
    }
  }
  return root;
}

function readAll(output: Buffer, size: number): void {
  const [evidence] = decodeFrames(output).facets;
  const items = (evidence && conda.read(evidence).roots.flatMap((root) => root.items)) ?? [];
  const packages = items.map(({ facts }) => Environment.safeParse(facts).data?.packages.length ?? 0);
  const full = packages.filter((count) => count === PACKAGES).length;
  if (full !== size) throw new Error(`${full} of ${size} environments were read whole`);
}

async function measured(folder: string, size: number): Promise<Result[]> {
  const root = makeInstallation(folder, size);
  const label = `${size.toLocaleString('en')} environments of ${PACKAGES} packages`;
  const cat = timedShell(`for e in ${root}/envs/*; do cat "$e"/conda-meta/*.json; done >/dev/null`).seconds;
  const agent = await runAgent({ facets: ['conda'], roots: [{ facet: 'conda', path: root }] }, folder);
  const server = await timedWork(async () => readAll(agent.output, size));
  rmSync(root, { recursive: true, force: true });
  return [
    {
      what: `agent, records to ${(agent.output.length / 2 ** 20).toFixed(0)} MiB of frames`,
      size: label,
      seconds: agent.seconds,
      megabytes: agent.megabytes,
      ratio: { yardstick: 'cat of all records', value: agent.seconds / cat, toReach: 4 },
    },
    {
      what: 'server, frames to documents',
      size: label,
      seconds: server.seconds,
      megabytes: server.megabytes,
    },
  ];
}

export const condaBench: Bench = {
  name: 'conda',
  sentence: 'Conda trees of up to 1,000 environments with 300 packages, read by the agent and by the server.',
  run: async (say) => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-bench-conda-'));
    try {
      const results: Result[] = [];
      for (const size of SIZES) {
        say(`${size} environments`);
        results.push(...(await measured(folder, size)));
      }
      return results;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
