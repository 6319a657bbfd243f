import { card, migCounts } from './card.ts';
import { readNvidiaCsv } from './nvidia-csv.ts';
import { type ListedGpu, readNvidiaList } from './nvidia-list.ts';
import { readNvidiaQuery } from './nvidia-query.ts';
import { emptyReport, type NvidiaReport } from './nvidia-report.ts';
import { readNvidiaTable } from './nvidia-table.ts';
import type { Card } from './schema.ts';

/**
 * Everything nvidia-smi may print as text, also several outputs one after another: the cards come from
 * the most exact form there is (CSV, `-q`, table, list), driver and CUDA version from any, and MIG
 * profiles from the list.
 */
export function readNvidiaText(text: string): NvidiaReport | null {
  const csv = readNvidiaCsv(text);
  const query = readNvidiaQuery(text);
  const table = readNvidiaTable(text);
  const list = readNvidiaList(text);
  const forms = [csv, query, table].filter((form) => form !== null);
  const best = forms.find((form) => form.cards.length > 0) ?? listed(list) ?? forms[0];
  if (!best) return null;
  return {
    cards: withProfiles(withDevices(best.cards, [query, table]), list),
    driver: forms.map((form) => form.driver).find(Boolean) ?? '',
    cuda: forms.map((form) => form.cuda).find(Boolean) ?? '',
    attached: best.attached ?? query?.attached ?? null,
    problems: best.problems,
  };
}

function listed(list: ListedGpu[]): NvidiaReport | undefined {
  if (list.length === 0) return undefined;
  return { ...emptyReport(), cards: list.map(({ model }) => card({ vendor: 'NVIDIA', model })) };
}

/** CSV knows that MIG is on and not what it is cut into; -q and the table do, in the same order. */
function withDevices(cards: Card[], forms: (NvidiaReport | null)[]): Card[] {
  const other = forms.find((form) => form?.cards.length === cards.length)?.cards;
  return cards.map((one, index) => {
    const migDevices = one.migDevices.length ? one.migDevices : (other?.[index]?.migDevices ?? []);
    return { ...one, migDevices };
  });
}

/** The list is in the order of the other forms; where it names profiles, they replace bare sizes. */
export function withProfiles(cards: Card[], list: ListedGpu[]): Card[] {
  if (list.length !== cards.length) return cards;
  return cards.map((one, index) => {
    const profiles = list[index]?.profiles ?? [];
    if (profiles.length === 0) return one;
    const devices = profiles.map((profile) => ({ profile, multiprocessors: null, memoryMiB: null }));
    return { ...one, mig: 'enabled', migDevices: migCounts(devices) };
  });
}
