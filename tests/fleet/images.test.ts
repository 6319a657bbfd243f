import { afterAll, beforeAll, expect, test } from 'vitest';
import { daysOf, IMAGE_AGES, listImageAges } from '../../server/query/fleet/imageAges.ts';
import { clusterOf } from '../compare/sites.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { LOCAL, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

let database: TestDatabase;
let service: Service;

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();

/** A store of Podman with an image for each date, of so many bytes. */
function store(images: [created: string, size: number | null][]) {
  const items = images.map(([created, size], at) => {
    const facts = {
      kind: 'images.stored',
      engine: 'podman',
      id: `${at}`.padEnd(64, 'a'),
      references: [`localhost/image:${at}`],
      repoDigests: [],
      manifestDigest: '',
      configDigest: '',
      architecture: 'amd64',
      variant: '',
      os: 'linux',
      size,
      created,
      labels: [],
      platforms: [],
    };
    const evidence = { name: 'image', parts: [{ name: 'image', bytes: Buffer.from(`${created} ${at}`) }] };
    return { path: `image${at}`, facts, evidence };
  });
  const root = tree([], { kind: 'store', path: '/var/lib/containers', key: '', mount: LOCAL });
  return { images: reading({ roots: [{ ...root, items }] }) };
}

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.db);
  const alpine = await clusterOf(database.db, 'alpine/edelweiss');
  await alpine.sweep([
    store([
      [ago(1), 100],
      // A clock that runs ahead.
      [ago(-400), 1],
      // A day that no calendar has.
      ['9999-99-99T00:00:00Z', 2],
      [ago(29), null],
      [ago(31), 10],
      [ago(400), 20],
      [ago(5000), 40],
      ['', 80],
      ['1970-01-01T00:00:01Z', 160],
      ["yesterday'; drop table image", null],
    ]),
  ]);
  const harbour = await clusterOf(database.db, 'harbour/tide');
  await harbour.sweep([store([[ago(100), 7]])]);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const COUNTS = [
  ['month', 4, 103, 1],
  ['quarter', 1, 10, 0],
  ['year', 1, 7, 0],
  ['two-years', 1, 20, 0],
  ['four-years', 0, 0, 0],
  ['older', 1, 40, 0],
  ['untold', 3, 240, 1],
];

test('each image is of one age, and what tells no day of none', async () => {
  const { items, total } = await service.get('/fleet/images/ages');
  expect(total).toBe(IMAGE_AGES.length);
  expect(items.map((row: Record<string, unknown>) => [row.age, row.images, row.bytes, row.unsized])).toEqual(
    COUNTS,
  );
  const harbour = await listImageAges(database.db, { site: 'harbour', cluster: '' });
  expect(harbour.filter(({ images }) => images > 0).map(({ age }) => age)).toEqual(['year']);
});

test.each(COUNTS)('the images of the age %s are those that are counted', async (age, images) => {
  const { total, items } = await service.get(`/fleet/images?age=${age}`);
  expect(total).toBe(images);
  expect(items).toHaveLength(Number(images));
});

test('ages meet without a gap, and none has a day of another', () => {
  const days = IMAGE_AGES.flatMap((age) => daysOf(age, new Date('2026-11-28T12:00:00Z')) ?? []);
  for (const [at, one] of days.entries()) if (at > 0) expect(one.until).toBe(days[at - 1]?.from);
  expect(days[0]).toEqual({ from: '2026-10-29', until: '' });
  expect(days.at(-1)?.from).toBe('1990-01-01');
});
