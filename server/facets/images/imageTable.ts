import { listedByDocker } from './engineJson.ts';
import type { StoredImage } from './schema.ts';

/**
 * The table of `podman images` and `docker images`: columns begin where their headings do. Ages
 * ("2 weeks ago") and rounded sizes are no facts. Null when there is no heading.
 */
export function parseImageTable(text: string): StoredImage[] | null {
  const lines = text.split('\n');
  const heading = lines.findIndex((line) => /^REPOSITORY +TAG +/.test(line));
  const head = lines[heading];
  if (head === undefined) return null;
  const columns = [...head.slice(0, 1000).matchAll(/[A-Z]+(?: [A-Z]+)*/g)].map((match) => ({
    name: match[0],
    from: match.index,
  }));
  const rows = lines.slice(heading + 1).filter((line) => line.trim() !== '' && line.length < 5000);
  const records = rows.map((line) => {
    const cell = (name: string): string => {
      const at = columns.findIndex((column) => column.name === name);
      const from = columns[at]?.from;
      return from === undefined ? '' : line.slice(from, columns[at + 1]?.from).trim();
    };
    return { Repository: cell('REPOSITORY'), Tag: cell('TAG'), Digest: cell('DIGEST'), ID: cell('IMAGE ID') };
  });
  // podman always writes the registry, and "localhost/" for images built here.
  const podman = records.some(({ Repository }) => /^(localhost|docker\.io)\//.test(Repository));
  return records.flatMap((record) => {
    const image = listedByDocker(record);
    if (!image) return [];
    // podman's image ids are those of the configuration.
    const configDigest = podman && image.id.length === 64 ? image.id : '';
    return [{ ...image, engine: podman ? 'podman' : 'docker', configDigest } satisfies StoredImage];
  });
}
