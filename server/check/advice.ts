import type { FindRow } from '../routes/schemas/find.ts';
import type { Candidate } from './candidates.ts';
import type { Requirement } from './requirement.ts';
import type { Found } from './tally.ts';

/** What else would do, in a sentence: what travels goes before what is local, as the tiers have it. */
export function adviceOf(
  asked: Requirement,
  found: Found,
  here: FindRow | undefined,
  elsewhere: FindRow | undefined,
  candidates: Candidate[],
): string {
  const isLocal = here !== undefined && here.tier >= '3';
  if (found.candidate?.fits && !isLocal) return '';
  if (elsewhere) return travelText(found.candidate?.fits ?? false, here, elsewhere);
  if (found.candidate?.fits) return '';
  if (found.match === 'missing' && candidates.length === 0 && asked.asked === 'module')
    return 'No cluster offers it as an image or in conda either.';
  return '';
}

function travelText(isHere: boolean, here: FindRow | undefined, row: FindRow): string {
  const what = `${row.version}${row.variant}${row.build === '' ? '' : ` (${row.build})`}`;
  const also = isHere ? 'What is here is local to this cluster. ' : '';
  const isSame = here?.site === row.site && here.cluster === row.cluster;
  const at = isSame ? 'It is also here' : `At ${row.site}/${row.cluster} it is there`;
  if (row.tier === '2') return `${also}${at} as a package of conda, ${what}: conda can install it elsewhere.`;
  const place = row.place === '' ? '' : `, ${row.place}`;
  const daemon = row.tier === '1b' ? ' Apptainer and podman take what docker has in its store.' : '';
  return `${also}${at} as an image, ${what}${place}: the image travels.${daemon}`;
}
