import { openSync, writeSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { messageOf } from './errors.ts';

/**
 * A log in a file. Each line is written at once: the one that explains an end must not be lost with the process. A disk that
 * is full ends nothing: lines are dropped until there is space again, which standard error is told once.
 */
export function openLog(file: string, level: string): Logger {
  const descriptor = openSync(file, 'a');
  let dropped = 0;
  const write = (line: string) => {
    const head = dropped > 0 ? `\n${JSON.stringify({ level: 40, dropped, msg: 'lines were lost' })}\n` : '';
    try {
      writeWhole(descriptor, Buffer.from(head + line));
      dropped = 0;
    } catch (error) {
      if (dropped === 0)
        process.stderr.write(`gazetteer: the log ${file} cannot be written: ${messageOf(error)}\n`);
      dropped += 1;
    }
  };
  return pino({ level, base: null, serializers: { error: pino.stdSerializers.err } }, { write });
}

/** Of a disk that is nearly full, a part of a line may be taken; the rest then fails. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}
