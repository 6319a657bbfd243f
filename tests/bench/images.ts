import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { images } from '../../server/facets/images/index.ts';
import { decodeFrames } from '../../server/frames/decode.ts';
import { sifFile } from '../facets/images-make.ts';
import { runAgent } from './agentRun.ts';
import type { Bench, Result } from './bench.ts';
import { timedShell, timedWork } from './timed.ts';

const SIZES = [1000, 5000, 10_000];
const IN_FOLDER = 500;
const SAMPLE = 200;
/** Bytes of an image's file system: nobody reads them, so that a hole in the file will do. */
const FILE_SYSTEM = 1 << 20;
const WRITTEN = 40_000;

/** An image as builders make them: definition, labels and a small file system, no two alike. */
function image(number: number): Buffer {
  const version = `1.${number}`;
  return sifFile({
    launch: '#!/usr/bin/env run-singularity\n',
    created: BigInt(1_600_000_000 + number),
    objects: [
      {
        type: 0x4001,
        id: 1,
        text: `bootstrap: docker\nfrom: quay.io/biocontainers/tool${number % 997}:${version}--h0_0\n`,
      },
      { type: 0x4006, id: 2, name: 'inspect-metadata.json', text: JSON.stringify(labels(version)) },
      {
        type: 0x4004,
        id: 3,
        text: `hsqs${'\0'.repeat(FILE_SYSTEM)}`,
        partition: { fs: 1, use: 2, arch: '02' },
      },
    ],
  });
}

function labels(version: string): object {
  const all = {
    'org.opencontainers.image.version': version,
    'org.label-schema.build-arch': 'amd64',
    maintainer: 'x',
  };
  return { data: { attributes: { labels: all } }, type: 'container' };
}

function makeImages(folder: string): void {
  for (let number = 0; number < Math.max(...SIZES); number += 1) {
    const below = join(folder, `f${Math.floor(number / IN_FOLDER)}`);
    if (number % IN_FOLDER === 0) mkdirSync(below);
    const bytes = image(number);
    const path = join(below, `tool${number % 997}-1.${number}.sif`);
    writeFileSync(path, bytes.subarray(0, WRITTEN));
    truncateSync(path, bytes.length);
  }
}

/** The first folders. */
function rootsOf(folder: string, size: number) {
  const numbers = Array.from({ length: size / IN_FOLDER }, (_, at) => at);
  return numbers.map((at) => ({ facet: 'images' as const, path: join(folder, `f${at}`) }));
}

function readAll(output: Buffer, size: number): void {
  const [evidence] = decodeFrames(output).facets;
  const reading = evidence && images.read(evidence);
  const items = reading?.roots.flatMap((root) => root.items) ?? [];
  const offers = items.flatMap((item) => images.offerings(item.facts, item.path));
  if (items.length !== size || offers.length !== size)
    throw new Error(`${items.length} images and ${offers.length} offerings of ${size} were read`);
}

/** Seconds that one `siftool header` takes, over a sample; null where siftool is not installed. */
function siftoolSeconds(folder: string): number | null {
  if (spawnSync('siftool', ['--help']).error) return null;
  const files = readdirSync(join(folder, 'f0')).slice(0, SAMPLE);
  const line = files.map((name) => `siftool header ${join(folder, 'f0', name)} >/dev/null`).join('\n');
  return timedShell(line).seconds / files.length;
}

async function measured(folder: string, size: number, siftool: number | null): Promise<Result[]> {
  const label = `${size.toLocaleString('en')} images`;
  const folders = Array.from({ length: size / IN_FOLDER }, (_, at) => join(folder, `f${at}`)).join(' ');
  const stat = timedShell(`find ${folders} -type f -exec stat -c %s {} + >/dev/null`).seconds;
  const agent = await runAgent({ facets: ['images'], roots: rootsOf(folder, size) }, folder);
  const server = await timedWork(async () => readAll(agent.output, size));
  const cost = { size: label, seconds: agent.seconds };
  const ofStat = { yardstick: 'stat of each', value: agent.seconds / stat, toReach: 300 };
  const results: Result[] = [
    { ...cost, what: 'agent, heads of SIF', megabytes: agent.megabytes, ratio: ofStat },
    {
      what: 'server, frames to documents and offerings',
      size: label,
      seconds: server.seconds,
      megabytes: server.megabytes,
    },
  ];
  if (siftool === null) return results;
  const value = (agent.seconds + server.seconds) / (siftool * size);
  return [
    ...results,
    {
      ...cost,
      what: 'both',
      seconds: agent.seconds + server.seconds,
      ratio: { yardstick: 'siftool header of each', value, toReach: 0.5 },
    },
  ];
}

export const imagesBench: Bench = {
  name: 'images',
  sentence: 'Headers of 1,000 to 10,000 SIF files, read by the agent and by the server.',
  run: async (say) => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-bench-images-'));
    try {
      say(`writing ${Math.max(...SIZES)} images`);
      makeImages(folder);
      const siftool = siftoolSeconds(folder);
      if (siftool === null) say('siftool is not installed: no ratio to it');
      const results: Result[] = [];
      for (const size of SIZES) results.push(...(await measured(folder, size, siftool)));
      return results;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
