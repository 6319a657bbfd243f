import { Schedule, type Target } from '../delivery/schedule.ts';
import { whenOf } from '../delivery/when.ts';
import { formatNamed } from '../reports/formats/index.ts';
import type { SaidReport } from './reportsSchema.ts';

export interface InventoryReport {
  name: string;
  schedule: Schedule;
}

/** One to look at, and one to file. */
const USUAL = ['html', 'pdf'].filter((name) => formatNamed(name) !== undefined);

/** A report that is made regularly, with what the file leaves open. */
export function reportOf(name: string, said: SaidReport): InventoryReport {
  const { when, timezone = '', scope = '', period, formats = USUAL, missed = 'last' } = said;
  const { cron, period: usual } = whenOf(when) ?? { cron: when, period: 'since' };
  const targets = targetsOf(said);
  return {
    name,
    schedule: Schedule.parse({ cron, timezone, period: period ?? usual, scope, formats, missed, targets }),
  };
}

/** Each once, however often it is said. */
function targetsOf({ mail, webhook, folder }: SaidReport): Target[] {
  const said: Target[] = [
    ...list(mail).map((address) => ({ kind: 'mail' as const, address })),
    ...list(webhook).map(({ url, secretFile }) => ({ kind: 'webhook' as const, address: url, secretFile })),
    ...list(folder).map((one) =>
      typeof one === 'string'
        ? { kind: 'folder' as const, address: one, ownerOnly: false }
        : { kind: 'folder' as const, address: one.path, ownerOnly: one.ownerOnly ?? false },
    ),
  ];
  return [...new Map(said.map((target) => [`${target.kind} ${target.address}`, target])).values()];
}

function list<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
