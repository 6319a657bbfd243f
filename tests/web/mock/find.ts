import type {
  Concerns,
  FindAnswer,
  FindRow,
  Overview,
  Suggestion,
  ToolSuggestion,
} from '../../../server/routes/schemas/find.ts';
import { hashes } from './documents.ts';
import { ago, DAY, HOSTILE, HOUR } from './places.ts';

const fjord = {
  site: 'northern',
  cluster: 'fjord',
  clusterNodes: 5,
  nodes: 'cpu[001-002],gpu[01-02],login1',
  nodeCount: 5,
};
const dune = { site: 'southern', cluster: 'dune', clusterNodes: 4, nodes: 'arm-login,n01', nodeCount: 2 };

function rowOf(
  row: Partial<FindRow> & Pick<FindRow, 'version' | 'provider' | 'tier' | 'load' | 'place'>,
): FindRow {
  return {
    tool: 'samtools',
    label: 'SAMtools',
    variant: '',
    build: '',
    broken: '',
    restricted: '',
    seenBy: '',
    access: '',
    places: 1,
    document: hashes.modules,
    confirmedAt: ago(3 * HOUR),
    ...fjord,
    ...row,
  };
}

const rows: FindRow[] = [
  rowOf({
    version: '1.19.2',
    provider: 'module',
    tier: '3',
    build: 'GCC-12.3.0',
    load: 'module load GCC/12.3.0 SAMtools/1.19.2-GCC-12.3.0',
    place: '/apps/modules/all/SAMtools/1.19.2-GCC-12.3.0.lua',
  }),
  rowOf({
    version: '1.17',
    provider: 'apptainer',
    tier: '1a',
    build: 'h00cdaf9_0',
    load: 'apptainer exec /apps/images/samtools_1.17.sif samtools',
    place: '/apps/images/samtools_1.17.sif',
    document: hashes.image,
  }),
  rowOf({
    version: '1.17',
    provider: 'conda',
    tier: '2',
    build: 'h00cdaf9_0',
    load: 'conda activate /apps/miniforge3/envs/mapping',
    place: '/apps/miniforge3/envs/mapping',
    nodes: 'cpu[001-002]',
    nodeCount: 2,
  }),
  rowOf({
    ...dune,
    version: '1.17',
    provider: 'module',
    tier: '3',
    build: 'GCC-12.3.0',
    load: "module load 'bio/sam tools/1.17'",
    place: '/opt/modules/bio/sam tools/1.17',
    confirmedAt: ago(9 * DAY),
  }),
  rowOf({
    version: '1.17',
    provider: 'system',
    tier: '4',
    load: '',
    place: `/opt/${HOSTILE}`,
    confirmedAt: null,
  }),
];

const versions: FindAnswer['versions'] = [
  {
    version: '1.19.2',
    clusters: 1,
    places: [{ site: 'northern', cluster: 'fjord', tier: '3' }],
    providers: ['module'],
  },
  {
    version: '1.17',
    clusters: 2,
    places: [
      { site: 'northern', cluster: 'fjord', tier: '1a' },
      { site: 'southern', cluster: 'dune', tier: '3' },
    ],
    providers: ['apptainer', 'conda', 'module', 'system'],
  },
];

const none: FindAnswer = {
  tool: '',
  label: '',
  version: '',
  match: 'none',
  items: [],
  total: 0,
  next: null,
  versions: [],
  didYouMean: [],
};

export function findAnswer(query: URLSearchParams): FindAnswer {
  const tool = query.get('tool') ?? '';
  const version = query.get('version') ?? '';
  if (tool.toLowerCase() !== 'samtools')
    return { ...none, didYouMean: tool.startsWith('sam') ? ['samtools', 'sambamba'] : [] };
  const places = rows.filter((row) =>
    ['site', 'cluster', 'provider'].every((name) => {
      const wanted = query.get(name);
      return !wanted || Object.entries(row).some(([key, value]) => key === name && value === wanted);
    }),
  );
  const exact = version === '' ? places : places.filter((row) => row.version === version);
  const known = versions.some((one) => one.version === version) || version === '';
  const items = known ? exact : places.filter((row) => row.version === '1.19.2');
  return {
    tool: 'samtools',
    label: 'SAMtools',
    version,
    match: items.length === 0 ? 'none' : known ? 'exact' : 'closest',
    items,
    total: items.length,
    next: null,
    versions,
    didYouMean: [],
  };
}

const names: [string, string][] = [
  ['samtools', 'SAMtools'],
  ['sambamba', 'Sambamba'],
  ['salmon', 'Salmon'],
  ['blast', 'BLAST+'],
  ['bwa', 'BWA'],
  ['bcftools', 'BCFtools'],
  ['gcc', 'GCC'],
  ['gromacs', 'GROMACS'],
  ['openmpi', 'OpenMPI'],
  ['python', 'Python'],
  ['pytorch', 'PyTorch'],
  ['r', 'R'],
  ['tensorflow', 'TensorFlow'],
  ['7zip', '7-Zip'],
  ['evil', HOSTILE],
];

export function suggestions(query: URLSearchParams): ToolSuggestion[] {
  const text = (query.get('q') ?? '').toLowerCase();
  return names
    .filter(([tool]) => tool.startsWith(text))
    .slice(0, Number(query.get('limit') ?? 100))
    .map(([tool, label], index) => ({ tool, label, versions: 1 + (index % 9), clusters: 1 + (index % 3) }));
}

/** Versions of the first tool where one is typed; else tools, each with what it is. */
export function suggested(query: URLSearchParams): Suggestion[] {
  const typed = query.get('version') ?? '';
  const tools = suggestions(new URLSearchParams({ q: query.get('q') ?? '', limit: '8' })).map((one) => ({
    ...one,
    version: '',
    newest: '1.19.2',
    description: `What ${one.label} is <b>for</b>`,
  }));
  const [first] = tools;
  const fitting = versions.filter(({ version }) => typed !== '' && version.startsWith(typed));
  return first && fitting.length > 0
    ? fitting.map(({ version, clusters }) => ({ ...first, version, clusters }))
    : tools;
}

export const overview: Overview = {
  sites: 2,
  clusters: 3,
  nodes: 9,
  tools: 1498,
  attention: [
    { kind: 'failed-visits', count: 1, sentence: 'node could not be visited', link: '/nodes?outcome=failed' },
    {
      kind: 'partial-visits',
      count: 1,
      sentence: 'node was read only in part',
      link: '/nodes?outcome=partial',
    },
    {
      kind: 'held-roots',
      count: 1,
      sentence: 'root lost so much at once that it is held back',
      link: '/held',
    },
    { kind: 'never-visited', count: 1, sentence: 'node was never visited', link: '/nodes?outcome=never' },
    { kind: 'stale', count: 0, sentence: 'nodes were not read for a week', link: '/nodes' },
  ],
};

export const concerns: Concerns = {
  items: [
    {
      kind: 'anaconda-defaults',
      count: 1,
      sentence: "conda environments have packages from Anaconda's own channels",
      link: '/fleet/conda?only=defaults',
    },
  ],
};
