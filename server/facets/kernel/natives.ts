import { z } from 'zod';
import type { NativeForm } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { sonarAttributes } from '../sonarJson.ts';
import { kernelOf } from './read.ts';
import { parseProcVersion, parseUname, type Running } from './uname.ts';

/** `jc uname -a` (https://github.com/kellyjonbrazil/jc); its other words say the same again. */
const JcUname = z.object({
  kernel_name: z.string(),
  kernel_release: z.string().catch(''),
  kernel_version: z.string().catch(''),
  machine: z.string().catch(''),
});

function jcUname(text: string): Running | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    const found = JcUname.safeParse(JSON.parse(text));
    if (!found.success) return null;
    const { kernel_name: system, kernel_release: release, kernel_version: version, machine } = found.data;
    return { system, release, version, machine };
  } catch {
    return null;
  }
}

/** A line, and nothing around it: other programs' output holds lines that look like it. */
function unameLine(text: string): Running | null {
  const line = text.trim();
  return line === '' || line.includes('\n') ? null : parseUname(line);
}

function sonar(text: string): Running | null {
  const found = sonarAttributes(text);
  if (!found || found.os_name === '') return null;
  return { system: found.os_name, release: found.os_release, version: '', machine: found.architecture };
}

function form(format: string, sentence: string, read: (text: string) => Running | null): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => read(inputText(input)) !== null,
    parse: (input) => {
      const text = inputText(input);
      const running = read(text);
      const problem = problemOf('kernel', '', format, 1, text, 'no kernel of this form can be read');
      return nativeReading(input, format, running && kernelOf(running, []), running ? [] : [problem]);
    },
  };
}

export const natives: NativeForm[] = [
  form('proc-version', 'A copy of /proc/version.', parseProcVersion),
  form('uname', 'The output of uname, with -a or other options; the host name in it is left out.', unameLine),
  form('uname-jc', 'The JSON that jc makes of uname -a.', jcUname),
  form('sonar-sysinfo', 'The JSON of sonar sysinfo.', sonar),
];
