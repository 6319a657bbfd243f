import { listAsked } from '../../check/asked.ts';
import type { AskedTool } from '../../routes/schemas/check.ts';
import { dayAt } from '../zone.ts';
import { address } from './address.ts';
import { figure } from './figure.ts';
import type { Source, Told } from './source.ts';
import { number, tableOf, text } from './table.ts';

/** Tools that checks asked for and that are nowhere, in the months that the period touches. */
export async function asked({ db, config, period }: Source): Promise<Told> {
  // By UTC a week that begins with a month in Berlin began in the month before, none of which is meant.
  const monthAt = (time: number) => dayAt(period.timeZone, new Date(time)).slice(0, 7);
  const months = { from: monthAt(period.from.getTime()), to: monthAt(period.to.getTime() - 1) };
  const tools = await listAsked(db, months);
  const href = address('/check/missing', months);
  const off = config.countAsked ? '' : ' Counting is switched off here.';
  return {
    section: {
      id: 'asked',
      title: 'Asked for and nowhere',
      note: `Tools that checks asked for and no cluster of any site is known to have. Counted by month, here ${months.from === months.to ? months.from : `${months.from} to ${months.to}`} (UTC); nothing is kept of who asked.${off}`,
      figures: [
        figure('asked-tools', 'Tools asked for and nowhere', tools.length, href),
        figure(
          'asked-checks',
          'Times they were asked for',
          tools.reduce((sum, { count }) => sum + count, 0),
          href,
        ),
      ],
      charts: [],
      tables: [
        tableOf({ id: 'asked', title: 'Tools, the most asked first', href, columns: COLUMNS, rows: tools }),
      ],
    },
    line: '',
    attention: '',
    warnings: [],
  };
}

const COLUMNS = [
  text<AskedTool>('tool', 'Tool', (row) => row.tool),
  number<AskedTool>('count', 'Checks', (row) => row.count),
];
