import { expect, test } from 'vitest';
import { facets } from '../../server/facets/registry.ts';

/** Input that tempts a pattern to try every way to split it: the effort of each form grows with its length alone. */
const long: Record<string, (times: number) => string> = {
  'a first field again and again': (times) => 'P:a\n'.repeat(times),
  'Debian first fields': (times) => 'Package: a\n'.repeat(times / 2),
  'one line of dashes and digits': (times) => '-1'.repeat(times * 2),
  'one word of releases': (times) => 'a-1-r1x'.repeat(times / 2),
  'a line of spaces': (times) => `Name  : x\na${' '.repeat(times * 4)}b`,
  'blocks without an end': (times) => `Name  : x\n${'Description: y\n'.repeat(times / 4)}`,
  'one line of tabs': (times) => 'a\t'.repeat(times * 2),
  'one line of slashes': (times) => 'a/'.repeat(times * 2),
  'slashes and spaces': (times) => '/ '.repeat(times * 2),
  bars: (times) => 'S |'.repeat(times),
  'lines of bars': (times) => 'S | Name\n'.repeat(times / 2),
  'one line of dots': (times) => 'a.'.repeat(times * 2),
  'one line of words': (times) => 'a '.repeat(times * 2),
  'broken lines': (times) => `a.x86_64${' '.repeat(50)}\n  `.repeat(times / 4),
  'empty lines': (times) => '\n'.repeat(times * 4),
};

function effort(text: string, format: string): number {
  const form = facets.packages.natives.find((one) => one.format === format);
  const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
  const began = performance.now();
  form?.recognise(input);
  form?.parse(input);
  return performance.now() - began;
}

const cases = Object.keys(long).flatMap((name) =>
  facets.packages.natives.map(({ format }): [string, string] => [name, format]),
);

test.each(cases)('%s, as %s', (name, format) => {
  const text = long[name] ?? (() => '');
  // A pattern that takes the square of the length takes a hundred times as long; a linear one, milliseconds.
  effort(text(50), format);
  expect(effort(text(20_000), format)).toBeLessThan(1_000);
});
