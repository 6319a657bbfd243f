import { isNoise } from '../entry.ts';

/** The lines of a text that are no message: a warning of Lmod's goes on until an empty line. */
export function withoutMessages(text: string): string[] {
  let inMessage = false;
  return text.split('\n').filter((line) => {
    inMessage = line.trim() !== '' && (inMessage || /^Lmod (?:Warning|Warnung|has detected)/.test(line));
    return line.trim() !== '' && !inMessage && !isNoise(line);
  });
}
