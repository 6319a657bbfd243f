import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { card } from './card.ts';
import type { Card } from './schema.ts';

/** What one form of nvidia-smi's output says; every form leaves something out. */
export interface NvidiaReport {
  cards: Card[];
  driver: string;
  cuda: string;
  /** How many GPUs the system has; null where the form does not say. */
  attached: number | null;
  problems: Problem[];
}

export function emptyReport(): NvidiaReport {
  return { cards: [], driver: '', cuda: '', attached: null, problems: [] };
}

/** The cards with the facts that belong to all of them. */
export function nvidiaCards(report: NvidiaReport): Card[] {
  return report.cards.map((one) =>
    card({ ...one, driver: one.driver || report.driver, cuda: one.cuda || report.cuda }),
  );
}

/** `nvidia-smi -i 0` prints one card of four and counts four: what is missing is said, not guessed. */
export function missingCards(report: NvidiaReport, format: string): Problem[] {
  const { attached, cards } = report;
  if (attached === null || attached <= cards.length) return [];
  const message = `${attached} GPUs are attached and ${cards.length} described`;
  return [problemOf('gpus', '', format, 0, `attached: ${attached}`, message)];
}
