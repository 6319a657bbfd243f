import { basename } from 'node:path';
import { type Case, captured, capturedBytes, type Measure, parsed } from './measure.ts';

/** What a document holds, as far as these measures look. */
interface Document {
  packages?: { name: string; version: string; build: string }[];
  pip?: unknown[];
  specs?: string[];
}

function documentOf(path: string): Document {
  try {
    const { document, roots } = parsed('conda', path);
    return (document ?? roots[0]?.items[0]?.document ?? {}) as Document;
  } catch {
    return {};
  }
}

const rowsOf = ({ packages = [] }: Document) =>
  packages.map((one) => `${one.name}-${one.version}-${one.build}`);
const unique = (rows: string[]) => [...new Set(rows)].sort();
const textOf = (path: string) => capturedBytes(path).toString('utf8');

/** Addresses of packages anywhere in a text, by the file's name without its ending. */
function archives(text: string): string[] {
  const found = text.matchAll(/[^\s"'#]+?\.(?:conda|tar\.bz2)(?=[\s"'#]|$)/gm);
  return unique(
    [...found].map((one) =>
      basename(one[0])
        .replace(/\.(?:conda|tar\.bz2)$/, '')
        .replaceAll('%21', '!'),
    ),
  );
}

const MADE_UP = new Set([
  'good_one_package-lock.json',
  'bad_package-lock.json',
  'good_overlap_categories-lock.yaml',
]);

const locks: Measure = {
  kind: 'conda-lock',
  parser: 'conda locks',
  truth: 'addresses of archives, by pattern',
  cases: () =>
    captured('conda-lock').map(({ path }): Case => {
      const found = unique(rowsOf(documentOf(path)));
      const expected = archives(textOf(path));
      // What is built from source has no archive.
      const known = new Set(expected);
      const one: Case = { input: path, expected, found: found.filter((row) => known.has(row)) };
      return MADE_UP.has(basename(path))
        ? { ...one, explained: 'made up for a test: name, version or build differ from the address' }
        : one;
    }),
};

function whyExplicit(lines: string[]): string {
  if (lines.every((line) => /^https?:\/\/\S+\/mypackage$/.test(line)))
    return 'its addresses name no package file';
  if (lines.every((line) => /^\w+$/.test(line))) return 'a bare word, which nothing marks as a package';
  return '';
}

const explicit: Measure = {
  kind: 'conda-explicit',
  parser: 'conda-explicit, conda-specs',
  truth: 'lines by pattern',
  cases: () =>
    captured('conda-explicit').map(({ path }): Case => {
      const lines = textOf(path)
        .split('\n')
        .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
        .filter((line) => line !== '' && !line.startsWith('@') && !line.startsWith('-'));
      const addresses = lines.filter((line) => /:\/\/\S+\.(?:conda|tar\.bz2)/.test(line));
      const document = documentOf(path);
      const why = whyExplicit(lines);
      return {
        ...(why === '' ? {} : { explained: why }),
        input: path,
        expected: addresses.length > 0 ? archives(addresses.join('\n')) : unique(lines),
        found: unique(addresses.length > 0 ? rowsOf(document) : (document.specs ?? rowsOf(document))),
      };
    }),
};

const records: Measure = {
  kind: 'conda-meta',
  parser: 'conda-meta',
  truth: 'JSON.parse',
  cases: () =>
    captured('conda-meta')
      .filter(({ path }) => basename(path) !== 'history')
      .map(({ path }): Case => {
        let expected: string[] = [];
        try {
          const record = JSON.parse(textOf(path));
          expected = [`${record.name}-${record.version}-${record.build}`];
        } catch {
          // A record that is none must be read as none.
        }
        return { input: path, expected, found: rowsOf(documentOf(path)) };
      }),
};

const histories: Measure = {
  kind: 'conda-meta',
  parser: 'conda-history',
  truth: 'signs of each line, replayed',
  cases: () =>
    captured('conda-meta')
      .filter(({ path }) => basename(path) === 'history')
      .map(({ path }): Case => {
        const there = new Set<string>();
        for (const line of textOf(path).split('\n')) {
          const [, sign, file = ''] = /^(?!==)([+-]?)(?:.*::)?([^:\s#]+)$/.exec(line) ?? [];
          if (sign !== undefined && sign !== '-') there.add(file.replace(/\.(?:conda|tar\.bz2)$/, ''));
          if (sign === '-') there.delete(file.replace(/\.(?:conda|tar\.bz2)$/, ''));
        }
        return { input: path, expected: unique([...there]), found: unique(rowsOf(documentOf(path))) };
      }),
};

const files: Measure = {
  kind: 'conda-env-yaml',
  parser: 'environment-yml',
  truth: 'items of the list dependencies, by their indentation',
  cases: () =>
    captured('conda-env-yaml').map(({ path }): Case => {
      const lines = textOf(path).split('\n');
      const from = lines.findIndex((line) => /^dependencies:/.test(line));
      const rest = from === -1 ? [] : lines.slice(from + 1);
      const end = rest.findIndex((line) => /^[^\s#-]/.test(line));
      const list = (end === -1 ? rest : rest.slice(0, end)).filter((line) => /^\s*- /.test(line));
      const depth = Math.min(...list.map((line) => line.search(/\S/)));
      const expected = list
        .filter((line) => line.search(/\S/) === depth && !/^\s*- +pip: *$/.test(line))
        .map((line) =>
          line
            .replace(/^\s*- +/, '')
            .replace(/\s+#.*$/, '')
            .trim()
            .replace(/^(["'])(.*)\1$/, '$2'),
        );
      return { input: path, expected, found: documentOf(path).specs ?? [] };
    }),
};

export const condaMeasures: Measure[] = [records, histories, files, explicit, locks];
