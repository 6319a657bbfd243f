import { parentPort, workerData } from 'node:worker_threads';
import { yamlTexts } from '../../facets/conda/yaml.ts';

/** A thread of its own for one text: its reader takes a second for each megabyte, in which nobody else would be answered. */
const { text } = workerData;
parentPort?.postMessage(typeof text === 'string' ? yamlTexts(text) : undefined);
