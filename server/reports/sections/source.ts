import type { Window } from '../../changes/window.ts';
import type { Config } from '../../config.ts';
import type { Sweep } from '../../routes/schemas/places.ts';
import type { Queryable } from '../../store/database.ts';
import type { Before } from '../before.ts';
import type { ReportSection } from '../model.ts';
import type { Period } from '../period.ts';
import type { ReportScope } from '../scope.ts';
import type { Due } from './due.ts';
import type { MadeTable } from './table.ts';

/** What a section is made from. Everything is read at one moment: `db` is one transaction that sees no later change. */
export interface Source {
  db: Queryable;
  config: Config;
  scope: ReportScope;
  period: Period;
  /** The period as lists of changes take it. */
  window: Window;
  now: Date;
  /** Those of the period, newest first. */
  sweeps: Sweep[];
  /** What was due by the schedules of clusters, by `site/cluster`. */
  dues: Map<string, Due>;
  before: Before;
}

/** A section as it is made; not all rows of its tables are read yet. */
export interface MadeSection extends Omit<ReportSection, 'tables'> {
  tables: MadeTable[];
}

/** A section, and what it has to say outside of itself. */
export interface Told {
  section: MadeSection;
  /** Its line of the summary; '' for none. */
  line: string;
  /** What needs a look, as a part of the last line of the summary; '' for nothing. */
  attention: string;
  /** What stands on top of the report. */
  warnings: string[];
  /** false: no cluster was due to be swept in the period. */
  isDue?: boolean;
}

export type MakeSection = (source: Source) => Promise<Told>;
