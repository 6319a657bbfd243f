import { z } from 'zod';
import { GazetteerError } from '../../errors.ts';

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
type Cell = z.infer<typeof Cell>;
/** What columns of a line hold: one value, or anything but some. */
const Exactly = z.record(z.string(), z.union([Cell, z.strictObject({ not: z.array(Cell) })]));

type Line = Record<string, Cell>;

/** Whether a line holds exactly what a JSON text says of its columns, such as `{"driver":"550.54","mig":""}`; '' lets every line through. */
export function exactlyOf(text: string, columns: string[]): (line: Line) => boolean {
  if (text === '') return () => true;
  const wanted = Object.entries(parsed(text));
  const strange = wanted.find(([column]) => !columns.includes(column));
  if (strange) throw new BadExactly(`there is no column ${JSON.stringify(strange[0])}`, columns);
  return (line) =>
    wanted.every(([column, value]) => {
      const cell = line[column] ?? null;
      return typeof value === 'object' && value !== null ? !value.not.includes(cell) : cell === value;
    });
}

function parsed(text: string): z.infer<typeof Exactly> {
  try {
    return Exactly.parse(JSON.parse(text));
  } catch {
    throw new BadExactly(`${JSON.stringify(text.slice(0, 60))} is no JSON object of columns and values`, []);
  }
}

class BadExactly extends GazetteerError {
  constructor(message: string, columns: string[]) {
    const known = columns.length > 0 ? `The columns are ${columns.join(', ')}` : '';
    super('bad-request', message, known || 'Write {"driver":"550.54"} or {"driver":{"not":["550.54"]}}', 2);
  }
}
