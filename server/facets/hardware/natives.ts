import type { NativeForm, NativeInput } from '../facet.ts';
import { inputText, nativeReading } from '../reading.ts';
import { parseCpuinfo } from './cpuinfo.ts';
import { dump } from './dump.ts';
import { isJcCpuinfo, parseJcCpuinfo } from './jcCpuinfo.ts';
import { parseLscpu, parseLscpuJson } from './lscpu.ts';
import { jsonOf } from './lscpuJson.ts';
import {
  isLscpuExtended,
  isLscpuExtendedJson,
  isLscpuParse,
  parseLscpuExtended,
  parseLscpuExtendedJson,
  parseLscpuParse,
} from './lscpuTable.ts';
import { hardwareOf, type Processors } from './processors.ts';
import { isSonar, parseSonar } from './sonar.ts';
import { parseSysctl } from './sysctl.ts';

interface Form {
  format: string;
  sentence: string;
  recognise: (text: string) => boolean;
  parse: (text: string) => Processors & { memoryBytes?: number | null };
}

/** In this order: an output that holds several forms is read for the one that says most. */
const forms: Form[] = [
  {
    format: 'lscpu',
    sentence: 'The output of lscpu, of any version.',
    recognise: (text) => /^[ \t]*(?:On-line )?CPU\(s\)(?: list| mask)?:/m.test(text),
    parse: parseLscpu,
  },
  {
    format: 'lscpu-json',
    sentence: 'The output of lscpu --json.',
    recognise: (text) => /^\s*\{/.test(text) && isLscpuJson(jsonOf(text)),
    parse: parseLscpuJson,
  },
  {
    format: 'lscpu-extended-json',
    sentence: 'The output of lscpu --extended --json.',
    recognise: (text) => /^\s*\{/.test(text) && isLscpuExtendedJson(jsonOf(text)),
    parse: parseLscpuExtendedJson,
  },
  {
    format: 'lscpu-parse',
    sentence: 'The output of lscpu --parse, of any columns.',
    recognise: isLscpuParse,
    parse: parseLscpuParse,
  },
  {
    format: 'lscpu-extended',
    sentence: 'The output of lscpu --extended, of any columns.',
    recognise: isLscpuExtended,
    parse: parseLscpuExtended,
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
  {
    format: 'cpuinfo-jc',
    sentence: 'The JSON that jc makes of /proc/cpuinfo.',
    recognise: (text) => /^\s*\[/.test(text) && isJcCpuinfo(jsonOf(text)),
    parse: parseJcCpuinfo,
  },
];

function isLscpuJson(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'lscpu' in json;
}

const textForms: NativeForm[] = forms.map(({ format, sentence, recognise, parse }) => ({
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

/** The tree of files first: the other forms look at one text. */
export const natives: NativeForm[] = [dump, ...textForms];
