import { textOf } from '../../frames/text.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { imagesReading } from './nativeReading.ts';

/** What engines print instead of a list (containers/podman, cmd/podman; docker/cli). */
const ERROR =
  /^(?:Error: .*(?:image|storage|podman|docker|container|overlay|graph|registry|manifest)|Error response from daemon: |(?:ERROR: )?Cannot connect to |permission denied |FATAL: |time="[^"]*" level=(?:error|fatal) )/;
const REFUSED = /permission denied|dial unix .*connect: /i;

function firstError(input: NativeInput): string | null {
  const small = input.files.filter(({ bytes }) => bytes.length < 100_000);
  const lines = small.flatMap(({ bytes }) => textOf(bytes).split('\n')).map((line) => line.trim());
  return lines.find((line) => ERROR.test(line)) ?? null;
}

/**
 * An empty output, or an error and nothing else: `podman images` prints nothing and exits with 125 when one
 * manifest list lacks this machine's architecture. It never means that there are no images.
 */
export const silenceForm: NativeForm = {
  format: 'image-error',
  sentence: 'The error of a program that lists images, or its empty output: nothing is known then.',
  recognise: (input) => {
    const list = input.files.filter(({ path }) => !/\.(?:err|rc)$|(?:^|\/)rc$/.test(path));
    if (input.files.length > 0 && input.files.every(({ bytes }) => bytes.length === 0)) return true;
    return firstError(input) !== null && list.every(({ bytes }) => bytes.length === 0 || isError(bytes));
  },
  parse: (input) => {
    const error = firstError(input);
    const message =
      error ?? 'nothing was printed: a program that lists images prints more than nothing, or failed';
    const reason = REFUSED.test(message) ? 'permission' : error === null ? 'unreadable' : 'error';
    return imagesReading(input, 'image-error', 'store', [
      { path: input.name, found: { reason, message }, parts: [] },
    ]);
  },
};

const isError = (bytes: Buffer): boolean => ERROR.test(bytes.toString('latin1', 0, 1000).trimStart());
