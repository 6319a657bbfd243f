import { problemOf } from '../reading.ts';
import type { Listing } from './listing.ts';
import { lsfStateOf } from './lsfStates.ts';
import { wholeOf } from './values.ts';

/** Version and cluster of lsid; null for other texts. */
export function lsidOf(text: string): { product: string; version: string; name: string } | null {
  const name = /^My cluster name is (\S+)/m.exec(text)?.[1] ?? '';
  const [, product = '', version = ''] =
    /^((?:IBM|Platform|OpenLava|openlava|volclava)[A-Za-z ]{0,60}?) (\d+(?:\.\d+)+)/m.exec(text) ?? [];
  if (name === '' && version === '') return null;
  return { product: product.trim(), version, name };
}

type Table = 'bhosts' | 'lshosts' | 'bqueues';

/** The first columns of each, whatever follows; -l tells of a host and a queue each in several tables. */
const HEADERS: [Table, RegExp][] = [
  ['bhosts', /^HOST_NAME\s+STATUS\s+JL\/U/],
  ['lshosts', /^HOST_NAME\s+type\s+model\s+cpuf/],
  ['bqueues', /^QUEUE_NAME\s+PRIO\s+STATUS\s+MAX/],
];
const LONG_HOST = /^HOST\s+(\S+)\s*$/;
const LONG_HEADER = /^STATUS\s+CPUF\s+JL\/U\s/;

const tableOf = (line: string) => HEADERS.find(([, header]) => header.test(line.trimStart()))?.[0];

export function isLsfTable(text: string): boolean {
  const lines = text.slice(0, 200_000).split('\n');
  return lines.some((line) => tableOf(line) !== undefined || LONG_HEADER.test(line));
}

/** Tables of bhosts, lshosts and bqueues, one or several after each other, and `bhosts -l`. */
export function readLsfTables(text: string, listing: Listing, where: string): void {
  const cut = cutNames(text);
  const known = listing.sawNodes;
  let cutRows = 0;
  let table: Table | null = null;
  let host = '';
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const problem = (why: string) =>
      listing.problems.push(
        problemOf('scheduler', line.trim().split(/\s/, 1)[0] ?? '', where, at + 1, line, why),
      );
    const header = tableOf(line);
    const long = LONG_HOST.exec(line);
    if (header) {
      table = header;
      if (header === 'bqueues') listing.sawPartitions = true;
      else listing.sawNodes = true;
    } else if (long) {
      table = null;
      host = long[1] ?? '';
    } else if (host !== '' && LONG_HEADER.test(line)) {
      listing.sawNodes = true;
      const state = lsfStateOf((lines[at + 1] ?? '').trim().split(/\s+/)[0] ?? '');
      if (state) listing.node(host, { state });
      else problem('no state of a host');
      host = '';
    } else if (line.trim() !== '' && table) {
      const cells = line.trim().split(/\s+/);
      if (cut.has(`${table} ${cells[0]}`)) {
        problem('the name was cut');
        cutRows += table === 'bqueues' ? 0 : 1;
      } else if (!ROWS[table](cells, line, listing)) problem(`no row of ${table}`);
    }
  }
  if (cutRows === 0 || known) return;
  // How many there are is known, and of some not who they are.
  listing.cluster = { ...listing.cluster, nodeCount: cutRows + listing.nodes.size };
  listing.sawNodes = listing.nodes.size > 0;
}

/** Without -w, names are cut to these lengths. */
const WIDTHS: Record<Table, number> = { bhosts: 18, lshosts: 11, bqueues: 15 };

/** Several rows of one name in one table, as long as a name that was cut, are of different hosts. */
function cutNames(text: string): Set<string> {
  const cut = new Set<string>();
  const seen = new Set<string>();
  let table: Table | null = null;
  for (const line of text.split('\n')) {
    const header = tableOf(line);
    if (header) {
      table = header;
      seen.clear();
      continue;
    }
    const name = line.trimStart().split(/\s/, 1)[0] ?? '';
    if (!table || name.length !== WIDTHS[table]) continue;
    if (seen.has(name)) cut.add(`${table} ${name}`);
    seen.add(name);
  }
  return cut;
}

const ROWS: Record<Table, (cells: string[], line: string, listing: Listing) => boolean> = {
  bhosts: ([name = '', status = '', ...rest], _, listing) => {
    const state = lsfStateOf(status);
    if (!state || rest.length < 5) return false;
    listing.node(name, { state });
    return true;
  },
  lshosts: lshostsRow,
  bqueues: ([name = '', priority = '', status = '', ...rest], _, listing) => {
    const [, open = '', active = ''] = /^(Open|Closed):(Active|Inact)/i.exec(status) ?? [];
    if (open === '' || rest.length < 3) return false;
    const takes = /^open$/i.test(open);
    const runs = /^active$/i.test(active);
    const state = runs ? (takes ? 'up' : 'drain') : takes ? 'down' : 'inactive';
    listing.partition(name, { state, priority: wholeOf(priority) ?? undefined });
    return true;
  },
};

function lshostsRow(cells: string[], line: string, listing: Listing): boolean {
  const [name = '', type = '', , cpuf = '', cpus = '', memory = '', , server = ''] = cells;
  if (!/^(?:[\d.]+|-)$/.test(cpuf) || !/^(?:yes|no|dyn)$/i.test(server)) return false;
  // Hosts that only submit jobs are no nodes.
  if (/^no$/i.test(server)) return true;
  const resources = /\(([^()]*)\)\s*$/.exec(line)?.[1] ?? '';
  listing.node(name, {
    cpus: wholeOf(cpus) ?? undefined,
    memory: mebibytes(memory),
    arch: type === 'UNKNOWN' ? '' : type,
    features: resources.split(/\s+/).filter((one) => one !== ''),
  });
  return true;
}

const UNITS: Record<string, number> = { K: 1 / 1024, M: 1, G: 1024, T: 1024 ** 2 };

export function mebibytes(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?)([KMGT])$/.exec(text) ?? [];
  return number === '' ? undefined : Math.round(Number(number) * (UNITS[unit] ?? 1));
}
