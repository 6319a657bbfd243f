import { nameConda, nameImageReference, nameModule } from '../../server/names/index.ts';
import { sortKey } from '../../server/names/version.ts';
import type { Bench, Result } from './bench.ts';

const COUNT = 200_000;

/** Seconds of the fastest of three runs; others of this machine only ever add. */
function fastest(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return Math.min(...times);
}

const list = (make: (i: number) => string) => Array.from({ length: COUNT }, (_, i) => make(i));
const version = (i: number) => `${i % 7}.${i % 40}.${i % 13}`;

const kinds: [what: string, texts: string[], read: (text: string) => unknown][] = [
  [
    'modules of EasyBuild',
    list((i) => `bio/Tool${i % 5000}/${version(i)}-foss-2023a-CUDA-12.1.1`),
    (text) => nameModule(text),
  ],
  [
    'modules of Spack',
    list((i) => `py-tool${i % 5000}/${version(i)}-gcc-12.2.0-k4wz7qa`),
    (text) => nameModule(text),
  ],
  [
    'conda packages',
    list((i) => `tool_${i % 5000}`),
    (name) => nameConda({ name, version: '1.26.0', build: 'py311h64a7726_0' }),
  ],
  [
    'biocontainers',
    list((i) => `quay.io/biocontainers/tool${i % 5000}:${version(i)}--h00cdaf9_0`),
    (text) => nameImageReference(text),
  ],
  ['sort keys', list(version), (text) => sortKey(text)],
];

/** Reading a name costs a few times what JSON.parse takes for the text alone. */
export const namesBench: Bench = {
  name: 'names',
  sentence:
    'names of modules, conda packages and images read into tools, against JSON.parse of the same list',
  run: async (say) =>
    kinds.map(([what, texts, read]): Result => {
      say(what);
      const seconds = fastest(() => {
        for (const text of texts) read(text);
      });
      const json = JSON.stringify(texts.map((text) => ({ name: text })));
      const yardstick = fastest(() => void JSON.parse(json));
      return {
        what: `${what} (${Math.round(COUNT / seconds).toLocaleString('en')} a second)`,
        size: `${COUNT.toLocaleString('en')} names`,
        seconds,
        ratio: { yardstick: 'JSON.parse', value: seconds / yardstick, toReach: 40 },
      };
    }),
};
