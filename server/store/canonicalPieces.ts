import { canonicalJson, cleanText } from './canonical.ts';

/** A list whose items are read while it is written, some at a time. */
export class Listed {
  constructor(readonly items: AsyncIterable<unknown[]>) {}
}

/** JSON in the canonical form of RFC 8785, as `canonicalJson` writes it, piece by piece; lists in it may be `Listed`. */
export async function* canonicalPieces(value: unknown): AsyncGenerator<string> {
  if (value instanceof Listed) yield* listPieces(value);
  else if (Array.isArray(value)) yield* arrayPieces(value);
  else if (typeof value === 'object' && value !== null) yield* objectPieces(value);
  else yield canonicalJson(value);
}

async function* listPieces({ items }: Listed): AsyncGenerator<string> {
  yield '[';
  let sign = '';
  for await (const some of items) {
    if (some.length === 0) continue;
    yield sign + some.map(canonicalJson).join(',');
    sign = ',';
  }
  yield ']';
}

async function* arrayPieces(items: unknown[]): AsyncGenerator<string> {
  yield '[';
  for (const [at, one] of items.entries()) {
    if (at > 0) yield ',';
    yield* canonicalPieces(one);
  }
  yield ']';
}

async function* objectPieces(value: object): AsyncGenerator<string> {
  const members = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]): [string, unknown] => [cleanText(key), one])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  yield '{';
  for (const [at, [key, one]] of members.entries()) {
    yield `${at > 0 ? ',' : ''}${JSON.stringify(key)}:`;
    yield* canonicalPieces(one);
  }
  yield '}';
}
