import { modules } from '../../server/facets/modules/index.ts';
import type { Bench, Result } from './bench.ts';

/** A reading may cost this many times what JSON.parse of the same text costs, whatever the size. */
const TO_REACH = 25;

const SIZES = [10_000, 50_000, 100_000];

export const modulesBench: Bench = {
  name: 'modules',
  sentence: "reading Lmod's spider JSON, against JSON.parse of the same text",
  run: async (say) => SIZES.flatMap((size) => [...measured(size, say), terseMeasured(size)]),
};

function measured(size: number, say: (text: string) => void): Result[] {
  const text = spiderJson(size);
  const bytes = Buffer.from(text);
  say(`${size.toLocaleString('en')} module files, ${(bytes.length / 1e6).toFixed(0)} MB`);
  const form = modules.natives.find((one) => one.format === 'lmod-spider-json');
  if (!form) throw new Error('the form is gone');
  const yardstick = best(() => {
    const value: unknown = JSON.parse(text);
    return Object.keys(value ?? {}).length;
  });
  const own = best(() => {
    // Each time another buffer, since a decoded one is remembered.
    const input = { name: 'spider.json', files: [{ path: 'spider.json', bytes: Buffer.from(bytes) }] };
    return form.parse(input).roots.length;
  });
  const what = 'spider JSON to documents';
  const count = `${size.toLocaleString('en')} module files`;
  return [
    {
      what,
      size: count,
      seconds: own.seconds,
      megabytes: own.megabytes,
      ratio: { yardstick: 'JSON.parse', value: own.seconds / yardstick.seconds, toReach: TO_REACH },
    },
    {
      what: 'JSON.parse of the same text',
      size: count,
      seconds: yardstick.seconds,
      megabytes: yardstick.megabytes,
    },
  ];
}

/** The listing that people keep most often. */
function terseMeasured(size: number): Result {
  const lines = Array.from(
    { length: size },
    (_, at) => `Tool${Math.floor(at / 10)}/${at % 10}.2.1-foss-2023a`,
  );
  const bytes = Buffer.from(`/apps/mf/Core:\n${lines.join('\n')}\n`);
  const form = modules.natives.find((one) => one.format === 'lmod-terse');
  const own = best(() => {
    const input = { name: 'avail', files: [{ path: 'avail', bytes: Buffer.from(bytes) }] };
    return form?.parse(input).roots.length ?? 0;
  });
  return {
    what: 'terse avail to documents',
    size: `${size.toLocaleString('en')} modules`,
    seconds: own.seconds,
    megabytes: own.megabytes,
  };
}

/** The shortest of three runs, and the most memory that one added. */
function best(work: () => number): { seconds: number; megabytes: number } {
  let seconds = Number.POSITIVE_INFINITY;
  let megabytes = 0;
  // The first run is for the compiler.
  work();
  for (let run = 0; run < 3; run++) {
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const started = performance.now();
    work();
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
    megabytes = Math.max(megabytes, (process.memoryUsage().rss - before) / 1e6);
  }
  return { seconds, megabytes };
}

/** A site of compilers and MPIs: names with ten versions each, in a hierarchy with two chains, with what EasyBuild writes. */
function spiderJson(size: number): string {
  const names: Record<string, Record<string, unknown>> = {};
  for (let at = 0; at < size; at++) {
    const name = `Tool${Math.floor(at / 10)}`;
    const version = `${at % 10}.2.1-foss-2023a`;
    const tree = `/apps/mf/${at % 3 === 0 ? 'Core' : `Compiler/GCC/${at % 40}.2`}`;
    const file = `${tree}/${name}/${version}.lua`;
    const facts = {
      Description: `Tool number ${at} aligns, assembles and maps what others measured.`,
      URL: `https://example.org/tool${at}`,
      Version: version,
      fullName: `${name}/${version}`,
      hidden: at % 97 === 0,
      mpath: tree,
      pV: `00000000${at % 10}.000000002.000000001.*zfoss-000002023.*za.*zfinal`,
      wV: `00000000${at % 10}.000000002.000000001.*zfoss-000002023.*za.*zfinal`,
      whatis: [
        `Description: Tool number ${at}`,
        `Homepage: https://example.org/tool${at}`,
        'Keywords: bio, maps',
      ],
      ...(at % 3 === 0 ? {} : { parentAA: [[`GCC/${at % 40}.2`], [`GCCcore/${at % 40}.2`, 'zlib/1.3']] }),
      ...(at % 50 === 0 ? { provides: ['numpy/1.26.4', 'scipy/1.11.4', 'six/1.16.0'] } : {}),
    };
    names[name] = { ...names[name], [file]: facts };
  }
  return JSON.stringify(names);
}
