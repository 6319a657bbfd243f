import type { FacetReading } from '../../server/facets/facet.ts';
import type { FacetName } from '../../server/facets/names.ts';
import type { Mount } from '../../server/frames/evidence.ts';
import type { Database } from '../../server/store/database.ts';
import { absent, Cluster, LOCAL, NFS, reading, tree } from '../harness/readings.ts';

/** What a cluster has, in the words of those who offer it. */
export interface Software {
  /** `samtools/1.17-GCC-12.2.0` */
  modules?: string[];
  /** `samtools 1.17 h00cdaf9_0 <sha256, or nothing>` */
  conda?: string[];
  /** `quay.io/biocontainers/samtools:1.17--h00cdaf9_0 <configuration digest>`, with podman. */
  images?: string[];
  /** `vim 2:9.1-1`, of dpkg. */
  packages?: string[];
  /** `SAMtools 1.17 GCC 12.2.0 <sha256, or nothing>`: what EasyBuild installed. */
  easybuild?: string[];
  /** A repository of CernVM-FS, and the modules of a tree in it. */
  repository?: { revision: number | null; modules: string[] };
}

const evidence = (name: string) => ({ name, parts: [{ name, bytes: Buffer.from(name) }] });
const hex = (text = '') => (text === '' ? '' : text.padEnd(64, '0'));

function conda(packages: string[]): FacetReading {
  const rows = packages.map((text) => {
    const [name = '', version = '', build = '', sha256] = text.split(' ');
    return { name, version, build, subdir: 'linux-64', channel: 'conda-forge', sha256: hex(sha256), md5: '' };
  });
  const facts = { kind: 'conda.environment', python: '', packages: rows, pip: [], unreadable: 0 };
  const root = tree([], { kind: 'installation', path: '/opt/conda', key: '' });
  return reading({
    roots: [{ ...root, items: [{ path: 'envs/one', facts, evidence: evidence(packages.join()) }] }],
  });
}

function images(list: string[]): FacetReading {
  const items = list.map((text, at) => {
    const [reference = '', configDigest] = text.split(' ');
    const facts = {
      kind: 'images.stored',
      engine: 'podman',
      id: hex(`a${at}`),
      references: [reference],
      repoDigests: [],
      manifestDigest: '',
      configDigest: hex(configDigest),
      architecture: 'amd64',
      variant: '',
      os: 'linux',
      size: null,
      created: '',
      labels: [],
      platforms: [],
    };
    return { path: `image${at}`, facts, evidence: evidence(text) };
  });
  const root = tree([], { kind: 'store', path: '/var/lib/containers', key: '', mount: LOCAL });
  return reading({ roots: [{ ...root, items }] });
}

function packages(list: string[]): FacetReading {
  const rows = list.map((text) => {
    const [name = '', version = ''] = text.split(' ');
    return { manager: 'dpkg', name, version, architecture: 'amd64', source: '', vendor: '' };
  });
  const facts = { kind: 'packages.node', managers: ['dpkg'], packages: rows };
  return reading({ node: { facts, evidence: evidence(list.join()) } });
}

const CVMFS: Mount = { point: '/cvmfs/soft.example.org', fstype: 'fuse', source: 'cvmfs2', inode: '3' };
const REPOSITORY = { path: CVMFS.point, mount: CVMFS };

function repository(revision: number | null): FacetReading {
  const facts = { kind: 'cvmfs.repository', name: 'soft.example.org', revision, eessi: [] };
  const items = [{ path: '', facts, evidence: evidence(`revision ${revision}`) }];
  const key = revision === null ? '' : `revision ${revision}`;
  return reading({ roots: [{ ...tree([], REPOSITORY), kind: 'repository', key, items }] });
}

function easybuild(list: string[]): FacetReading {
  const items = list.map((text) => {
    const [name = '', version = '', toolchain = '', toolchainVersion = '', sha256] = text.split(' ');
    const one = { name, version, toolchain, toolchainVersion, suffix: '', easyconfig: `${name}.eb` };
    const facts = { kind: 'easybuild.software', installations: [{ ...one, sha256: hex(sha256) }] };
    return { path: name, facts, evidence: evidence(text) };
  });
  return reading({ roots: [{ ...tree([], { kind: 'software', path: '/apps/software', key: '' }), items }] });
}

/** A visit that read everything that offers tools. */
export function visitOf(software: Software): Partial<Record<FacetName, FacetReading>> {
  return {
    modules: reading({
      roots: [
        tree(software.modules ?? [], { mount: NFS }),
        ...(software.repository
          ? [tree(software.repository.modules, { mount: CVMFS, path: `${CVMFS.point}/modules` })]
          : []),
      ],
    }),
    conda: conda(software.conda ?? []),
    images: images(software.images ?? []),
    packages: packages(software.packages ?? []),
    spack: absent(),
    cvmfs: software.repository ? repository(software.repository.revision) : absent(),
    easybuild: software.easybuild ? easybuild(software.easybuild) : absent(),
    venvs: absent(),
    runtimes: absent(),
  };
}

/** A cluster of a site, visited or not. */
export async function clusterOf(db: Database, name: string, nodes = 1): Promise<Cluster> {
  const [site = '', cluster = ''] = name.split('/');
  const made = await Cluster.make(db, nodes, cluster);
  const { id } = await db.prisma.site.upsert({ where: { name: site }, create: { name: site }, update: {} });
  await db.prisma.cluster.update({ where: { id: made.id }, data: { siteId: id } });
  // The site that every cluster of the harness begins at.
  await db.prisma.site.deleteMany({ where: { name: 'alpha', clusters: { none: {} } } });
  return made;
}
