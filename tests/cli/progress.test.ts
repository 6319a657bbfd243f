import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Progress } from '../../server/cli/output.ts';

/** What stands on a terminal's line, and all that stood there. */
function terminal(columns = 80) {
  const lines: string[] = [];
  const screen = {
    isTTY: true,
    columns,
    write: (text: string) => lines.push(text.replace('\r\x1b[K', '')),
  };
  return { lines, progress: new Progress(screen) };
}

describe('progress on a terminal', () => {
  test('ends at the latest of what came at once, however long nothing comes after it', async () => {
    const { lines, progress } = terminal();
    for (const done of [0, 1, 2, 3, 4]) progress.update(`${done} of 5 nodes`);
    expect(lines).toEqual(['0 of 5 nodes']);
    await sleep(300);
    expect(lines).toEqual(['0 of 5 nodes', '4 of 5 nodes']);
    progress.done();
    expect(lines.at(-1)).toBe('');
  });

  test('says nothing more after its end', async () => {
    const { lines, progress } = terminal();
    progress.update('1 of 2');
    progress.update('2 of 2');
    progress.done();
    await sleep(300);
    expect(lines).toEqual(['1 of 2', '']);
  });

  test('keeps to one line, also of a terminal that does not know its width', () => {
    const [narrow, unknown] = [terminal(10), terminal(0)];
    for (const { progress } of [narrow, unknown]) progress.update('123456789 and more');
    expect(narrow.lines).toEqual(['123456789']);
    expect(unknown.lines).toEqual(['123456789 and more']);
  });
});

test('progress elsewhere says nothing of what is quick', () => {
  const lines: string[] = [];
  const progress = new Progress({ write: (text: string) => lines.push(text) });
  for (const text of ['1 of 2', '2 of 2']) progress.update(text);
  progress.done();
  expect(lines).toEqual([]);
});
