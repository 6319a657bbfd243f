import { GazetteerError, messageOf } from '../errors.ts';

/** Prints for a person, or as JSON when --json is given. */
export function print(json: boolean | undefined, value: unknown, text: () => string): void {
  const out = json ? JSON.stringify(value, null, 2) : text();
  process.stdout.write(out.endsWith('\n') || out === '' ? out : `${out}\n`);
}

interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const REDRAW_MS = 100;

/** A progress line on a terminal; a line every few seconds elsewhere. Goes to standard error. */
export class Progress {
  private last = 0;
  private shown = false;
  private next = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly screen: Screen = process.stderr) {}

  update(text: string): void {
    if (this.screen.isTTY) return this.show(text);
    const now = Date.now();
    if (this.last === 0) this.last = now;
    if (now - this.last < 5000) return;
    this.screen.write(`${text}\n`);
    this.last = now;
  }

  /** What comes too soon after the last is shown a moment later, and the latest of it alone: a long wait may follow. */
  private show(text: string): void {
    this.next = text;
    const wait = this.last + REDRAW_MS - Date.now();
    if (wait <= 0) this.draw();
    else this.timer ??= setTimeout(() => this.draw(), wait).unref();
  }

  private draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.screen.write(`\r\x1b[K${this.next.slice(0, (this.screen.columns || 80) - 1)}`);
    this.shown = true;
    this.last = Date.now();
  }

  done(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.shown) this.screen.write('\r\x1b[K');
    this.shown = false;
  }
}

/** Text from a machine that is not ours, made safe to show: control characters and those that turn the direction become visible. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/** Columns padded to the widest cell; the last one is not. */
export function table(rows: string[][]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows
    .map((row) =>
      row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '),
    )
    .map((line) => line.trimEnd())
    .join('\n');
}

const UNITS: [seconds: number, name: string][] = [
  [86400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** An age in its largest unit: `3 d`, `12 min`. */
export function age(time: string | null, now = Date.now()): string {
  if (time === null) return 'never';
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  const [unit, name] = UNITS.find(([size]) => seconds >= size) ?? [1, 's'];
  return `${Math.floor(seconds / unit)} ${name}`;
}

/** One line for an expected error; a stack trace only for a bug of ours. */
export function errorText(error: unknown): string {
  if (error instanceof GazetteerError) return `gazetteer: ${error.line}`;
  const stack = error instanceof Error ? error.stack : undefined;
  return `gazetteer: this is a bug: ${messageOf(error)}\n${stack ?? ''}`;
}
