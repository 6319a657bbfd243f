import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editSites, fieldsOf } from '../../server/inventory/editSites.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';

const FILE = `# Ours. Ask Ada before you change it.
defaults:
  ssh: { user: audit } # the account of the audit
sites:
  alpha:
    # moved in May
    title: "Alpha University"
    clusters:
      hpc1: { nodes: "login1,cpu[001-064]", ssh: { user: audit, port: 22 } } # the big one
      hpc2:
        nodes:
          - login1
          - { nodes: "gpu[1-4]", role: gpu }
`;

describe('a sites file is changed as a person would', () => {
  test('comments, quotes and everything else stay', () => {
    const fields = { nodes: 'login1,cpu[001-128]', port: '2222', modules: '/apps/a, /apps/b' };
    expect(editSites(FILE, { site: 'alpha', cluster: 'hpc1', fields })).toBe(
      FILE.replace('cpu[001-064]"', 'cpu[001-128]"').replace(
        'port: 22 } }',
        'port: 2222 }, roots: { modules: [ /apps/a, /apps/b ] } }',
      ),
    );
  });

  test('a cluster and a site are added, to an empty file too', () => {
    const added = editSites(FILE, { site: 'beta', cluster: 'c', fields: { nodes: 'n[1-2]', user: 'me' } });
    expect(added).toBe(
      `${FILE}  beta:\n    clusters:\n      c:\n        nodes: n[1-2]\n        ssh:\n          user: me\n`,
    );
    const first = editSites('', {
      site: 's',
      cluster: 'c',
      fields: { nodes: 'n1', siteTitle: 'S: the first' },
    });
    const parsed = parseSites(first, 'sites.yaml');
    expect(parsed.ok && parsed.inventory.sites[0]).toMatchObject({ name: 's', title: 'S: the first' });
  });

  test('an empty field is taken out, with the map that held nothing else', () => {
    const text = editSites(FILE, { site: 'alpha', cluster: 'hpc1', fields: { user: '', port: '' } });
    expect(text).toContain('hpc1: { nodes: "login1,cpu[001-064]" } # the big one');
  });

  test('what is written by hand in another form has no field, and stays', () => {
    expect(fieldsOf(FILE, 'alpha', 'hpc2').nodes).toBe(null);
    expect(fieldsOf(FILE, 'alpha', 'hpc1')).toMatchObject({
      nodes: 'login1,cpu[001-064]',
      port: '22',
      title: '',
    });
    expect(editSites(FILE, { site: 'alpha', cluster: 'hpc2', fields: { nodes: null } })).toBe(FILE);
  });

  test('whatever is typed stays one text, and no key beside it', () => {
    const typed = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((text) => text.trim() !== '' && !text.includes('\0'));
    fc.assert(
      fc.property(typed, (title) => {
        const text = editSites(FILE, { site: 'alpha', cluster: 'hpc1', fields: { title } });
        expect(fieldsOf(text, 'alpha', 'hpc1')).toMatchObject({
          title: title.trim(),
          nodes: 'login1,cpu[001-064]',
        });
        expect(fieldsOf(text, 'alpha', 'hpc2')).toEqual(fieldsOf(FILE, 'alpha', 'hpc2'));
      }),
      { numRuns: 300 },
    );
  });

  test('a name that is none is refused', () => {
    expect(() => editSites(FILE, { site: '../x', cluster: 'c', fields: {} })).toThrow('no name');
    expect(() => editSites('a: [', { site: 's', cluster: 'c', fields: {} })).toThrow('no YAML');
  });
});
