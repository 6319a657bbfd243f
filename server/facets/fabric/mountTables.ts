const SHARED =
  /^(?:autofs|lustre|gpfs|mmfs|beegfs\w*|fhgfs|ceph|panfs|pvfs2|orangefs|wekafs|wekafsio|nfs4?|afs|cifs|smb3|dvs|glusterfs|quobyte|vastfs|gfs2|ocfs2|hcfs|daos|fuse\.(?:ceph[\w-]*|dfuse|daos|glusterfs|quobyte|juicefs|JuiceFS|mfs\w*|seaweedfs|xtreemfs|gpfs\w*|unifyfs|beeond))$/;

/** Places of the kernel, of jobs and of containers, as the agent leaves them out. */
const OWN = /^\/(?:proc|run|tmp|var\/lib|var\/spool|var\/tmp)\//;

interface Row {
  type: string;
  base: string;
  point: string;
  options: string;
}

/** A mount table in any form as the agent's lines; null when it is none. */
export function mountLines(text: string): string | null {
  const rows = kernelRows(text) ?? mountRows(text) ?? dfRows(text) ?? findmntRows(text);
  if (!rows) return null;
  return rows
    .filter((row) => SHARED.test(row.type) && !OWN.test(row.point) && !isServer(row))
    .map(({ type, base, point, options }) => `${type} ${base} ${point} ${versionOf(options)}`)
    .join('\n');
}

const versionOf = (options: string) => /(?:^|,)vers=([\d.]+)/.exec(options)?.[1] ?? '-';

/** A server of Lustre mounts its own targets with that type, and names them in the options. */
const isServer = ({ type, options }: Row) => type === 'lustre' && /(?:^|,)svname=/.test(options);

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

/** Of the lines of a table, so many at least are rows; one that is cut or strange loses itself only. */
const ROWS = 0.9;

/** Two paths (PATH_MAX of limits.h) and the options between them; a line that goes on is none of a table. */
const LONGEST = 10_000;

/** Lines as rows; null where too few are. */
function allRows(lines: string[], rowOf: (line: string) => Row | null): Row[] | null {
  const rows = lines.map((line) => (line.length > LONGEST ? null : rowOf(line)));
  const found = rows.filter((row) => row !== null);
  return found.length > 0 && found.length >= rows.length * ROWS ? found : null;
}

/** /proc/self/mountinfo and /proc/mounts. */
const kernelRows = (text: string) =>
  allRows(linesOf(text), (line) => {
    const words = line.split(' ');
    const dash = words.indexOf('-');
    const isInfo = dash > 5 && /^\d+:\d+$/.test(words[2] ?? '');
    // fstab(5)'s six fields, as /proc/mounts has them.
    if (!isInfo && !(words.length === 6 && /^\d+$/.test(words[5] ?? ''))) return null;
    const [base = '/', point = '', type = '', options = ''] = isInfo
      ? [words[3], words[4], words[dash + 1], words.slice(dash + 3).join(' ')]
      : ['/', words[1], words[2], words[3]];
    return point.startsWith('/') || point === 'none' ? { type, base, point, options } : null;
  });

/** Writes a place as the kernel does: programs print its blanks as they are. */
const escaped = (point: string) =>
  point.replace(/[\s\\]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** mount(8) without arguments: `SOURCE on PLACE type TYPE (OPTIONS)`, and a label behind it. */
const mountRows = (text: string) =>
  allRows(linesOf(text), (line) => {
    const found = /^\S.*? on (\/.*) type (\S+) \(([^()]*(?:\([^()]*\)[^()]*)*)\)(?: \[[^\]]*\])?\s*$/.exec(
      line,
    );
    const [, point = '', type = '', options = ''] = found ?? [];
    return found ? { type, base: '/', point: escaped(point), options } : null;
  });

const DF = /^Filesystem +Type +\S.* Mounted on\s*$/;

/** `df -T`, in any units; a long source stands in a line of its own. */
function dfRows(text: string): Row[] | null {
  const lines = linesOf(text.replace(/^(\S+)\r?\n[ \t]+(?=\S+ +[\d.-])/gm, '$1 ')).filter(
    (line) => !/^df: /.test(line),
  );
  if (!DF.test(lines[0] ?? '')) return null;
  return allRows(lines.slice(1), (line) => {
    const [, type = '', point = ''] = /^.+? +(\S+)(?: +\S+){4} +(\/.*?)\s*$/.exec(line) ?? [];
    return point === '' ? null : { type, base: '/', point: escaped(point), options: '' };
  });
}

const FINDMNT = /^TARGET +SOURCE +FSTYPE +OPTIONS\s*$/;

/**
 * `findmnt` as a tree or a list; a part of a file system that is bound stands in brackets behind its source. A blank is
 * `\\x20`, whose backslash is doubled where bytes are told as text.
 */
function findmntRows(text: string): Row[] | null {
  const lines = linesOf(text);
  if (!FINDMNT.test(lines[0] ?? '')) return null;
  return allRows(lines.slice(1), (line) => {
    const found = /^[^/]{0,60}(\/\S*) +(\S+?)(?:\[(\/[^\]]*)\])? +(\S+) +(\S+)\s*$/.exec(line);
    const [, point = '', , base = '/', type = '', options = ''] = found ?? [];
    return found
      ? {
          type,
          base,
          point: point.replace(/\\{1,2}x([0-9a-f]{2})/g, (_, hex: string) =>
            escaped(String.fromCharCode(Number.parseInt(hex, 16))),
          ),
          options,
        }
      : null;
  });
}
