import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Told } from '../../server/discovery/ask.ts';
import { decide, type KnownNode } from '../../server/discovery/decide.ts';
import { settledText } from '../../server/discovery/settledText.ts';
import type { HeldBack } from '../../server/discovery/vanished.ts';
import { NodeSettings } from '../../server/inventory/settings.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';

/** A source that suddenly names far fewer nodes is more often a broken list than a smaller cluster. */

const parsed = parseSites(
  'sites: { a: { clusters: { c: { nodes: [{ from: { list: /l, exclude: "x[1-9]" } }] } } } }',
  's',
);
const cluster = parsed.ok ? parsed.inventory.sites[0]?.clusters[0] : undefined;
const discovery = cluster?.discovery ?? { groups: [], scheduler: '', states: '' };
const source = 'list /l';
const settings = NodeSettings.parse(discovery.groups[0]?.settings);
const NOON = new Date('2026-03-01T12:00:00Z');

const knownNodes = (names: string[]): KnownNode[] =>
  names.map((name, at) => ({
    id: at + 1,
    name,
    role: 'compute',
    settings: { ...settings, address: name },
    discovered: { source },
    retired: false,
  }));

function found(
  known: string[],
  listed: string[],
  judgement: { held?: HeldBack[]; accept?: boolean; now?: Date },
) {
  const told: Told = {
    key: source,
    nodes: new Map(listed.map((name) => [name, { address: '', port: undefined }])),
    left: new Set(['x1', 'x2']),
    states: null,
    problems: [],
    hint: '',
  };
  const { held = [], accept = false, now = NOON } = judgement;
  const place = { site: 'a', cluster: 'c' };
  const decision = decide(place, discovery, knownNodes(known), [told], { held, accept, now, share: 0.25 });
  return { ...decision, retired: decision.retire.map(({ name }) => name) };
}

const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const EIGHT = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8'];

describe('nodes that a source names no more', () => {
  test('a quarter of them go at once, more do not', () => {
    expect(found(EIGHT, EIGHT.slice(2), {})).toMatchObject({ retired: ['n1', 'n2'], held: [] });
    expect(found(EIGHT, EIGHT.slice(3), {})).toMatchObject({
      retired: [],
      held: [{ source, nodes: 'n[1-3]', lost: 3, total: 8, since: NOON.toISOString() }],
    });
  });

  test('what came in their place makes it no better', () => {
    expect(found(EIGHT, ['n1', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'], {})).toMatchObject({
      retired: [],
      held: [{ lost: 7, total: 8 }],
    });
  });

  test('the same, found ten minutes later, is believed; something else begins anew', () => {
    const { held } = found(EIGHT, EIGHT.slice(4), {});
    expect(found(EIGHT, EIGHT.slice(4), { held, now: later(9) })).toMatchObject({ retired: [], held });
    expect(found(EIGHT, EIGHT.slice(4), { held, now: later(10) }).retired).toEqual(EIGHT.slice(0, 4));
    expect(found(EIGHT, EIGHT.slice(5), { held, now: later(60) })).toMatchObject({
      retired: [],
      held: [{ nodes: 'n[1-5]', since: later(60).toISOString() }],
    });
    expect(found(EIGHT, EIGHT, { held, now: later(60) })).toMatchObject({ retired: [], held: [] });
  });

  test('that all of them went is believed of an operator alone', () => {
    const { held } = found(EIGHT, ['m1'], {});
    expect(found(EIGHT, ['m1'], { held, now: later(9999) })).toMatchObject({ retired: [], held });
    expect(found(EIGHT, ['m1'], { held, accept: true })).toMatchObject({ retired: EIGHT, held: [] });
  });

  test('what the sites file leaves out goes at once, and is no loss', () => {
    expect(found(['x1', 'x2', 'n1'], ['n1'], {})).toMatchObject({ retired: ['x1', 'x2'], held: [] });
    expect(found(['x1', 'n1', 'n2', 'n3', 'n4'], ['n1', 'n2', 'n3'], {})).toMatchObject({
      retired: ['x1', 'n4'],
      held: [],
    });
  });

  test('however a list is cut, a node goes only with at most a quarter, or when that was found before', () => {
    const names = fc.uniqueArray(
      fc.integer({ min: 1, max: 40 }).map((number) => `n${number}`),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(), (known, first, second) => {
        const cut = (at: number) => known.slice(0, at % (known.length + 1));
        const once = found(known, cut(first), {});
        expect(once.retired.length).toBeLessThanOrEqual(known.length / 4);
        const left = known.filter((name) => !once.retired.includes(name));
        const twice = found(left, cut(second), { held: once.held, now: later(60) });
        const share = twice.retired.length / left.length;
        expect(share <= 0.25 || cut(first).length === cut(second).length).toBe(true);
        expect(share).toBeLessThan(1);
      }),
    );
  });
});

describe('a file that is being written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-settled-'));
  const file = join(folder, 'genders');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is read when it stands still', async () => {
    writeFileSync(file, 'n1\n');
    const read = settledText(file);
    for (const name of ['n2', 'n3', 'n4']) {
      await pause(300);
      appendFileSync(file, `${name}\n`);
    }
    expect(await read).toBe('n1\nn2\nn3\nn4\n');
  });

  test('is not read when it never does', async () => {
    const timer = setInterval(() => appendFileSync(file, 'n\n'), 100);
    expect(await settledText(file)).toBe(null);
    clearInterval(timer);
  }, 20_000);

  test('is read once, and at once, when it stood still before', async () => {
    writeFileSync(file, 'n1\n');
    utimesSync(file, new Date(), new Date(Date.now() - 60_000));
    const began = performance.now();
    expect(await settledText(file)).toBe('n1\n');
    expect(performance.now() - began).toBeLessThan(400);
  });
});
