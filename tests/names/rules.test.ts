import { describe, expect, test } from 'vitest';
import { explainForm } from '../../server/names/explain.ts';
import { allRules } from '../../server/names/rules.ts';

describe('every rule', () => {
  test('has a name of its own, a sentence, and examples for and against', () => {
    const names = allRules.map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
    for (const rule of allRules) {
      expect(rule.name).toMatch(/^[a-z][a-z-]+$/);
      expect(rule.sentence).toMatch(/\.$/);
      expect(rule.examples.length, rule.name).toBeGreaterThan(0);
      expect(rule.counterExamples.length, rule.name).toBeGreaterThan(0);
    }
  });

  const examples = allRules.flatMap((rule) =>
    rule.examples.map((example) => [rule.name, ...example] as const),
  );
  test.each(examples)('%s: %s %s', (rule, form, text, tool, version, variant, build) => {
    const { steps, result } = explainForm(text, form);
    expect(result).toMatchObject({ tool, version, variant, build });
    expect(steps.map((step) => step.rule)).toContain(rule);
    for (const step of steps) expect(step.sentence, step.rule).not.toBe('');
  });

  const counterExamples = allRules.flatMap((rule) =>
    rule.counterExamples.map((example) => [rule.name, ...example] as const),
  );
  test.each(counterExamples)('%s leaves alone: %s %s', (rule, form, text) => {
    expect(explainForm(text, form).steps.map((step) => step.rule)).not.toContain(rule);
  });
});
