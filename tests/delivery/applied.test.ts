import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knownSchedules } from '../../server/delivery/known.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { applySites } from '../../server/inventory/applySites.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

const SITES = `
sites:
  alpha: { timezone: Europe/Berlin, clusters: { hpc1: { nodes: n1, transport: file } } }
`;
const read = (reports: string) => parseSites(`${SITES}reports:\n${reports}`, 'sites.yaml');
const problems = (reports: string) => {
  const result = read(reports);
  return result.ok ? [] : result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
};

describe('a report in a sites file', () => {
  test('has what most want where the file says no more than when', () => {
    const result = read('  weekly: { when: weekly, scope: alpha, mail: hpc@alpha.example }');
    expect(result.ok && result.inventory.reports).toEqual([
      {
        name: 'weekly',
        schedule: {
          cron: '0 6 * * 1',
          timezone: '',
          period: 'week',
          scope: 'alpha',
          formats: expect.arrayContaining(['html']),
          missed: 'last',
          targets: [{ kind: 'mail', address: 'hpc@alpha.example' }],
        },
      },
    ]);
  });

  test('may say everything, and each receiver counts once', () => {
    const result = read(`
  audit:
    when: 30 5 * * mon-fri
    timezone: America/New_York
    period: day
    formats: [json, html]
    missed: all
    mail: [a@x.example, b@x.example, a@x.example]
    webhook: { url: "https://hooks.example/7", secretFile: /etc/gazetteer/hook }
    folder: [audits, { path: /srv/audits, ownerOnly: true }]`);
    expect(result.ok && result.inventory.reports[0]?.schedule).toEqual({
      cron: '30 5 * * mon-fri',
      timezone: 'America/New_York',
      period: 'day',
      scope: '',
      formats: ['json', 'html'],
      missed: 'all',
      targets: [
        { kind: 'mail', address: 'a@x.example' },
        { kind: 'mail', address: 'b@x.example' },
        { kind: 'webhook', address: 'https://hooks.example/7', secretFile: '/etc/gazetteer/hook' },
        { kind: 'folder', address: 'audits', ownerOnly: false },
        { kind: 'folder', address: '/srv/audits', ownerOnly: true },
      ],
    });
  });

  test.each([
    ['  r: { when: fortnightly }', /^5:14 report r: expected daily, weekly or monthly.*found "fortnightly"/],
    [
      '  r: { when: weekly, mail: "a@x.example\\r\\nBcc: b@x.example" }',
      /^5:28 report r: expected a mail address.*found "a@x/,
    ],
    ['  r: { when: weekly, mail: "A <a@x.example>" }', /expected a mail address/],
    ['  r: { when: weekly, webhook: { url: "https://u:p@x.example/", secretFile: s } }', /without a user/],
    ['  r: { when: weekly, webhook: { url: "ftp://x.example/", secretFile: s } }', /address of a webhook/],
    ['  r: { when: weekly, webhook: { url: "https://x.example/" } }', /secretFile is missing/],
    ['  r: { when: weekly, webhook: { url: "https://x.example/", secret: abc } }', /secrets do not go into/],
    ['  r: { when: weekly, folder: ../../etc }', /without "\.\."/],
    [
      '  r: { when: weekly, mail: [a@x.example, a@b@x.example] }',
      /report r: expected a mail.*found "a@b@x.example"/,
    ],
    ['  r: { when: weekly, mail: a@x..example }', /report r: expected a mail.*found "a@x..example"/],
    ['  r: { when: weekly, mail: .a@x.example }', /report r: expected a mail.*found ".a@x.example"/],
    [`  r: { when: weekly, mail: "a@-x.example" }`, /report r: expected a mail/],
    [`  r: { when: weekly, mail: "${'a'.repeat(65)}@x.example" }`, /report r: expected a mail/],
    [
      '  r: { when: weekly, webhook: { url: "https://x.example/a b", secretFile: s } }',
      /report r: .*address of a webhook.*"https:\/\/x.example\/a b"/,
    ],
    [
      '  r: { when: weekly, webhook: { url: "x.example/a", secretFile: s } }',
      /report r: .*address of a webhook/,
    ],
    ['  r: { when: weekly, folder: "a\\nb" }', /report r: expected the path of a folder/],
    [
      '  r: { when: weekly, scope: "alpha/hpc1:n[1-" }',
      /report r: expected site, .*wrong at column 2: this bracket is not closed/,
    ],
    ['  r: { when: weekly, scope: "alpha@2026-11-01" }', /report r: expected site, .*of a period/],
    ['  r: { when: weekly, formats: [doc] }', /found "doc"/],
    ['  r: { when: weekly, timezone: Mars }', /expected a time zone/],
    ['  "a b": { when: weekly }', /expected a report name/],
    ['  r: { wen: weekly }', /did you mean when/],
  ])('%s is refused at its place', (text, message) => expect(problems(text).join('\n')).toMatch(message));
});

