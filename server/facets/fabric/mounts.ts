import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import type { SharedFileSystem } from './schema.ts';

interface Mount {
  type: string;
  /** The folder of the file system that is mounted; / unless part of it is bound to another place. */
  base: string;
  point: string;
  protocol: string;
}

/**
 * The agent's lines: type, mounted folder, mount point, version of the protocol. What lies on or below a place
 * that is mounted on demand comes and goes, and only that place is told.
 */
export function readMounts(text: string): { fileSystems: SharedFileSystem[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const mounts = text.split('\n').flatMap((line, at): Mount[] => {
    if (line.trim() === '') return [];
    const [type = '', base = '', point = '', version = ''] = line.split(' ');
    if (!point.startsWith('/')) {
      problems.push(problemOf('fabric', '', 'mounts', at + 1, line, 'no mount point'));
      return [];
    }
    return [{ type, base, point: plain(point), protocol: version === '-' ? '' : version }];
  });
  return { fileSystems: fileSystemsOf(mounts), problems };
}

function fileSystemsOf(mounts: Mount[]): SharedFileSystem[] {
  const onDemand = new Set(mounts.filter((one) => one.type === 'autofs').map((one) => one.point));
  const kept = new Map<string, SharedFileSystem>();
  for (const { type, base, point, protocol } of mounts) {
    if (type !== 'autofs' && (base !== '/' || isBelow(point, onDemand))) continue;
    // A later mount hides an earlier one at the same place.
    kept.set(point, { type, point, protocol: type.startsWith('nfs') ? protocol : '' });
  }
  return [...kept.values()].sort((a, b) => (a.point < b.point ? -1 : 1));
}

/** Is the place, or one above it, in the set? */
function isBelow(point: string, places: Set<string>): boolean {
  if (places.size === 0) return false;
  for (let at = point.length; at > 0; at = point.lastIndexOf('/', at - 1))
    if (places.has(point.slice(0, at))) return true;
  return false;
}

/** The kernel writes space, tab, newline and backslash as three octal digits (proc_pid_mountinfo(5)). */
function plain(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
