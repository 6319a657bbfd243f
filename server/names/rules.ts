import { condaRules } from './conda.ts';
import { packageRules } from './ecosystems.ts';
import { extensionRules } from './extension.ts';
import { imageFileRules } from './image-files.ts';
import { imageNameRules } from './image-names.ts';
import { modulePathRules } from './module-paths.ts';
import type { CounterExample, Example } from './rule.ts';
import { spackRules } from './spec.ts';
import { spellingRules } from './spelling.ts';
import { systemRules } from './system.ts';
import { imageTagRules } from './tags.ts';
import { tailRules } from './tail-rules.ts';

export interface DescribedRule {
  name: string;
  sentence: string;
  examples: readonly Example[];
  counterExamples: readonly CounterExample[];
}

/** Every rule there is, for explanations, documentation and the test that runs their examples. */
export const allRules: readonly DescribedRule[] = [
  ...modulePathRules,
  ...imageNameRules,
  ...imageFileRules,
  ...imageTagRules,
  ...tailRules,
  ...condaRules,
  ...spellingRules,
  ...packageRules,
  ...extensionRules,
  ...spackRules,
  ...systemRules,
];
