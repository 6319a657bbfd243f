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

const SHARED =
  /^(?:autofs|lustre|gpfs|mmfs|beegfs\w*|fhgfs|ceph|panfs|pvfs2|orangefs|wekafs|wekafsio|nfs4?|afs|cifs|smb3|dvs|glusterfs|quobyte|vastfs|gfs2|ocfs2|hcfs|daos|fuse\.(?:ceph[\w-]*|dfuse|daos|glusterfs|quobyte|juicefs|JuiceFS|mfs\w*|seaweedfs|xtreemfs|gpfs\w*|unifyfs|beeond))$/;

/** Places of the kernel, of jobs and of containers, as the agent leaves them out. */
const OWN = /^\/(?:proc|run|tmp|var\/lib|var\/spool|var\/tmp)\//;

/** A mount table in either of the kernel's forms as the agent's lines; null when it is none. */
export function mountinfoLines(text: string): string | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map(rowOf);
  if (rows.length === 0 || rows.some((row) => row === null)) return null;
  return rows
    .filter((row) => row !== null && SHARED.test(row.type) && !OWN.test(row.point))
    .map((row) => (row ? `${row.type} ${row.base} ${row.point} ${row.version}` : ''))
    .join('\n');
}

function rowOf(line: string): { type: string; base: string; point: string; version: string } | null {
  const words = line.split(' ');
  const dash = words.indexOf('-');
  const isInfo = dash > 5 && /^\d+:\d+$/.test(words[2] ?? '');
  // fstab(5)'s six fields, as /proc/mounts has them.
  if (!isInfo && !(words.length === 6 && /^\d+$/.test(words[5] ?? ''))) return null;
  const [base = '/', point = '', type = '', options = ''] = isInfo
    ? [words[3], words[4], words[dash + 1], words.slice(dash + 3).join(' ')]
    : ['/', words[1], words[2], words[3]];
  if (!point.startsWith('/') && point !== 'none') return null;
  const version = /(?:^|,)vers=([\d.]+)/.exec(options)?.[1] ?? '-';
  return { type, base, point, version };
}
