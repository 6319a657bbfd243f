import { describe, expect, test } from 'vitest';
import { hasCorpus } from '../harness/corpus.ts';
import { score } from './measure.ts';
import { measures } from './measures.ts';

describe('every captured input is read as its ground truth says', () => {
  test.skipIf(!hasCorpus).each(measures.map((one) => [`${one.kind}: ${one.parser}`, one] as const))(
    '%s',
    (_, measure) => {
      const found = score(measure);
      expect(found.inputs).toBeGreaterThan(0);
      expect({ missing: found.missing, wrong: found.wrong }).toEqual({ missing: [], wrong: [] });
    },
    120_000,
  );
});
