import { Worker } from 'node:worker_threads';
import { GazetteerError } from '../../errors.ts';
import { yamlTexts } from '../../facets/conda/yaml.ts';

/** Shorter texts are read before a thread is there, whatever is in them. */
const LONG = 16 * 1024;
/** What is read as YAML says one of these. */
const SIGN = /\b(?:dependencies|channels|package|environments)\b/;
/** The longest that is taken needs some 5 s on a slow machine. */
const MILLISECONDS = 20_000;
const MEGABYTES = 1024;
/** Threads at one time, and who may wait for one. */
const THREADS = 1;
const MOST_WAITING = 10;

/** Whether to read it keeps everybody waiting for a time that is felt. */
export const isLongYaml = (text: string): boolean => text.length >= LONG && SIGN.test(text);

let running = 0;
const waiting: (() => void)[] = [];

/** The value of a long text in YAML, as yamlTexts gives it, read in a thread of its own. */
export async function yamlApart(text: string): Promise<unknown> {
  // Run from its sources, as by tests, Node 20 has no thread that reads TypeScript.
  if (import.meta.url.endsWith('.ts')) return yamlTexts(text);
  if (waiting.length >= MOST_WAITING)
    throw new GazetteerError('check-busy', 'too many long files are being read', 'Try again in a minute');
  if (running >= THREADS) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await readBy(new URL('./yamlWorker.js', import.meta.url), text);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function readBy(file: URL, text: string): Promise<unknown> {
  const worker = new Worker(file, {
    workerData: { text },
    // Whatever the process was started with is its own.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  return new Promise((resolve, reject) => {
    const refuse = (message: string) =>
      reject(new GazetteerError('check-size', message, 'Check a part of it at a time'));
    const timer = setTimeout(() => {
      refuse(`to read it took longer than ${MILLISECONDS / 1000} s`);
      void worker.terminate();
    }, MILLISECONDS);
    worker.once('message', resolve);
    // Out of memory, or what the reader threw.
    worker.once('error', (error) => refuse(`it could not be read: ${error.message}`));
    worker.once('exit', () => {
      clearTimeout(timer);
      refuse('it could not be read');
    });
  });
}
