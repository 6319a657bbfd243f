import type {
  ComparedDirection,
  ComparedEnvironment,
  ComparedTool,
  ComparisonAnswer,
  Match,
  MatchCounts,
  OtherBytes,
  PairRow,
  Pairs,
  SeriesPoint,
  SpreadTool,
} from '../../../server/routes/schemas/compare.ts';

/** What comparing would answer about the sites of places.ts. */

const AT = '2026-11-27T03:00:00.000Z';
const weights = {
  identical: 1,
  'same-build': 0.95,
  'same-recipe': 0.8,
  'same-version': 0.6,
  'near-version': 0.3,
  'other-version': 0.1,
  missing: 0,
};
const order: Match[] = [
  'identical',
  'same-build',
  'same-recipe',
  'same-version',
  'near-version',
  'other-version',
  'missing',
  'unknown',
];

function counts(...numbers: number[]): MatchCounts {
  const [identical = 0, build = 0, recipe = 0, version = 0, near = 0, other = 0, missing = 0, unknown = 0] =
    numbers;
  return {
    total: numbers.reduce((sum, one) => sum + one, 0),
    identical,
    'same-build': build,
    'same-recipe': recipe,
    'same-version': version,
    'near-version': near,
    'other-version': other,
    missing,
    unknown,
  };
}

const SITES = ['northern', 'southern', 'a-site-with-a-very-long-name.example.org'];
const CLUSTERS = ['northern/fjord', 'northern/skerry', 'southern/dune'];

export function pairs(query: URLSearchParams): Pairs {
  const names = query.get('of') === 'clusters' ? CLUSTERS : SITES;
  const items = names.flatMap((a, i) =>
    names.flatMap((b, j): PairRow[] => {
      if (i === j) return [];
      const unknown = j === 2;
      return [
        {
          a,
          b,
          score: unknown ? null : 0.612 + 0.1 * i,
          ...(unknown ? counts(0, 0, 0, 0, 0, 0, 0, 1204) : counts(640, 80, 12, 110, 61, 90, 211)),
        },
      ];
    }),
  );
  return {
    items,
    total: items.length,
    next: null,
    refreshedAt: AT,
    kept: false,
    at: query.get('at') ? `${query.get('at')}T23:59:59.999Z` : null,
    unknownTools: (query.get('tools') ?? '').split(' ').filter((word) => word.startsWith('<')),
    weights,
    matrix: names.map((a) =>
      names.map((b) => {
        const row = items.find((one) => one.a === a && one.b === b);
        return row ? { score: row.score, counts: order.map((match) => row[match]) } : null;
      }),
    ),
    sides: names.map((name, at) => ({ name, gaps: at === 2 ? ['conda', 'images'] : [] })),
  };
}

const base: ComparedTool = {
  tool: 'samtools',
  label: 'SAMtools',
  version: '1.17',
  tier: '1a',
  category: 'program',
  match: 'same-build',
  evidence: 'build h00cdaf9_0 and h00cdaf9_0',
  otherBytes: false,
  obtainable: '',
  how: '',
  variant: '',
  build: 'h00cdaf9_0',
  provider: 'apptainer',
  digest: '',
  place: '/apps/images/samtools_1.17.sif',
  load: 'apptainer exec /apps/images/samtools_1.17.sif samtools',
  thereVersion: '1.17',
  thereVariant: '',
  thereBuild: 'h00cdaf9_0',
  thereProvider: 'conda',
  thereDigest: '',
  therePlace: '/opt/conda/envs/bio',
  thereLoad: 'conda activate /opt/conda/envs/bio',
};
const nowhere = {
  thereVersion: '',
  thereBuild: '',
  thereProvider: '' as const,
  therePlace: '',
  thereLoad: '',
};

const tools: ComparedTool[] = [
  base,
  {
    ...base,
    tool: 'bwa',
    label: 'bwa',
    match: 'missing',
    evidence: 'every place that it may be in was read',
    obtainable: 'yes',
    how: 'conda there is set up for bioconda',
    ...nowhere,
  },
  {
    ...base,
    tool: 'evil',
    label: '<script>alert(1)</script>',
    version: '1.0\u202egnp',
    match: 'unknown',
    evidence: 'conda: timeout on n01 /opt/conda',
    ...nowhere,
  },
  {
    ...base,
    tool: 'gromacs',
    label: 'GROMACS',
    version: '2023.3',
    variant: '-CUDA-12.1.1',
    tier: '3',
    provider: 'module',
    build: 'foss-2023a',
    match: 'same-version',
    otherBytes: true,
    evidence: 'the same label, other bytes',
  },
];

