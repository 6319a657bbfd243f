import { problemOf } from '../reading.ts';
import { at, isObject, type Json, textAt } from './json.ts';
import type { Listing } from './listing.ts';
import { mebibytes } from './lsf.ts';
import { lsfStateOf } from './lsfStates.ts';
import { wholeOf } from './values.ts';

/** Whether a value is of `bhosts -o ... -json`, or of lshosts. */
export function isLsfJson(value: unknown): value is Json {
  return /^(?:bhosts|lshosts)$/.test(textAt(value, 'COMMAND')) && Array.isArray(at(value, 'RECORDS'));
}

export function readLsfJson(value: Json, listing: Listing, where: string): void {
  listing.sawNodes = true;
  const records = at(value, 'RECORDS');
  for (const record of Array.isArray(records) ? records : []) {
    const name = textAt(record, 'HOST_NAME');
    const told = textAt(record, 'STATUS');
    const state = told === '' ? undefined : lsfStateOf(told);
    if (!isObject(record) || name === '' || state === null) {
      const text = JSON.stringify(record) ?? '';
      listing.problems.push(problemOf('scheduler', name, where, 0, text, 'no host with a state'));
      continue;
    }
    listing.node(name, {
      state,
      cpus: wholeOf(textAt(record, 'NCPUS')) ?? undefined,
      memory: mebibytes(textAt(record, 'MAXMEM')),
    });
  }
}
