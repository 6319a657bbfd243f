import { problemOf } from '../reading.ts';
import type { Listing } from './listing.ts';
import type { State } from './states.ts';
import { wholeOf } from './values.ts';

/** Version and cluster of lsid; null for other texts. */
export function lsidOf(text: string): { product: string; version: string; name: string } | null {
  const name = /^My cluster name is (\S+)/m.exec(text)?.[1] ?? '';
  const [, product = '', version = ''] =
    /^((?:IBM|Platform|OpenLava|openlava)[A-Za-z ]{0,60}?) (\d+(?:\.\d+)+)/m.exec(text) ?? [];
  if (name === '' && version === '') return null;
  return { product: product.trim(), version, name };
}

/** States of bhosts(1). A host closed because it is full is as good as one that is not. */
function lsfStateOf(text: string): State | null {
  const word = text.toLowerCase();
  if (word === 'ok') return { base: 'idle', flags: [] };
  if (word === 'closed_adm') return { base: '', flags: ['drain'] };
  if (/^closed(?:_[a-z]+)*$/.test(word)) return { base: 'allocated', flags: [] };
  if (/^(?:unavail|unlicensed)$/.test(word)) return { base: 'down', flags: [] };
  return word === 'unreach' ? { base: 'down', flags: ['not_responding'] } : null;
}

const BHOSTS = /^HOST_NAME\s+STATUS\s+JL\/U/m;
const LSHOSTS = /^HOST_NAME\s+type\s+model\s+cpuf/m;

export function isLsfTable(text: string): boolean {
  return BHOSTS.test(text) || LSHOSTS.test(text);
}

/** Tables of bhosts and lshosts, one or both after each other. */
export function readLsfTables(text: string, listing: Listing, where: string): void {
  listing.sawNodes = true;
  let table: 'bhosts' | 'lshosts' | null = null;
  for (const [at, line] of text.split('\n').entries()) {
    if (BHOSTS.test(line)) table = 'bhosts';
    else if (LSHOSTS.test(line)) table = 'lshosts';
    else if (line.trim() !== '' && table) {
      const cells = line.trim().split(/\s+/);
      const read = table === 'bhosts' ? bhostsRow(cells, listing) : lshostsRow(line, cells, listing);
      if (!read) {
        const why = `no row of ${table}`;
        listing.problems.push(problemOf('scheduler', cells[0] ?? '', where, at + 1, line, why));
      }
    }
  }
}

function bhostsRow([name = '', status = '', ...rest]: string[], listing: Listing): boolean {
  const state = lsfStateOf(status);
  if (!state || rest.length < 5) return false;
  listing.node(name, { state });
  return true;
}

function lshostsRow(line: string, cells: string[], listing: Listing): boolean {
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

function mebibytes(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?)([KMGT])$/.exec(text) ?? [];
  return number === '' ? undefined : Math.round(Number(number) * (UNITS[unit] ?? 1));
}
