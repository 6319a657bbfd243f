import type { FacetReading } from '../../server/facets/facet.ts';
import { type FacetName, facetNames } from '../../server/facets/names.ts';
import type { Database } from '../../server/store/database.ts';
import { Cluster, failed, failedTree, NFS, reading, tree } from '../harness/readings.ts';

type Readings = Partial<Record<FacetName, FacetReading>>;

/** Read, and nothing is there: so that what is missing is known to be missing. */
const OFFERING: FacetName[] = [
  'images',
  'modules',
  'conda',
  'spack',
  'cvmfs',
  'venvs',
  'packages',
  'runtimes',
];
const empty: Readings = Object.fromEntries(
  OFFERING.filter((name) => facetNames.includes(name)).map((name) => [name, reading()]),
);

/** An environment, packages by `name=version=build`. */
function environment(path: string, packages: string[]) {
  const facts = {
    kind: 'conda.environment',
    python: '',
    packages: packages.map((text) => {
      const [name = '', version = '', build = ''] = text.split('=');
      return { name, version, build, subdir: 'linux-64', channel: 'bioconda', sha256: '', md5: '' };
    }),
    pip: [],
    unreadable: 0,
  };
  const evidence = { name: 'records', parts: [{ name: 'records', bytes: Buffer.from(packages.join('\n')) }] };
  return { path, facts, evidence };
}

/** One installation of conda, packages of each environment by its path. */
export function conda(environments: Record<string, string[]>, mount = NFS) {
  const root = { kind: 'installation', path: '/apps/conda', mount, key: '', message: '', unread: [] };
  const items = Object.entries(environments).map(([path, packages]) => environment(path, packages));
  return reading({ roots: [{ ...root, outcome: 'present', reason: '', items }] });
}

/** Folders of image files, by path. */
export function images(names: string[], path = '/apps/images') {
  const items = names.map((name) => {
    const said = {
      formatVersion: '01',
      architecture: 'amd64',
      uuid: '',
      created: '',
      modified: '',
      launch: '',
    };
    const more = {
      size: 1,
      signed: false,
      encrypted: false,
      definition: null,
      labels: [],
      descriptors: 0,
      objects: [],
    };
    const digests = { manifestDigest: '', configDigest: '' };
    const facts = { kind: 'images.file', name, format: 'sif', ...said, ...more, ...digests };
    return { path: name, facts, evidence: { name, parts: [{ name, bytes: Buffer.from(name) }] } };
  });
  const root = { kind: 'folder', path, mount: NFS, key: '', message: '', unread: [] };
  return reading({ roots: [{ ...root, outcome: 'present', reason: '', items }] });
}

/**
 * Five clusters of one site: one has modules, one images, one packages of conda; of one conda could not be read, of the last
 * nothing could.
 */
export async function makeClusters(db: Database): Promise<void> {
  const make = async (name: string, readings: Readings) => {
    const cluster = await Cluster.make(db, 1, name);
    await cluster.sweep([{ ...empty, ...readings }]);
  };
  await make('modular', {
    modules: reading({ roots: [tree(['GCC/12.2.0', 'SAMtools/1.17-GCC-12.2.0', 'BWA/0.7.17'])] }),
  });
  await make('pictured', { images: images(['samtools_1.17--h00cdaf9_0.sif', 'bwa-0.7.18.sif']) });
  await make('packaged', {
    conda: conda({
      'envs/bio': ['samtools=1.17=h00cdaf9_0', 'umi_tools=1.1.4=py39hf95cd2a_2', 'bwa=0.7.17=he4a0461_11'],
    }),
  });
  await make('half', {
    conda: failed('timeout'),
    modules: reading({ roots: [tree(['SAMtools/1.17-GCC-12.2.0'])] }),
  });
  await make('broken', { modules: reading({ roots: [failedTree('permission')] }) });
}