describe('applied', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  }, 60_000);
  afterAll(() => database?.drop());

  const apply = async (reports: string, prune = false) => {
    const result = read(reports);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const applied = await applyInventory(database.db, result.inventory, { prune });
    return applied
      .filter(({ name }) => name.startsWith('report '))
      .map(({ name, effect }) => `${name} ${effect}`);
  };
  const since = async (name: string) =>
    (await knownSchedules(database.db)).find((one) => one.name === name)?.after.getTime() ?? 0;

  test('it is added, left, changed, told as extra, and stopped only with prune', async () => {
    const first = '  weekly: { when: weekly, scope: alpha, mail: a@x.example }';
    expect(await apply(first)).toEqual(['report weekly added']);
    const began = await since('weekly');
    expect(await apply(first)).toEqual(['report weekly unchanged']);
    // Another receiver does not make reports missed that were not; another time begins anew.
    expect(await apply('  weekly: { when: weekly, scope: alpha, mail: b@x.example }')).toEqual([
      'report weekly changed',
    ]);
    expect(await since('weekly')).toBe(began);
    expect(await apply('  weekly: { when: weekly tue, scope: alpha }')).toEqual(['report weekly changed']);
    expect(await since('weekly')).toBeGreaterThan(began);
    expect(await apply('  other: { when: daily }')).toEqual(['report other added', 'report weekly extra']);
    expect(await knownSchedules(database.db)).toHaveLength(2);
    expect(await apply('  other: { when: daily }', true)).toEqual([
      'report other unchanged',
      'report weekly removed',
    ]);
    expect((await knownSchedules(database.db)).map(({ name }) => name)).toEqual(['other']);
    expect(await apply('  weekly: { when: weekly tue, scope: alpha }')).toContain('report weekly changed');
  });

  test('some nodes of a cluster are a scope, written in one way', async () => {
    const result = read(
      '  r: { when: weekly, scope: "alpha/hpc1:n2,n1" }\n  s: { when: weekly, scope: alpha/hpc1:n1 }',
    );
    expect(result.ok && result.inventory.reports.map(({ schedule }) => schedule.scope)).toEqual([
      'alpha/hpc1:n[1-2]',
      'alpha/hpc1/n1',
    ]);
    expect(await apply('  nodes: { when: weekly, scope: "alpha/hpc1:n[1-2]" }')).toContain(
      'report nodes added',
    );
    const zone = (await knownSchedules(database.db)).find(({ name }) => name === 'nodes')?.timezone;
    expect(zone).toBe('Europe/Berlin');
  });

  test('a place that is not there is told with file, report and text, and nothing is applied', async () => {
    const applying = (reports: string) =>
      applySites(
        database.db,
        { text: `${SITES}reports:\n${reports}`, path: '/etc/sites.yaml' },
        { prune: false, who: 'ada', dataFolder: '/nonexistent' },
      );
    await expect(
      applying('  good: { when: daily }\n  bad: { when: daily, scope: alpa/hpc1 }'),
    ).rejects.toThrow('/etc/sites.yaml:6:30: report bad: there is no site alpa, in its scope "alpa/hpc1"');
    await expect(applying('  bad: { when: daily, scope: "alpha/hpc2:n1" }')).rejects.toThrow(
      '/etc/sites.yaml:5:30: report bad: there is no cluster alpha/hpc2, in its scope "alpha/hpc2/n1"',
    );
    const names = (await knownSchedules(database.db)).map(({ name }) => name);
    expect(names.filter((name) => ['good', 'bad'].includes(name))).toEqual([]);
  });

  test('its time zone is that of its site, until it says one', async () => {
    await apply(
      '  a: { when: daily, scope: alpha/hpc1 }\n  b: { when: daily, scope: alpha, timezone: Asia/Tokyo }\n  c: { when: daily }',
    );
    const zones = (await knownSchedules(database.db)).map(({ name, timezone }) => `${name} ${timezone}`);
    expect(zones).toEqual(expect.arrayContaining(['a Europe/Berlin', 'b Asia/Tokyo', 'c UTC']));
  });
});
