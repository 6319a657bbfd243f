/** Where a bar stands, in thousandths of the whole width. */
export interface Span {
  /** From here it certainly held. */
  begin: number;
  end: number;
  /** From here to `begin` it began, and from `end` to here it ended: nobody looked in between. */
  maybeFrom: number;
  maybeTo: number;
}

interface Held {
  since: string;
  sinceAfter: string | null;
  until: string | null;
  untilAfter: string | null;
}

/** Thinner than this, a bar would not be seen. */
const LEAST = 6;

/** When something held, on an axis from the first visit to now. */
export function spanOf({ since, sinceAfter, until, untilAfter }: Held, from: number, to: number): Span {
  const whole = Math.max(1, to - from);
  const place = (time: number) => Math.round(Math.min(1, Math.max(0, (time - from) / whole)) * 1000);
  const at = (text: string | null, otherwise: number) => (text === null ? otherwise : Date.parse(text));
  const first = place(at(since, from));
  const last = place(at(untilAfter ?? until, to));
  const begin = Math.min(first, 1000 - LEAST);
  const end = Math.max(last, begin + LEAST);
  return {
    begin,
    end,
    maybeFrom: Math.min(begin, place(at(sinceAfter ?? since, from))),
    maybeTo: Math.max(end, place(at(until, to))),
  };
}
