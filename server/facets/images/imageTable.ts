import { machineOf } from './architecture.ts';
import { listedByDocker } from './engineJson.ts';
import type { StoredImage } from './schema.ts';

const HEADING = /^REPOSITORY +TAG +/;

/** A heading of `podman images`, `docker images`, `buildah images` or `nerdctl images` near the beginning. */
export const isImageTable = (text: string): boolean =>
  /^REPOSITORY +TAG +(?:DIGEST +)?IMAGE ID/m.test(text.slice(0, 4000));

/**
 * The table of `podman images` and `docker images`: columns begin where their headings do. Ages
 * ("2 weeks ago") and rounded sizes are no facts. Null when there is no heading.
 */
export function parseImageTable(
  text: string,
): { images: StoredImage[]; bad: { line: number; text: string }[] } | null {
  const lines = text.split('\n');
  const heading = lines.findIndex((line) => HEADING.test(line));
  const head = lines[heading];
  if (head === undefined) return null;
  const columns = [...head.slice(0, 1000).matchAll(/[A-Z/]+(?: [A-Z]+)*/g)].map((match) => ({
    name: match[0],
    from: match.index,
  }));
  const rows = lines.map((line, at) => ({ line: at + 1, text: line })).slice(heading + 1);
  const filled = rows.filter((row) => row.text.trim() !== '');
  const engine = isPodmans(filled.map((row) => row.text)) ? 'podman' : 'docker';
  const images: StoredImage[] = [];
  const bad: { line: number; text: string }[] = [];
  for (const row of filled) {
    const cell = (name: string): string => {
      const at = columns.findIndex((column) => column.name === name);
      const from = columns[at]?.from;
      return from === undefined ? '' : row.text.slice(from, columns[at + 1]?.from).trim();
    };
    const image =
      row.text.length < 5000
        ? listedByDocker({
            Repository: cell('REPOSITORY'),
            Tag: cell('TAG'),
            Digest: cell('DIGEST'),
            ID: cell('IMAGE ID'),
          })
        : null;
    if (!image) {
      bad.push(row);
      continue;
    }
    const [os = '', machine = '', variant = ''] = cell('PLATFORM').split('/');
    // podman's image ids are those of the configuration.
    const configDigest = engine === 'podman' && image.id.length === 64 ? image.id : '';
    images.push({
      ...image,
      engine,
      configDigest,
      os,
      architecture: machineOf(machine) || 'unknown',
      variant,
    });
  }
  return { images, bad };
}

/**
 * podman always writes the registry, puts "localhost/" before what was built here, and leaves two spaces behind
 * an id where docker leaves three.
 */
function isPodmans(rows: string[]): boolean {
  const repositories = rows.map((row) => /^\S+/.exec(row)?.[0] ?? '').filter((name) => name !== '<none>');
  if (repositories.some((name) => !/^(?:localhost|[^/]*[.:][^/]*)\//.test(name))) return false;
  return (
    repositories.some((name) => /^(?:localhost|docker\.io)\//.test(name)) ||
    rows.some((row) => /[0-9a-f]{12} {2}\S/.test(row))
  );
}
