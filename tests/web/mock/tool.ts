const cell = (version: string, cluster: string, providers: string[], tier: string) => ({
  version,
  site: cluster.split('/')[0],
  cluster: cluster.split('/')[1],
  providers,
  tier,
  clusters: 1,
  nodes: 3,
  match: version === '1.19.2' ? 'identical' : 'other-version',
  default: version === '1.19.2' ? 'marked' : '',
  since: '2026-11-12T04:00:00.000Z',
  sinceAfter: version === '1.17' ? null : '2026-11-11T04:00:00.000Z',
});

export const toolHistory = [
  { at: '2026-11-12T04:00:00.000Z', newest: '1.17', clusters: 2, current: 2, behind: 0, versions: 2 },
  {
    at: '2026-11-18T04:00:00.000Z',
    newest: '<b>1.19.2</b>',
    clusters: 2,
    current: 1,
    behind: 1,
    versions: 3,
  },
];

export const toolGrid = {
  tool: 'samtools',
  label: 'SAMtools',
  description: 'Reads <b>alignments</b>',
  homepage: 'javascript:alert(1)',
  by: 'cluster',
  reference: { version: '1.19.2', site: 'northern', cluster: 'fjord' },
  versions: ['1.19.2', '1.17', '<i>odd</i>'],
  places: [
    {
      site: 'northern',
      cluster: 'fjord',
      state: 'has',
      newest: '1.19.2',
      confirmedAt: '2026-11-24T04:00:00.000Z',
    },
    {
      site: 'northern',
      cluster: 'sound',
      state: 'has',
      newest: '1.17',
      confirmedAt: '2026-11-24T04:00:00.000Z',
    },
    {
      site: 'southern',
      cluster: 'reef',
      state: 'missing',
      newest: '',
      confirmedAt: '2026-11-24T04:00:00.000Z',
    },
    { site: 'southern', cluster: 'mist', state: 'unknown', newest: '', confirmedAt: null },
  ],
  items: [
    cell('1.19.2', 'northern/fjord', ['conda', 'module'], '2'),
    cell('1.17', 'northern/fjord', ['apptainer'], '1a'),
    cell('1.17', 'northern/sound', ['module'], '3'),
    cell('<i>odd</i>', 'northern/sound', ['system'], '4'),
  ],
  total: 4,
  next: null,
};
