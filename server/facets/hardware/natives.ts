import type { NativeForm, NativeInput } from '../facet.ts';
import { inputText, nativeReading } from '../reading.ts';
import { parseCpuinfo } from './cpuinfo.ts';
import { parseLscpu, parseLscpuJson } from './lscpu.ts';
import { jsonOf } from './lscpuJson.ts';
import { hardwareOf, type Processors } from './processors.ts';
import { isSonar, parseSonar } from './sonar.ts';
import { parseSysctl } from './sysctl.ts';

interface Form {
  format: string;
  sentence: string;
  recognise: (text: string) => boolean;
  parse: (text: string) => Processors & { memoryBytes?: number | null };
}

const forms: Form[] = [
  {
    format: 'lscpu',
    sentence: 'The output of lscpu, of any version.',
    recognise: (text) => /^[ \t]*(?:On-line )?CPU\(s\)(?: list)?:/m.test(text),
    parse: parseLscpu,
  },
  {
    format: 'lscpu-json',
    sentence: 'The output of lscpu --json.',
    recognise: (text) => /^\s*\{/.test(text) && isLscpuJson(jsonOf(text)),
    parse: parseLscpuJson,
  },
  {
    format: 'sonar-sysinfo',
    sentence: 'The JSON of sonar sysinfo.',
    recognise: (text) => /^\s*\{/.test(text) && isSonar(text),
    parse: parseSonar,
  },
  {
    format: 'sysctl',
    sentence: 'The output of sysctl -a on macOS, or its hw and machdep.cpu lines.',
    recognise: (text) => /^(?:hw\.\w|machdep\.cpu\.)[\w.]*\s*:/m.test(text),
    parse: parseSysctl,
  },
  {
    format: 'cpuinfo',
    sentence: 'A copy of /proc/cpuinfo, of any architecture.',
    recognise: (text) =>
      /^(?:processor|Processor|# processors|CPU implementer|vendor_id|ncpus probed)[ \t]*:/m.test(text),
    parse: parseCpuinfo,
  },
];

function isLscpuJson(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'lscpu' in json;
}

export const natives: NativeForm[] = forms.map(({ format, sentence, recognise, parse }) => ({
  format,
  sentence,
  recognise: (input) => recognise(inputText(input)),
  parse: (input: NativeInput) => {
    const { problems, memoryBytes = null, ...found } = parse(inputText(input));
    const isKnown = found.models.some((model) => model !== '') || found.flags.length > 0 || found.threads;
    const facts = isKnown ? hardwareOf({ ...found, problems }, memoryBytes) : null;
    return nativeReading(input, format, facts, problems);
  },
}));
