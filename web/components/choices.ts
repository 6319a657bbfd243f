import { visitLooks, visitOutcomes } from './outcomes.ts';

export const roleChoices = ['login', 'compute', 'gpu', 'service'].map((value) => ({ value, title: value }));

export const visitOutcomeChoices = visitOutcomes.map((value) => ({ value, title: visitLooks[value].word }));

/** A node, unlike a visit, may have none yet. */
export const nodeOutcomeChoices = [...visitOutcomeChoices, { value: 'never', title: visitLooks.never.word }];
