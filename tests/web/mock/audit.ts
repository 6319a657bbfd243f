import type { AuditRow } from '../../../server/routes/schemas/acts.ts';
import { ago, HOSTILE, HOUR } from './places.ts';

const row: AuditRow = {
  id: 2,
  at: ago(HOUR),
  who: 'ada',
  via: 'page',
  action: 'suspects accept',
  target: 'northern/fjord /apps/modules/Core',
  detail: '',
  outcome: 'done',
};

export const audit: AuditRow[] = [
  row,
  { ...row, id: 1, who: HOSTILE, via: 'command', action: 'apply', target: HOSTILE, outcome: 'refused' },
];
