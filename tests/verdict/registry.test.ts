import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { everyRule } from '../../server/verdict/rules/registry.ts';

const folder = join(installation, 'server/verdict/rules');
const tests = readdirSync(join(installation, 'tests/verdict/rules'))
  .map((name) => readFileSync(join(installation, 'tests/verdict/rules', name), 'utf8'))
  .join('\n');

describe('the registry of rules', () => {
  test('lists every file that holds a rule, and no rule twice', () => {
    const files = readdirSync(folder).filter((name) =>
      /: (?:Way)?Rule = \{/.test(readFileSync(join(folder, name), 'utf8')),
    );
    expect(files.map((name) => name.replace('.ts', '')).sort()).toEqual(
      everyRule.map((rule) => rule.name).sort(),
    );
  });

  test.each(everyRule.map((rule) => [rule.name, rule] as const))(
    '%s says what it does, and is tried',
    (name, rule) => {
      expect(rule.sentence).toMatch(/\.$/);
      expect(rule.cases.length).toBeGreaterThan(1);
      for (const line of [...rule.cases, rule.unknown]) expect(line).toMatch(/\.$/);
      expect(rule.sources.length).toBeGreaterThan(0);
      expect(tests).toContain(`rules/${name}.ts'`);
    },
  );
});
