/** One `Name=value ...` record of scontrol(1) or line of slurm.conf(5). */
export interface SlurmRecord {
  /** Key in lower case to the value as it stands; the first of two counts. */
  values: Map<string, string>;
  line: number;
  text: string;
}

/** After free text only these keys end it, so that a reason `x State=IDLE` says nothing of the state. */
const TAIL = new Set([
  'comment',
  'extra',
  'instanceid',
  'instancetype',
  'reservationname',
  'tlscerttokenset',
  'tlscertlastrenewal',
  'topology',
  'parameters',
]);
const FREE = new Set(['reason', 'comment', 'extra']);

/**
 * The records that begin with `first` (NodeName, PartitionName): one a line, or over several lines up to an
 * empty one, as scontrol prints them with and without -o.
 */
export function recordsOf(text: string, first: string): SlurmRecord[] {
  const records: SlurmRecord[] = [];
  const begins = new RegExp(`^\\s*${first}=`, 'i');
  let open: { lines: string[]; line: number } | null = null;
  const close = () => {
    if (open) records.push(recordOf(open.lines.join(' '), open.line));
    open = null;
  };
  for (const [at, line] of text.split('\n').entries()) {
    if (begins.test(line)) {
      close();
      open = { lines: [line], line: at + 1 };
    } else if (/^\s+\S/.test(line) || /^[A-Z]\w*=/.test(line)) open?.lines.push(line);
    else close();
  }
  close();
  return records;
}

/** The keys and values of one record. */
export function recordOf(text: string, line: number): SlurmRecord {
  const values = new Map<string, string>();
  let key = '';
  let from = 0;
  let free = false;
  const keep = (to: number) => {
    if (key !== '' && !values.has(key)) values.set(key, text.slice(from, to).trim());
  };
  for (const found of text.matchAll(/(?:^|\s)([A-Za-z][\w/:]{0,60})=/g)) {
    const next = (found[1] ?? '').toLowerCase();
    if (free && (!TAIL.has(next) || values.has(next) || next === key)) continue;
    keep(found.index);
    key = next;
    from = found.index + found[0].length;
    free = free || FREE.has(next);
  }
  keep(text.length);
  return { values, line, text: text.trim() };
}
