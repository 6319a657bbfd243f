import type { FacetOutcome, VisitOutcome } from '../../server/routes/schemas/common.ts';
import type { OutcomeCounts } from '../../server/routes/schemas/places.ts';

/** How an outcome is shown: word, form and colour say the same. */
export interface OutcomeLook {
  word: string;
  tone: 'good' | 'part' | 'bad' | 'idle' | 'blank';
}

export const visitLooks: Record<VisitOutcome | 'never', OutcomeLook> = {
  complete: { word: 'complete', tone: 'good' },
  partial: { word: 'partial', tone: 'part' },
  failed: { word: 'failed', tone: 'bad' },
  notExpected: { word: 'not expected', tone: 'idle' },
  never: { word: 'never visited', tone: 'blank' },
};

export const facetLooks: Record<FacetOutcome | 'never', OutcomeLook> = {
  present: { word: 'present', tone: 'good' },
  absent: { word: 'absent', tone: 'blank' },
  failed: { word: 'failed', tone: 'bad' },
  notExpected: { word: 'not expected', tone: 'idle' },
  never: { word: 'never visited', tone: 'idle' },
};

export const visitOutcomes: (keyof OutcomeCounts)[] = ['complete', 'partial', 'failed', 'notExpected'];
