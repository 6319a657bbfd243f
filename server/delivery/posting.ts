import { formatNamed } from '../reports/formats/index.ts';
import type { Report } from '../reports/model.ts';
import type { Target } from './schedule.ts';
import type { DeliverySettings } from './settings.ts';

export interface ReportFile {
  /** Of letters, digits, dots and dashes. */
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** One report on its way to one receiver. */
export interface Posting {
  /** Name of the schedule. */
  schedule: string;
  /** Number of the report. */
  id: number;
  /** What names this report of this schedule everywhere and for ever: letters and digits. */
  mark: string;
  report: Report;
  target: Target;
  /** Names of formats. */
  formats: string[];
  /** A person wants to see whether it arrives. */
  test: boolean;
  /** The report as a file. */
  file: (format: string) => Promise<ReportFile>;
  /** The report for readers of plain text. */
  text: () => Promise<string>;
}

/** What a way out is given besides. */
export interface Surroundings {
  settings: DeliverySettings;
  signal: AbortSignal;
}

/** Delivers, and gives what the receiver answered; throws with the reason when it did not take it. */
export type Way = (posting: Posting, surroundings: Surroundings) => Promise<string>;

/** Where a report is had as a file; '' where nobody said where the pages are. */
export function fileAddress({ id, report }: Posting, format: string): string {
  const ending = formatNamed(format)?.ending ?? format;
  return report.pages === '' ? '' : `${report.pages}/api/v1/reports/${id}.${ending}`;
}

export const pageAddress = ({ id, report }: Posting) =>
  report.pages === '' ? '' : `${report.pages}/reports/${id}`;
