/** A whole number from the words of any of the programs; null when it is none. */
export function wholeOf(text: string | undefined): number | null {
  const [, number = ''] = /^\s*(\d{1,15})\+?\s*$/.exec(text ?? '') ?? [];
  return number === '' ? null : Number(number);
}

const ENDLESS = /^(?:infinite|unlimited|-1)$/i;

/**
 * A time limit as Slurm writes it, `[days-]hours:minutes[:seconds]`, `minutes:seconds` of sinfo, in one form:
 * 1-00:00:00, 12:00:00 or unlimited. A column of ten characters cuts the last second of 14-00:00:00.
 */
export function limitOf(text: string): string {
  const told = text.trim();
  if (ENDLESS.test(told)) return 'unlimited';
  const days = /^(\d{1,7})-(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2})?)?$/.exec(told);
  if (days) return inForm(days[1], days[2], days[3], days[4]?.padEnd(2, '0'));
  const clock = /^(\d{1,7}):(\d\d):(\d\d)$/.exec(told);
  if (clock) return inForm('0', clock[1], clock[2], clock[3]);
  const minutes = /^(\d{1,7}):(\d\d)$/.exec(told);
  return minutes ? inForm('0', '0', minutes[1], minutes[2]) : '';
}

/** The same of a number of minutes, as JSON has it. */
export function limitOfMinutes(minutes: number): string {
  return inForm('0', '0', String(minutes), '0');
}

function inForm(days = '0', hours = '0', minutes = '0', seconds = '0'): string {
  const all = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = `${two(Math.floor(all / 3600) % 24)}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
  const whole = Math.floor(all / 86_400);
  return whole > 0 ? `${whole}-${clock}` : clock;
}

/** `bad DIMM [root@2026-11-23T20:18:19]` without when it was said, which no document holds. */
export function reasonOf(text: string): { reason: string; by: string } {
  const told = text.trim();
  const [whole = '', by = ''] = /\s*\[([^[\]@]{1,64})@[^[\]]{1,40}\]$/.exec(told) ?? [];
  const reason = told.slice(0, told.length - whole.length);
  return /^(?:none|\(null\)|)$/i.test(reason) ? { reason: '', by: '' } : { reason, by };
}
