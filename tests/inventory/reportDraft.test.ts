import { describe, expect, test } from 'vitest';
import { type ReportChanges, reportDraftOf } from '../../server/inventory/reportDraft.ts';

const FILE = `# Ours. Ask Ada before you change it.
sites:
  alpha: { clusters: { hpc1: { nodes: n1 } } }
reports:
  # for the meeting on Monday
  weekly:
    when: "weekly" # early
    mail: [ a@alpha.example ] # the head
  hooks:
    when: daily
    folder: { path: x, ownerOnly: true }
    webhook:
      - { url: "https://a.example/", secretFile: /s }
`;
const draft = (report: string, fields: ReportChanges = {}, text = FILE) =>
  reportDraftOf({ text, path: 'sites.yaml', report, fields });

describe('a regular report in a sites file is changed as a person would', () => {
  test('comments, quotes and everything else stay', () => {
    const changed = draft('weekly', {
      when: 'weekly fri 17:00',
      mail: 'a@alpha.example, b@alpha.example',
      scope: 'alpha',
    });
    expect(changed.problems).toEqual([]);
    expect(changed.text).toBe(
      FILE.replace('"weekly" # early', '"weekly fri 17:00" # early').replace(
        '[ a@alpha.example ] # the head\n',
        '[ a@alpha.example, b@alpha.example ]\n    scope: alpha\n',
      ),
    );
    expect(changed.fields).toMatchObject({
      when: 'weekly fri 17:00',
      mail: 'a@alpha.example, b@alpha.example',
      scope: 'alpha',
      folder: '',
    });
  });

  test('one address becomes several', () => {
    const text = 'sites: {}\nreports:\n  w: { when: daily, mail: a@alpha.example }\n';
    const { text: changed, problems } = draft('w', { mail: 'a@alpha.example, b@alpha.example' }, text);
    expect([changed, problems]).toEqual([
      text.replace('a@alpha.example', '[ a@alpha.example, b@alpha.example ]'),
      [],
    ]);
    expect(draft('w', { mail: 'a@alpha.example' }, text).text).toBe(text);
  });

  test('one is added, to an empty file too, and a webhook that is taken out leaves nothing', () => {
    const first = draft(
      'w',
      { when: 'weekly', webhook: 'https://a.example/', webhookSecret: '/s' },
      'sites: {}\n',
    );
    expect(first.problems).toEqual([]);
    expect(first.text).toContain(
      'reports:\n  w:\n    when: weekly\n    webhook:\n      url: https://a.example/\n      secretFile: /s\n',
    );
    const without = draft('w', { webhook: '', webhookSecret: '' }, first.text);
    expect(without.text).toBe('sites: {}\nreports:\n  w:\n    when: weekly\n');
  });

  test('what is written by hand is not touched, and what is wrong is told at its place', () => {
    const { fields } = draft('hooks');
    expect(fields).toMatchObject({ folder: null, webhook: null, webhookSecret: null, mail: '' });
    expect(draft('hooks', { webhook: 'https://b.example/', folder: null }).text).toBe(FILE);
    expect(draft('weekly', { when: 'sometimes' }).problems).toEqual([
      { line: 7, column: 11, message: expect.stringContaining('found "sometimes"') },
    ]);
    expect(() => draft('a b', { when: 'weekly' })).toThrow('"a b" is no name');
    expect(() => draft('../x: {', { when: 'weekly' })).toThrow('is no name');
  });
});
