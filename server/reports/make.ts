import type { Config } from '../config.ts';
import type { Database, Queryable } from '../store/database.ts';
import { namingId } from '../store/naming.ts';
import { versionOf } from '../version.ts';
import { beforeOf } from './before.ts';
import { beforeTold, compared } from './compared.ts';
import { keptSection } from './keep.ts';
import { Report, type ReportSection } from './model.ts';
import type { Period } from './period.ts';
import { windowOfPeriod } from './period.ts';
import type { KeptRows } from './rows.ts';
import { checkNodes, reportScope } from './scope.ts';
import { duesOf } from './sections/due.ts';
import { sections } from './sections/sections.ts';
import type { Source, Told } from './sections/source.ts';
import { coverageOf, sweepsOf, visitsOf } from './sections/sweepsOf.ts';
import { sentence } from './sections/words.ts';
import { type StoredReport, storeReport } from './stored.ts';
import { clockAt, dayAt, weekOf } from './zone.ts';

export interface ReportAsked extends Period {
  /** '' for everything, a site, site/cluster, or some nodes of one. */
  scope: string;
}

/** What reports are made from. */
export interface Store {
  db: Database;
  config: Config;
}

/**
 * Makes a report and keeps it. All of it is read at one moment, so that its numbers agree with each other whatever is collected
 * meanwhile.
 */
export async function makeReport(
  { db, config }: Store,
  asked: ReportAsked,
  onProgress: (text: string) => void = () => {},
): Promise<StoredReport> {
  const naming = await namingId(db);
  const parts = new Map<string, KeptRows>();
  const report = await db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    return reportFrom(inTurn(tx), { config, asked, naming, parts, onProgress });
  });
  return storeReport(db, Report.parse(report), parts.values());
}

/** A connection answers one statement after the other; what is asked meanwhile waits. */
function inTurn(tx: Queryable): Queryable {
  let before: Promise<unknown> = Promise.resolve();
  return {
    query: (...asked) => {
      const answer = before.then(() => tx.query<never>(...asked));
      before = answer.catch(() => {});
      return answer;
    },
  };
}

async function reportFrom(
  tx: Queryable,
  {
    config,
    asked,
    naming,
    parts,
    onProgress,
  }: {
    config: Config;
    asked: ReportAsked;
    naming: number;
    parts: Map<string, KeptRows>;
    onProgress: (text: string) => void;
  },
): Promise<Report> {
  const { from, to, timeZone } = asked;
  const period = { from, to, timeZone };
  const scope = await reportScope(tx, asked.scope);
  await checkNodes(tx, scope, from);
  const asOf = { db: tx, config, scope, period, window: windowOfPeriod(period), now: new Date() };
  const sweeps = await sweepsOf(asOf);
  onProgress('the period before');
  const before = await beforeOf(asOf);
  const dues = await duesOf(asOf);
  const source: Source = { ...asOf, sweeps, dues, before };
  const told: Outside[] = [];
  const kept: ReportSection[] = [];
  for (const [at, [title, make]] of sections.entries()) {
    onProgress(`${title}: ${at + 1} of ${sections.length} parts`);
    const { section, ...rest } = await make(source);
    // Rows are let go before the next part is made.
    kept.push(await keptSection(compared(section, before), parts));
    told.push({ ...rest, id: section.id });
  }
  const ids = sweeps.map(({ id }) => id);
  return {
    format: 'gazetteer-report',
    version: 1,
    title: titleOf(scope.text, period),
    scope: scope.text,
    from: from.toISOString(),
    to: to.toISOString(),
    timeZone,
    madeAt: source.now.toISOString(),
    madeBy: versionOf(),
    pages: config.pages,
    sweeps: ids.length === 0 ? null : { first: ids.at(-1) ?? 0, last: ids[0] ?? 0 },
    versions: { naming, agents: await agentsOf(tx, ids) },
    coverage: coverageOf(visitsOf(sweeps, [...dues.values()])),
    due: told.every(({ isDue = true }) => isDue),
    ...beforeTold(before),
    warnings: told.flatMap(({ warnings }) => warnings),
    summary: summaryOf(told),
    sections: kept,
  };
}

/** First whether it can be trusted, then what happened, and last what needs a look. */
const LINES = ['coverage', 'changes', 'drift', 'reproducibility'];

/** What a part says outside of itself. */
type Outside = Omit<Told, 'section'> & { id: string };

function summaryOf(told: Outside[]): string[] {
  const lines = LINES.map((wanted) => told.find(({ id }) => id === wanted)?.line ?? '');
  const attention = told.map((one) => one.attention).filter((one) => one !== '');
  const last =
    attention.length === 0 ? 'Nothing that is installed needs a look.' : `${sentence(attention.join('; '))}.`;
  return [...lines, last].filter((line) => line !== '');
}

/** A whole week is called by its number, other days by the first and the last, and anything else by its two times. */
function titleOf(scope: string, { from, to, timeZone }: Period): string {
  const [first, last] = [dayAt(timeZone, from), dayAt(timeZone, new Date(to.getTime() - 1))];
  const place = scope === '' ? 'All sites' : scope;
  const wholeDays = [from, to].every((time) => clockAt(timeZone, time).endsWith(' 00:00'));
  if (!wholeDays) return `${place}, ${clockAt(timeZone, from)} to ${clockAt(timeZone, to)}`;
  const isWeek = weekOf(first) === weekOf(last) && days(first, last) === 7;
  return isWeek ? `${place}, week ${weekOf(first)}` : `${place}, ${first} to ${last}`;
}

const days = (first: string, last: string) =>
  Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;

/** Versions of the agents that were met in some sweeps. */
async function agentsOf(db: Queryable, sweeps: number[]): Promise<string[]> {
  const found = await db.query<{ version: string }>(
    `select version from agent_version where exists (select from visit where agent_id = agent_version.id and sweep_id = any($1))
     order by version collate "C"`,
    [sweeps],
  );
  return found.rows.map(({ version }) => version);
}
