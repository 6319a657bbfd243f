import { type Part, partOf } from '../../frames/evidence.ts';
import { jsonTextOf, textOf } from '../../frames/text.ts';
import { partText } from '../reading.ts';
import { addAliases } from './aliases.ts';
import { markBroken } from './broken.ts';
import { emptyListing, type Listing } from './listing.ts';
import { parseEnvmodulesJson } from './parse-envmodules-json.ts';
import { parseSpiderCache } from './parse-spider-cache.ts';
import { parseSpiderJson } from './parse-spider-json.ts';
import { parseTerse } from './parse-terse.ts';
import { addWhatis } from './parse-whatis.ts';
import type { System } from './schema.ts';

const NEWLINE = 0x0a;

/** What the node's own tool lists, from the parts that the agent sent. */
export function listingOf(system: System, parts: Part[]): Listing {
  if (system.system === 'lmod') {
    const cache = partOf(parts, 'spider-cache');
    const json = partOf(parts, 'spider-json');
    const listing = cache
      ? parseSpiderCache(textOf(cache))
      : json
        ? parseSpiderJson(jsonTextOf(json.filter((byte) => byte !== NEWLINE)))
        : emptyListing('lmod');
    // Trees that only avail names would make an unreadable listing look like an empty one.
    if (listing.trees.size > 0 || listing.problems.length === 0) addAliases(listing, parts);
    markBroken(listing, partText(parts, 'spider-err'));
    return listing;
  }
  const avail = partOf(parts, 'avail');
  if (system.system !== 'environment-modules' || !avail) return emptyListing(system.system);
  const json = jsonTextOf(avail);
  const listing = /^\{/m.test(json)
    ? parseEnvmodulesJson(json)
    : parseTerse(textOf(avail), 'environment-modules');
  const whatis = partText(parts, 'whatis');
  addWhatis(listing, whatis);
  markBroken(listing, whatis);
  return listing;
}

/** A listing with problems and nothing else is no empty listing. */
export function brokenListing(listing: Listing): string {
  const [problem] = listing.problems;
  return listing.trees.size === 0 && problem ? `${problem.message}: ${problem.text}` : '';
}