function direction(rows: ComparedTool[]): ComparedDirection {
  const counted = (fits: (row: ComparedTool) => boolean) =>
    counts(...order.map((match) => rows.filter((row) => fits(row) && row.match === match).length));
  return {
    score: 0.517,
    matches: counted(() => true),
    tiers: (['1a', '1b', '2', '3', '4'] as const).map((tier) => ({
      tier,
      score: 0.5,
      ...counted((row) => row.tier === tier),
    })),
    categories: (['program', 'library', 'python', 'r', 'perl', 'system'] as const).map((category) => ({
      category,
      score: null,
      ...counted((row) => row.category === category),
    })),
  };
}

export function comparison(query: URLSearchParams): ComparisonAnswer {
  const [a, b] = [query.get('a') ?? '', query.get('b') ?? ''];
  const items = tools.filter(
    (row) =>
      (!query.get('match') || row.match === query.get('match')) &&
      (!query.get('tier') || row.tier === query.get('tier')),
  );
  const told = (answer: string) => items.filter(({ obtainable }) => obtainable === answer).length;
  const gaps = [{ facet: 'conda', reason: 'timeout', nodes: 3, node: 'n01', root: '/opt/conda' }];
  return {
    a: { scope: a, at: null, tools: tools.length, offerings: 9, oldest: AT, gaps: [] },
    b: { scope: b, at: null, tools: 3, offerings: 5, oldest: null, gaps },
    weights,
    there: direction(tools),
    back: direction(tools.slice(0, 2)),
    unknownTools: (query.get('tools') ?? '').split(' ').filter((word) => word.startsWith('<')),
    obtainable: query.get('obtainable')
      ? { yes: told('yes'), no: told('no'), unknown: told('unknown') }
      : null,
    items,
    total: items.length,
    next: null,
  };
}

export function spread(query: URLSearchParams): SpreadTool[] {
  const one: SpreadTool = {
    tool: 'samtools',
    label: 'SAMtools',
    category: 'program',
    tier: '1a',
    sites: 12,
    names: SITES,
    versions: 9,
    oldest: '0.1.19',
    newest: '1.21',
    common: '1.17',
    commonSites: 7,
    known: query.get('list') !== 'gain',
    otherBytes: 2,
  };
  return [
    one,
    {
      ...one,
      tool: 'nothing',
      label: 'nothing',
      versions: 0,
      oldest: '',
      newest: '',
      common: '',
      known: true,
    },
  ];
}

export function bytesOf(query: URLSearchParams): OtherBytes[] {
  const tool = query.get('tool') ?? '';
  const one = {
    tool,
    label: tool,
    version: '1.17',
    variant: '',
    build: 'h00cdaf9_0',
    provider: 'apptainer' as const,
  };
  return ['a', 'b'].map((digit) => ({ ...one, digest: `sif:${digit.repeat(64)}`, sites: SITES }));
}

export const series: SeriesPoint[] = [
  { at: '2026-09-01T00:00:00.000Z', score: null, ...counts(0) },
  { at: '2026-10-01T00:00:00.000Z', score: 0.4, ...counts(4, 0, 0, 0, 0, 0, 6) },
  { at: '2026-11-01T00:00:00.000Z', score: 0.8, ...counts(8, 0, 0, 0, 0, 0, 2) },
];

export const matchedEnvironments: ComparedEnvironment[] = [
  {
    place: '/opt/conda/envs/bio',
    places: 3,
    packages: 214,
    document: 'a'.repeat(64),
    match: 'same-version',
    therePlace: '/sw/conda/envs/biology-with-a-long-name-2024.06',
    thereDocument: 'b'.repeat(64),
  },
  {
    place: '/opt/conda/envs/<img src=x onerror=alert(1)>\u202e',
    places: 1,
    packages: 3,
    document: 'c'.repeat(64),
    match: 'unknown',
    therePlace: '',
    thereDocument: '',
  },
];
