import type { Facet } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { kinds } from './kinds.ts';
import { kernelOf, readKernel } from './read.ts';
import { parseUname } from './uname.ts';

export const kernel: Facet = {
  name: 'kernel',
  sentence: 'The running kernel, installed kernels, processor flags and microcode of a node.',
  scope: 'node',
  kinds,
  read: readKernel,
  natives: [
    {
      format: 'uname',
      sentence: 'The output of uname, with -a or other options; the host name in it is left out.',
      recognise: (input) => {
        const text = inputText(input).trim();
        return text !== '' && !text.includes('\n') && parseUname(text) !== null;
      },
      parse: (input) => {
        const text = inputText(input);
        const running = parseUname(text);
        const facts = running && kernelOf(running, []);
        const problem = problemOf('kernel', '', 'uname', 1, text, 'no output of uname that can be read');
        return nativeReading(input, 'uname', facts, facts ? [] : [problem]);
      },
    },
  ],
  offerings: () => [],
  locate: () => ({ place: '', load: '' }),
};
