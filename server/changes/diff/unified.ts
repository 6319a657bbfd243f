import { compareLines, type Run } from './lines.ts';

const CONTEXT = 3;

/**
 * A unified diff as diff(1) -u and patch(1) know it; '' where the texts are the same. Lines are given without their
 * ends, and each has one.
 */
export function unified(names: { before: string; after: string }, before: string[], after: string[]): string {
  const hunks = hunksOf(compareLines(before, after));
  if (hunks.length === 0) return '';
  const lines = [`--- ${names.before}`, `+++ ${names.after}`];
  for (const hunk of hunks) lines.push(...textOf(hunk, before, after));
  return `${lines.join('\n')}\n`;
}

/** Runs that differ, with the lines around them, joined where those would overlap. */
function hunksOf(runs: Run[]): Run[][] {
  const hunks: Run[][] = [];
  let open: Run[] = [];
  for (const [at, run] of runs.entries()) {
    const [first, last] = [at === 0, at === runs.length - 1];
    if (run.kind !== 'same' || (!first && !last && run.length <= 2 * CONTEXT)) {
      open.push(run);
      continue;
    }
    if (!first) {
      hunks.push([...open, part(run, 0, Math.min(CONTEXT, run.length))]);
      open = [];
    }
    if (!last) open = [part(run, Math.max(0, run.length - CONTEXT), run.length)];
  }
  if (open.some((run) => run.kind !== 'same')) hunks.push(open);
  return hunks.filter((hunk) => hunk.some((run) => run.kind !== 'same'));
}

function part(run: Run, from: number, to: number): Run {
  return { kind: 'same', before: run.before + from, after: run.after + from, length: to - from };
}

function textOf(hunk: Run[], before: string[], after: string[]): string[] {
  const length = (kind: Run['kind']) =>
    hunk.reduce((sum, run) => sum + (run.kind === 'same' || run.kind === kind ? run.length : 0), 0);
  const first = hunk[0];
  const place = (start: number, lines: number) => {
    // POSIX diff: a range without lines names the line before it.
    const line = lines === 0 ? start : start + 1;
    return lines === 1 ? `${line}` : `${line},${lines}`;
  };
  const [removed, added] = [length('removed'), length('added')];
  const head = `@@ -${place(first?.before ?? 0, removed)} +${place(first?.after ?? 0, added)} @@`;
  const body = hunk.flatMap((run) => {
    if (run.kind === 'added') return after.slice(run.after, run.after + run.length).map((line) => `+${line}`);
    const mark = run.kind === 'same' ? ' ' : '-';
    return before.slice(run.before, run.before + run.length).map((line) => mark + line);
  });
  return [head, ...body];
}
