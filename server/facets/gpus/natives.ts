import type { FacetReading, NativeForm, NativeInput, Problem } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { readAmdSmi, readRocmSmi } from './amd.ts';
import {
  readAmdSmiCsv,
  readAmdSmiTable,
  readAmdSmiText,
  readRocmCsv,
  readRocmTable,
  readRocmText,
} from './amd-text.ts';
import { gpusOf } from './card.ts';
import { readXpuDump, readXpuSmi, readXpuTable } from './intel.ts';
import { fromKernel, stateOf } from './kernelCard.ts';
import { readLspciText } from './lspci.ts';
import { readNvidiaText } from './nvidia.ts';
import { readNvidiaCsv } from './nvidia-csv.ts';
import { nvidiaFailure, saysFailure } from './nvidia-failure.ts';
import { readNvidiaList } from './nvidia-list.ts';
import { readNvidiaQuery } from './nvidia-query.ts';
import { missingCards, type NvidiaReport, nvidiaCards } from './nvidia-report.ts';
import { readNvidiaTable } from './nvidia-table.ts';
import { readNvidiaXml } from './nvidia-xml.ts';
import type { Card } from './schema.ts';
import { readSonarCards } from './sonar.ts';

type Read = (text: string) => NvidiaReport | null;

function nvidia(format: string, sentence: string, recognise: Read, read: Read = readNvidiaText): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => (recognise(inputText(input))?.cards.length ?? 0) > 0,
    parse: (input) => nvidiaReading(input, format, read(inputText(input))),
  };
}

function nvidiaReading(input: NativeInput, format: string, report: NvidiaReport | null): FacetReading {
  if (!report || report.cards.length === 0) return failedReading(input, format, report?.problems ?? []);
  const problems = [...report.problems, ...missingCards(report, format)];
  return nativeReading(input, format, gpusOf(nvidiaCards(report)), problems);
}

/** nvidia-smi prints its errors where its answer would be. */
function failedReading(input: NativeInput, format: string, problems: Problem[]): FacetReading {
  const reading = nativeReading(input, format, null, problems);
  const text = inputText(input);
  return saysFailure(text) ? { ...reading, ...nvidiaFailure(text, null) } : reading;
}

function tool(format: string, sentence: string, read: (text: string) => Card[] | null): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => read(inputText(input)) !== null,
    parse: (input) => {
      const cards = read(inputText(input));
      const problem = problemOf(
        'gpus',
        input.name,
        format,
        0,
        inputText(input),
        `no cards of ${format} were found`,
      );
      return nativeReading(input, format, cards && gpusOf(cards), cards ? [] : [problem]);
    },
  };
}

function asReport(text: string): NvidiaReport | null {
  const gpus = readNvidiaList(text);
  return gpus.length === 0 ? null : readNvidiaText(text);
}

function lspciCards(text: string): Card[] | null {
  return readLspciText(text)?.map((one) => fromKernel(one, stateOf(one), '')) ?? null;
}

const failureForm: NativeForm = {
  format: 'nvidia-smi-error',
  sentence:
    'What nvidia-smi prints when it has no answer: no devices, a driver of another version, no driver.',
  // It says a line or two; a longer text only quotes it.
  recognise: (input) => inputText(input).trim().split('\n', 9).length < 9 && saysFailure(inputText(input)),
  parse: (input) => failedReading(input, 'nvidia-smi-error', []),
};

/** In this order: an output that holds several forms is read for the most exact one. */
export const natives: NativeForm[] = [
  nvidia('nvidia-smi-xml', 'Output of nvidia-smi -q -x.', readNvidiaXml, readNvidiaXml),
  nvidia('nvidia-smi-csv', 'Output of nvidia-smi --query-gpu=... --format=csv, any columns.', readNvidiaCsv),
  nvidia('nvidia-smi-query', 'Output of nvidia-smi -q.', readNvidiaQuery),
  nvidia('nvidia-smi-table', 'Output of nvidia-smi without arguments.', readNvidiaTable),
  nvidia('nvidia-smi-list', 'Output of nvidia-smi -L.', asReport),
  tool('amd-smi-json', 'Output of amd-smi static --json.', readAmdSmi),
  tool('rocm-smi-json', 'Output of rocm-smi --json with any --show options.', readRocmSmi),
  tool('xpu-smi-json', 'Output of xpu-smi discovery -j, with or without -d.', readXpuSmi),
  tool('amd-smi-text', 'Output of amd-smi static.', readAmdSmiText),
  tool('amd-smi-csv', 'Output of amd-smi static --csv.', readAmdSmiCsv),
  tool('amd-smi-table', 'Output of amd-smi without options, from ROCm 7 on.', readAmdSmiTable),
  tool('rocm-smi-text', 'Output of rocm-smi with any --show options.', readRocmText),
  tool('rocm-smi-csv', 'Output of rocm-smi --csv with any --show options.', readRocmCsv),
  tool('rocm-smi-table', 'Output of rocm-smi without options.', readRocmTable),
  tool('xpu-smi-table', 'Output of xpu-smi discovery, with or without -d.', readXpuTable),
  tool('xpu-smi-dump', 'Output of xpu-smi discovery --dump.', readXpuDump),
  tool('sonar-sysinfo', 'The JSON of sonar sysinfo.', readSonarCards),
  tool('lspci', 'Output of lspci with any of -n, -nn, -m, -mm, -vmm, -v, -k and -D.', lspciCards),
  failureForm,
];
