import { expect, test } from 'vitest';
import { drawnFile } from '../../server/routes/drawnFile.ts';

test('files are drawn one after the other, one that fails stops none, and too many are refused', async () => {
  let [drawing, most] = [0, 0];
  const draw = (number: number) => async () => {
    drawing += 1;
    most = Math.max(most, drawing);
    await new Promise((resolve) => setImmediate(resolve));
    drawing -= 1;
    if (number === 3) throw new RangeError('not this one');
    return number;
  };
  const numbers = Array.from({ length: 30 }, (_, at) => at);
  const settled = await Promise.allSettled(numbers.map((number) => drawnFile(draw(number))));
  const said = settled.map((one) =>
    one.status === 'fulfilled' ? one.value : (one.reason.code ?? one.reason.message),
  );
  // One is drawn, and twenty wait.
  expect(said).toEqual([
    ...[0, 1, 2, 'not this one'],
    ...numbers.slice(4, 21),
    ...numbers.slice(21).map(() => 'report-busy'),
  ]);
  expect(most).toBe(1);
  expect(await drawnFile(draw(99))).toBe(99);
});
