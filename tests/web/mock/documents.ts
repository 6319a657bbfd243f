import type { DocumentView } from '../../../server/routes/schemas/places.ts';
import { ago, HOSTILE, HOUR } from './places.ts';

const hashOf = (digit: string) => digit.repeat(8).padEnd(64, '0a1b2c3d4e5f');

export const hashes = {
  hardware: hashOf('1'),
  os: hashOf('2'),
  gpus: hashOf('3'),
  runtimes: hashOf('4'),
  image: hashOf('5'),
  modules: hashOf('6'),
  installation: hashOf('7'),
  environment: hashOf('8'),
};

const evidence = [{ hash: hashOf('e'), agent: '1', bytes: 183_204 }];

const moduleRows = [
  ...['1.19.2', '1.17', '1.9'].map((version) => ({
    name: 'SAMtools',
    version: `${version}-GCC-12.3.0`,
    default: version === '1.19.2',
    aliases: version === '1.19.2' ? ['samtools/latest'] : [],
    whatis: 'Tools for manipulating alignments in the SAM format',
    prerequisites: ['GCC/12.3.0'],
  })),
  {
    name: HOSTILE,
    version: '6.6.6',
    default: false,
    aliases: [],
    whatis: '=HYPERLINK("http://x")',
    prerequisites: [],
  },
  ...Array.from({ length: 300 }, (_, index) => ({
    name: `tool${String(index).padStart(3, '0')}`,
    version: `${(index % 7) + 1}.${index % 10}`,
    default: index % 7 === 0,
    aliases: [],
    whatis: '',
    prerequisites: [],
  })),
];

const modules: DocumentView = {
  hash: hashes.modules,
  kind: 'modules.tree',
  bytes: 64_011,
  facts: { kind: 'modules.tree', system: 'Lmod', systemVersion: '8.7.37', modules: moduleRows },
  columns: [
    { name: 'name', type: 'text', sentence: 'Name without version.' },
    { name: 'version', type: 'text', sentence: 'Everything after the name.' },
    { name: 'default', type: 'boolean', sentence: 'Whether it is loaded when no version is named.' },
    { name: 'aliases', type: 'list', sentence: 'Other names that load it.' },
    { name: 'whatis', type: 'text', sentence: 'What the module file says it is.' },
    { name: 'prerequisites', type: 'list', sentence: 'What must be loaded before.' },
  ],
  rows: moduleRows,
  offerings: [
    { tool: 'samtools', version: '1.19.2', variant: '', build: 'GCC-12.3.0', provider: 'module' },
    { tool: 'samtools', version: '1.17', variant: '', build: 'GCC-12.3.0', provider: 'module' },
  ],
  heldBy: [
    {
      site: 'northern',
      cluster: 'fjord',
      nodes: 'cpu[001-002],gpu[01-02],login1',
      path: '/apps/modules/all',
      readOn: 'cpu001',
      since: '2026-06-01T05:15:00.000Z',
      confirmedAt: ago(3 * HOUR),
    },
  ],
  confirmedAt: ago(3 * HOUR),
  evidence,
  derived: {},
  inside: null,
};

const imageRow = {
  name: 'samtools_1.17.sif',
  format: 'sif',
  architecture: 'amd64',
  size: 61_440_000,
  created: '2024-03-18T09:12:44Z',
  signed: false,
  from: 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0',
};

const image: DocumentView = {
  hash: hashes.image,
  kind: 'images.file',
  bytes: 2210,
  facts: {
    kind: 'images.file',
    ...imageRow,
    labels: [{ name: 'org.label-schema.build-arch', value: 'amd64' }],
  },
  columns: [
    { name: 'name', type: 'text', sentence: 'Name of the file.' },
    { name: 'architecture', type: 'text', sentence: 'What its primary partition runs on.' },
    { name: 'size', type: 'bytes', sentence: 'Size of the file.' },
    { name: 'created', type: 'date', sentence: 'When it was built.' },
    { name: 'signed', type: 'boolean', sentence: 'Whether it carries a signature.' },
  ],
  rows: [imageRow],
  offerings: [{ tool: 'samtools', version: '1.17', variant: '', build: 'h00cdaf9_0', provider: 'apptainer' }],
  heldBy: [
    {
      site: 'northern',
      cluster: 'fjord',
      nodes: 'cpu[001-002],login1',
      path: '/apps/images/samtools_1.17.sif',
      readOn: 'login1',
      since: '2026-06-01T05:15:00.000Z',
      confirmedAt: ago(3 * HOUR),
    },
  ],
  confirmedAt: ago(3 * HOUR),
  evidence,
  derived: {},
  inside: null,
};

export const documents: DocumentView[] = [modules, image];
