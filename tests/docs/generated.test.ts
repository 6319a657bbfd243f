import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentBundle, agentFiles, installedAgent } from '../../server/agent/bundle.ts';
import { commandLine } from '../../server/cli/main.ts';
import { reasons } from '../../server/collect/reasons.ts';
import { installation } from '../../server/config.ts';
import { generatedDocs } from '../../server/docs/generate.ts';
import { facetNames } from '../../server/facets/names.ts';
import { facets } from '../../server/facets/registry.ts';

const read = (path: string) => readFileSync(join(installation, path), 'utf8');

test.each([...(await generatedDocs())])('%s is as npm run docs writes it', (path, text) => {
  expect(existsSync(join(installation, path)), `${path} is missing: npm run docs`).toBe(true);
  expect(read(path)).toBe(text);
});

describe('what a document names is there', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', ...markdown('docs')];

  test.each(documents)('%s links to files that exist', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map(
      (match) => match[1] ?? '',
    );
    const missing = links.filter((link) => !existsSync(join(installation, path, '..', link)));
    expect(missing).toEqual([]);
  });

  test.each(documents)('%s shows commands that exist', async (path) => {
    const verbs = new Set((await commandLine()).commands.map((command) => command.name()));
    const shown = [...read(path).matchAll(/(?:^|\s)gazetteer (?:-- )?([a-z]+)\b/gm)].map(
      (match) => match[1] ?? '',
    );
    const inBlocks = shown.filter((verb) => !verbs.has(verb) && read(path).includes(`\n  gazetteer ${verb}`));
    expect(inBlocks).toEqual([]);
  });

  test('every package that is installed directly has its reason', () => {
    const manifest = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const text = read('docs/dependencies.md');
    const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the contract of a facet', () => {
  test.each(facetNames)(
    '%s has the same name in three trees, sentences for everything, and kinds of its own',
    (name) => {
      const facet = facets[name];
      expect(facet.name).toBe(name);
      expect(facet.sentence).toMatch(/\.$/);
      expect(existsSync(join(installation, `agents/facets/${name}.sh`))).toBe(true);
      expect(read(`agents/facets/${name}.sh`)).toContain(`facet_${name}()`);
      expect(existsSync(join(installation, `tests/fixtures/${name}`))).toBe(true);
      expect(facet.kinds.length).toBeGreaterThan(0);
      for (const kind of facet.kinds) {
        expect(kind.kind).toMatch(new RegExp(`^${name}\\.[a-z-]+$`));
        expect(kind.sentence).not.toBe('');
        expect(kind.columns.length).toBeGreaterThan(0);
        for (const column of kind.columns) expect(column.sentence).toMatch(/\S[.)]$/);
        expect(new Set(kind.columns.map((column) => column.name)).size).toBe(kind.columns.length);
      }
    },
  );

  test('every file of agents/ runs on a node or is handed out, and what facets share is named in their documentation', () => {
    const files = readdirSync(join(installation, 'agents'), { encoding: 'utf8', recursive: true });
    const handedOut = ['forced.sh', 'push.sh'];
    const own = files.filter((name) => name.endsWith('.sh') && !handedOut.includes(name));
    const bundle = agentBundle().text;
    expect(own.filter((name) => !bundle.includes(read(`agents/${name}`)))).toEqual([]);
    expect(installedAgent().text).toContain(read('agents/forced.sh'));
    const shared = own.filter((name) => !name.startsWith('prelude'));
    const documented = facetNames.map((name) => read(`docs/facets/${name}.md`)).join('\n');
    expect(shared.filter((name) => !documented.includes(`agents/${name}`))).toEqual([]);
  });

  test('no two facets have a kind in common', () => {
    const kinds = facetNames.flatMap((name) => facets[name].kinds.map((kind) => kind.kind));
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  test('every reason that an agent gives has its sentence', () => {
    const said = facetNames.flatMap((name) => {
      const text = agentFiles(`facets/${name}`)
        .map((file) => read(`agents/${file}`))
        .join('\n');
      return [...text.matchAll(/gz_end(?:_root)? (?:failed|absent) ([a-z][a-z-]+)/g)].map(
        (match) => match[1] ?? '',
      );
    });
    expect([...new Set(said)].filter((code) => !Object.hasOwn(reasons, code))).toEqual([]);
  });
});

function markdown(folder: string): string[] {
  return readdirSync(join(installation, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name).slice(installation.length + 1));
}
