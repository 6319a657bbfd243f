import type { Rule } from '../rule.ts';
import { architecture } from './architecture.ts';

/** Every rule, in the order in which their reasons are told. */
export const rules: readonly Rule[] = [architecture];
