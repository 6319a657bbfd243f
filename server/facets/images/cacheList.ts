import { NOTHING_KNOWN } from './nothingKnown.ts';
import type { ImageFile } from './schema.ts';

export interface CacheList {
  /** Files that hold images, under type and name; layers and manifests (`blob`) are none. */
  images: { path: string; image: ImageFile }[];
  /** How many the summary counts; null without one. */
  counted: number | null;
}

const ROW = /^(\S.*?) +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +[\d.]+ [KMGTP]?i?B +(\w[\w-]*)$/;
const LONGEST_NAME = 22;
const COUNT = /^There are (\d{1,9}) container file\(s\) using /;

/**
 * `apptainer cache list`, with or without --verbose (apptainer, internal/app/apptainer/cache_list_linux.go).
 * Names are cut to 22 characters, sizes rounded, and times are those of the listing node's zone: of an image
 * only its name in the cache is a fact. Null for other text.
 */
export function parseCacheList(text: string): CacheList | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const counted = lines.map((line) => COUNT.exec(line)?.[1]).find((count) => count !== undefined);
  const heading = lines.findIndex((line) => /^NAME +DATE CREATED +SIZE +TYPE$/.test(line));
  if (heading === -1 && counted === undefined) return null;
  const rows = heading === -1 ? [] : lines.slice(heading + 1).filter((line) => line.length < 500);
  const images = rows.flatMap((line, at): CacheList['images'] => {
    const [, name, type] = ROW.exec(line) ?? [];
    if (name === undefined || type === 'blob') return [];
    const isWhole = name.length < LONGEST_NAME;
    const image: ImageFile = { ...NOTHING_KNOWN, format: 'unknown', name: isWhole ? name : '' };
    // Names that were cut may have become equal.
    return [{ path: `${type}/${name}${isWhole ? '' : `...${at + 1}`}`, image }];
  });
  return { images, counted: counted === undefined ? null : Number(counted) };
}
