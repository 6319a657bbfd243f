import type { ReportFigure } from '../../server/reports/model.ts';
import type { Service } from '../harness/service.ts';

/** Answers of the API have no type in tests. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Row = any;

interface Asked {
  service: Service;
  path: string;
  query: URLSearchParams;
  week: { from: Date; to: Date };
}

const sum = (rows: Row[], count: (row: Row) => number): number =>
  rows.reduce((all, row) => all + count(row), 0);

async function all({ service, query }: Asked, path: string): Promise<Row[]> {
  const asked = new URLSearchParams(query);
  asked.set('limit', '1000');
  return (await service.get(`${path}?${asked}`)).items;
}

const total =
  (path: string) =>
  async ({ service, query }: Asked) =>
    (await service.get(`${path}?${query}`)).total;
const due = ({ expected, outcomes }: Row) => expected - outcomes.notExpected;
const read = ({ outcomes }: Row) => outcomes.complete + outcomes.partial;

/** What the page of one cluster shows of some of its nodes. */
function driftOfNodes({ service, query }: Asked): Promise<Row> {
  const nodes = new URLSearchParams({ nodes: query.get('nodes') ?? '' });
  return service.get(`/clusters/${query.get('site')}/${query.get('cluster')}/drift?${nodes}`);
}

/** Rows of the drift of every cluster that the page of the figure shows. */
async function differences(asked: Asked): Promise<Row[]> {
  if (asked.query.has('nodes')) return (await driftOfNodes(asked)).items;
  const clusters = await drifting(asked);
  const answers = clusters.map(({ site, cluster }: Row) =>
    asked.service.get(`/clusters/${site}/${cluster}/drift`),
  );
  return (await Promise.all(answers)).flatMap(({ items }) => items);
}

async function drifting(asked: Asked): Promise<Row[]> {
  if (asked.query.has('nodes')) {
    const { outliers, unknownCount: withoutPeers, items, reboots } = await driftOfNodes(asked);
    const rolling = items.filter(({ status }: Row) => status === 'rolling').length;
    return [{ outliers, withoutPeers, rolling, waiting: sum(reboots, ({ nodeCount }) => nodeCount) }];
  }
  const rows = await all(asked, '/drift');
  const cluster = asked.query.get('cluster');
  return rows.filter((row) => cluster === null || row.cluster === cluster);
}

/** The same pairs at the beginning of the week and as the page shows them. */
async function pairsOf(asked: Asked): Promise<{ before: Row[]; after: Row[] }> {
  const query = new URLSearchParams(asked.query);
  query.set('at', asked.week.from.toISOString());
  return {
    before: await all({ ...asked, query }, '/compare/pairs'),
    after: await all(asked, '/compare/pairs'),
  };
}

async function moved(asked: Asked, sign: number): Promise<number> {
  const { before, after } = await pairsOf(asked);
  return after.filter((pair, at) => Math.sign(Math.round((pair.score - before[at].score) * 1e9)) === sign)
    .length;
}

const different = (names: Row[]) => new Set(names).size;

/** Of some nodes no page tells tiers: the answer that the figure leads to has the tools, each with its providers. */
const RANKS = [['apptainer', 'podman'], ['docker'], ['conda'], ['module', 'spack'], ['venv', 'system']];

async function toolsOfTier({ service, path, query }: Asked, tier: string): Promise<number> {
  const { offerings } = await service.get(`${path.replace('/api/v1', '')}?${query}`);
  const ranks = new Map<string, number>();
  for (const { tool, provider } of offerings) {
    const rank = RANKS.findIndex((providers) => providers.includes(provider));
    ranks.set(tool, Math.min(rank, ranks.get(tool) ?? rank));
  }
  const wanted = ['1a', '1b', '2', '3', '4'].indexOf(tier);
  return [...ranks.values()].filter((rank) => rank === wanted).length;
}

/** What the page that compares two places shows of the tools of the one in the other. */
async function scoreOf({ service, query }: Asked, direction: 'there' | 'back'): Promise<number> {
  return (await service.get(`/compare?${query}`))[direction].score;
}

/** What the page of each figure shows, from the addresses of the API that it is drawn from. */
const PAGES: Record<string, (asked: Asked) => Promise<number>> = {
  coverage: async (asked) => {
    const sweeps = await all(asked, '/sweeps');
    return sum(sweeps, read) / sum(sweeps, due);
  },
  sweeps: total('/sweeps'),
  'visits-expected': async (asked) => sum(await all(asked, '/sweeps'), due),
  'visits-read': async (asked) => sum(await all(asked, '/sweeps'), read),
  'visits-failed': async (asked) => sum(await all(asked, '/sweeps'), ({ outcomes }) => outcomes.failed),
  unread: async (asked) =>
    (await all(asked, '/changes/unconfirmed')).filter(({ state }) => state === 'failed' || state === 'held')
      .length,
  'drift-outliers': async (asked) => sum(await drifting(asked), ({ outliers }) => outliers),
  'drift-rolling': async (asked) => sum(await drifting(asked), ({ rolling }) => rolling),
  'drift-waiting': async (asked) => sum(await drifting(asked), ({ waiting }) => waiting),
  'drift-without-peers': async (asked) => sum(await drifting(asked), ({ withoutPeers }) => withoutPeers),
  'drift-differences': async (asked) => (await differences(asked)).length,
  'drift-fresh': async (asked) =>
    (await differences(asked)).filter(
      ({ since }) => new Date(since) >= asked.week.from && new Date(since) < asked.week.to,
    ).length,
  'pairs-rose': (asked) => moved(asked, 1),
  'pairs-fell': (asked) => moved(asked, -1),
  'pairs-unknown': async (asked) =>
    (await all(asked, '/compare/pairs')).filter(({ score }) => score === null).length,
  'pairs-unmeasured': async (asked) => {
    const { before, after } = await pairsOf(asked);
    const known = (rows: Row[]) =>
      new Set(rows.flatMap(({ a, b, score }) => (score === null ? [] : [`${a} ${b}`])));
    const [then, now] = [known(before), known(after)];
    return after.filter(({ a, b }) => !(then.has(`${a} ${b}`) && now.has(`${a} ${b}`))).length;
  },
  'runtime-versions': async (asked) =>
    different((await all(asked, '/fleet/runtimes')).map(({ runtime, version }) => `${runtime} ${version}`)),
  'driver-versions': async (asked) =>
    different((await all(asked, '/fleet/gpus')).map(({ vendor, driver }) => `${vendor} ${driver}`)),
  cards: async (asked) => sum(await all(asked, '/fleet/gpus'), ({ cards }) => cards),
  'asked-checks': async (asked) => sum(await all(asked, '/check/missing'), ({ count }) => count),
};

/** Pages whose list is another address of the API; their filters have the same names. */
const LISTS: Record<string, string> = { '/compare': '/compare/pairs', '/find': '/tools' };

export function pageFigure(
  service: Service,
  { id, href }: ReportFigure,
  week: Asked['week'],
): Promise<number> {
  const { pathname: path, searchParams: query } = new URL(href, 'http://here');
  const asked = { service, path, query, week };
  if (query.has('a')) return scoreOf(asked, id.startsWith('there ') ? 'there' : 'back');
  if (path.startsWith('/api/')) return toolsOfTier(asked, id.replace('tier-', ''));
  return (PAGES[id] ?? total(LISTS[path] ?? path))(asked);
}
