import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseInput } from '../../server/cli/parse.ts';
import { StoredImage } from '../../server/facets/images/schema.ts';
import { corpus } from '../harness/corpus.ts';
import { sifLines } from './images-sif-lines.ts';
import { imageRows, textRows } from './images-sif-rows.ts';
import { type Case, captured, capturedBytes, type Measure, parsed } from './measure.ts';

/** What podman's JSON says of an image, in podman's own words. */
interface Told {
  Id: string;
  Digest: string;
  Architecture?: string;
  Names?: string[];
  RepoTags?: string[] | null;
}

const MACHINES: Record<string, string> = { amd64: 'x86_64', arm64: 'aarch64' };
const told = (path: string): Told[] => JSON.parse(capturedBytes(path).toString('utf8')) as Told[];

/** A row per image and name. Records repeat an image once a name, so equal rows are one. */
function toldRows(records: Told[]): string[] {
  const rows = records.flatMap(({ Id, Digest, Architecture = '', ...names }) => {
    const tags = [...(names.RepoTags ?? []), ...(names.Names ?? [])];
    const machine = MACHINES[Architecture] ?? '';
    return (tags.length > 0 ? tags : ['']).map((name) => `${Id} ${name} ${Digest} ${machine}`);
  });
  return [...new Set(rows)];
}

/** Lines of the table, split at two spaces and more. */
function tableRows(text: string): string[] {
  const lines = text.split('\n').slice(1).filter(Boolean);
  return lines.map((line) => {
    const [name = '', tag = '', digest = '', id = ''] = line.split(/ {2,}/);
    return `${id.replace('sha256:', '')} ${name === '<none>' ? '' : `${name}:${tag}`} ${digest} `;
  });
}

function foundRows(reading: ReturnType<typeof parsed>): string[] {
  const images = reading.roots.flatMap((root) => root.items.map((item) => StoredImage.parse(item.document)));
  return images.flatMap((one) => {
    const names = one.references.length > 0 ? one.references : [''];
    const machine = one.architecture === 'unknown' ? '' : one.architecture;
    const digest = one.manifestDigest === '' ? '' : `sha256:${one.manifestDigest}`;
    return names.map((name) => `${one.id} ${name} ${digest} ${machine}`);
  });
}

function folder(path: string): ReturnType<typeof parsed> {
  const files = readdirSync(join(corpus, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(corpus, path, name)).isFile())
    .map((name) => ({ path: name, bytes: capturedBytes(join(path, name)) }));
  return parseInput('images', { name: path, files });
}

interface Manifest {
  manifests: { digest: string; platform?: { architecture: string } }[];
}
const manifestOf = (path: string): Manifest => JSON.parse(capturedBytes(path).toString('utf8')) as Manifest;

function platformCase(input: string, list: string, reading: ReturnType<typeof parsed>): Case {
  const expected = manifestOf(list).manifests.map(
    ({ digest, platform }) => `${digest} ${MACHINES[platform?.architecture ?? ''] ?? ''}`,
  );
  const images = reading.roots.flatMap((root) => root.items.map((item) => StoredImage.parse(item.document)));
  const found = images.flatMap((one) =>
    one.platforms.map(({ digest, architecture }) => `sha256:${digest} ${architecture}`),
  );
  return { input, expected, found };
}

function podmanCases(path: string): Case[] {
  const listed = ['images.json', 'images-a.json', 'images-tpl-json.txt', 'inspect.json'].map((name) =>
    join(path, name),
  );
  const cases: Case[] = listed.map((input) => ({
    input,
    expected: toldRows(told(input)),
    found: foundRows(parsed('images', input)),
  }));
  const table = join(path, 'images.txt');
  cases.push({
    input: table,
    expected: tableRows(capturedBytes(table).toString('utf8')),
    found: foundRows(parsed('images', table)),
  });
  // What was saved is what inspect told of; its manifest was written anew.
  const saved = told(join(path, 'inspect.json')).find((one) => one.RepoTags?.includes('localhost/tst2:1'));
  const row = `${saved?.Id} localhost/tst2:1  ${MACHINES[saved?.Architecture ?? '']}`;
  const layout = manifestOf(join(path, 'tst2-ocidir/index.json')).manifests[0]?.digest;
  const ociRow = `${saved?.Id} localhost/tst2:1 ${layout} ${MACHINES[saved?.Architecture ?? '']}`;
  cases.push(
    {
      input: join(path, 'tst2-docker.tar'),
      expected: [row],
      found: foundRows(parsed('images', join(path, 'tst2-docker.tar'))),
    },
    {
      input: join(path, 'tst2-oci.tar'),
      expected: [ociRow],
      found: foundRows(parsed('images', join(path, 'tst2-oci.tar'))),
    },
    {
      input: join(path, 'tst2-ocidir'),
      expected: [ociRow],
      found: foundRows(folder(join(path, 'tst2-ocidir'))),
    },
  );
  const list = join(path, 'manifest-inspect.json');
  cases.push(platformCase(list, list, parsed('images', list)));
  for (const name of ['multi-oci', 'multi-oci2']) {
    const digest = manifestOf(join(path, name, 'index.json')).manifests[0]?.digest.replace(':', '/') ?? '';
    cases.push(platformCase(join(path, name), join(path, name, 'blobs', digest), folder(join(path, name))));
  }
  return cases;
}

const at = (name: string): string[] =>
  captured('live').flatMap(({ path }) => (path.startsWith(`live/${name}`) ? [path] : []));

export const liveImageMeasures: Measure[] = [
  {
    kind: 'live',
    parser: 'images podman',
    truth: 'the fields of the JSON, lines of the table split, blobs of the layouts',
    cases: () =>
      at('podman-')
        .filter((path) => !path.endsWith('brokenlist'))
        .flatMap(podmanCases),
  },
  {
    kind: 'live',
    parser: 'images podman, failing',
    truth: 'exit code 125 and no output: nothing may be concluded',
    cases: () =>
      at('podman-')
        .filter((path) => path.endsWith('brokenlist'))
        .flatMap((path) => [
          { input: path, expected: ['failed'], found: [folder(path).outcome] },
          {
            input: join(path, 'images.json'),
            expected: ['failed'],
            found: [parsed('images', join(path, 'images.json')).outcome],
          },
          {
            input: join(path, 'images.err'),
            expected: ['failed'],
            found: [parsed('images', join(path, 'images.err')).outcome],
          },
        ]),
  },
  {
    kind: 'live',
    parser: 'images siftool',
    truth: 'a reader of its own; the outputs of siftool themselves',
    cases: () =>
      at('siftool-').flatMap((path) => {
        const image = join(path, 'a.sif');
        const listing = (name: string) => {
          const text = capturedBytes(join(path, name)).toString('utf8');
          return { input: join(path, name), ...textRows(join(path, name), text) };
        };
        const truth = 'primary arch arm64; 3 descriptors of 48; launch NUL';
        return [
          { input: image, expected: sifLines(capturedBytes(image), truth), found: imageRows(image) },
          ...['list.txt', 'header.txt', 'info2.txt'].map(listing),
        ];
      }),
  },
];
