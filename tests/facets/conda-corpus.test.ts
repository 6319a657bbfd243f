import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseInput } from '../../server/cli/parse.ts';
import { conda } from '../../server/facets/conda/index.ts';
import { Environment, Specification } from '../../server/facets/conda/schema.ts';
import { agentSession } from '../harness/agent.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { native, packages } from './conda-make.ts';

describe.skipIf(!hasCorpus)('real files', () => {
  const rows = hasCorpus
    ? readFileSync(`${corpus}/INDEX.tsv`, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
    : [];
  const kind = (name: string) =>
    rows.filter((row) => row[0] === name).map((row) => ({ path: row[1] ?? '', truth: row[6] ?? '' }));

  test.each(kind('conda-meta').filter(({ path }) => path.endsWith('.json')))('$path', ({ path }) => {
    const bytes = readFileSync(`${corpus}/${path}`);
    const found = native(path.replace(/^.*\//, ''), bytes, 'conda-meta');
    let record: Record<string, unknown> | undefined;
    try {
      record = JSON.parse(bytes.toString('utf8'));
    } catch {
      expect(found.outcome).toBe('failed');
      return;
    }
    if (typeof record?.name !== 'string') return;
    expect(packages(found)).toMatchObject([
      { name: record.name, version: record.version, build: record.build ?? record.build_string },
    ]);
  });

  const environments = [
    ...new Set(
      kind('conda-meta').flatMap(({ path }) => /^(.*)\/conda-meta\/[^/]+\.json$/.exec(path)?.[1] ?? []),
    ),
  ];
  test.each(environments)('%s is the same through the agent', (path) => {
    const place = `${corpus}/${path}`;
    const session = agentSession({ facets: ['conda'], roots: [{ facet: 'conda', path: place }] });
    const evidence = session.facets[0];
    if (!evidence) throw new Error('no facet');
    const found = conda.read(evidence).roots.find((root) => root.path === place);
    const files = readdirSync(`${place}/conda-meta`).map((name) => ({
      path: `conda-meta/${name}`,
      bytes: readFileSync(`${place}/conda-meta/${name}`),
    }));
    const whole = parseInput(
      'conda',
      { name: 'x', files: [...files, { path: 'none', bytes: Buffer.alloc(0) }] },
      'conda-meta',
    );
    // Nothing but what macOS left is nothing that was ever an environment here.
    if (files.every((file) => file.path.includes('/._')))
      return expect(found?.unread).toEqual([{ reason: 'corrupt', path: '.' }]);
    expect(Environment.parse(found?.items[0]?.facts).packages).toEqual(packages(whole));
  });

  // Lists of specs are kept under this kind as well; they hold no addresses.
  const explicit = kind('conda-explicit').filter(({ path }) =>
    readFileSync(`${corpus}/${path}`, 'utf8').includes('@EXPLICIT'),
  );
  test.each(explicit)('$path has the addresses that it names', ({ path }) => {
    const text = readFileSync(`${corpus}/${path}`, 'utf8');
    const urls = text
      .split('\n')
      .filter((line) => /^\S+:\/\/\S+\.(conda|tar\.bz2)(#\S+)?$/.test(line.trim()));
    const found = native('x', text, 'conda-explicit');
    expect(new Set(urls.map((url) => url.split('#')[0])).size).toBe(packages(found).length);
  });

  // A lock of conda-lock, version 1, has a list "package"; other locks under this kind have not.
  const locks = kind('conda-lock').flatMap(({ path }) => {
    const text = readFileSync(`${corpus}/${path}`, 'utf8');
    return /^package:/m.test(text) && !/^version: 1\d/m.test(text) ? [{ path, text }] : [];
  });
  test('there are locks', () => expect(locks.length).toBeGreaterThan(10));
  test.each(locks)('$path has each package that it names', ({ text }) => {
    const found = native('x', text);
    expect(found).toMatchObject({ format: 'conda-lock', problems: [] });
    // Counted by lines, without reading YAML: addresses of conda packages, each once.
    const addresses = new Set(text.match(/(?<=^ +(?:- )?url: ['"]?)\S+?\.(?:conda|tar\.bz2)(?=['"]?$)/gm));
    expect(packages(found)).toHaveLength(addresses.size);
    expect(packages(found).filter((one) => one.sha256 === '' && one.md5 === '')).toHaveLength(
      /^ *hash:/m.test(text) ? 0 : addresses.size,
    );
  });

  test.each(kind('conda-env-yaml').filter(({ truth }) => /conda deps/.test(truth)))(
    '$path: $truth',
    ({ path, truth }) => {
      const found = native('environment.yml', readFileSync(`${corpus}/${path}`), 'environment-yml');
      expect(Specification.parse(found.document).specs).toHaveLength(Number.parseInt(truth, 10));
    },
  );
});
