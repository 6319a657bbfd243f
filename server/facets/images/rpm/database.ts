import { berkeleyBlobs, isBerkeley } from './bdb.ts';
import { packageOfHeader, type RpmPackage } from './header.ts';
import { isNdb, ndbBlobs } from './ndb.ts';
import { isSqlite, sqliteBlobs } from './sqlite.ts';

export interface RpmDatabase {
  packages: RpmPackage[];
  /** Headers that are there and could not be read. */
  damaged: number;
}

/** Keys that sign packages stand among them (rpmkeys(8)). */
const KEYS = 'gpg-pubkey';

/** What a database of rpm has installed, in any of its three forms; null where it is none, or not whole. */
export function readRpmDatabase(bytes: Buffer): RpmDatabase | null {
  const blobs = blobsOf(bytes);
  if (!blobs) return null;
  const found: RpmDatabase = { packages: [], damaged: 0 };
  for (const blob of blobs) {
    const one = packageOfHeader(blob);
    if (!one) found.damaged += 1;
    else if (one.name !== KEYS) found.packages.push(one);
  }
  return found;
}

function blobsOf(bytes: Buffer): Buffer[] | null {
  if (bytes.length < 100) return null;
  try {
    if (isSqlite(bytes)) return sqliteBlobs(bytes);
    if (isNdb(bytes)) return ndbBlobs(bytes);
    return isBerkeley(bytes) ? berkeleyBlobs(bytes) : null;
  } catch (error) {
    // A number in a damaged file that leads out of it.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
