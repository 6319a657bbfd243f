import { describe, expect, it } from 'vitest';
import type { Rule, WayRule } from '../../../server/verdict/rule.ts';
import { everyRule } from '../../../server/verdict/rules/registry.ts';
import type { ImageSubject, Subject } from '../../../server/verdict/subject.ts';
import type { Answer } from '../../../server/verdict/verdict.ts';
import { weigh } from '../../../server/verdict/weigh.ts';
import { group, type HostChange, runtime, source } from '../invent.ts';

/** What is judged, on which nodes, and the answer; '' where the rule has nothing to say. */
export type Case<Judged> = [what: string, subject: Judged, nodes: HostChange, answer: Answer | ''];

/** A table of more than one case shows what is served and what is not, or not known to be. */
function hasBothSides(answers: (Answer | '')[]): void {
  const served = answers.some((one) => one === 'yes' || one === 'note');
  const refused = answers.some((one) => one === 'no' || one === 'unknown');
  expect([served, refused]).toEqual([true, true]);
}

/** A rule by its table of cases. Every reason of it shows where it comes from. */
export function table(rule: Rule, cases: Case<Subject>[]): void {
  describe(rule.name, () => {
    it('is in the registry', () => expect(everyRule).toContain(rule));

    it('has cases and counter-cases', () => hasBothSides(cases.map(([, , , answer]) => answer)));

    it.each(cases)('%s', (_, subject, nodes, answer) => {
      const found = rule.judge(subject, group(nodes));
      expect(
        found.length === 0 ? '' : weigh(found.map((one) => one.answer)),
        found.map((one) => one.message).join(' '),
      ).toBe(answer);
    });
  });
}

/** The runtime where it is not the usual one, and the version of NVIDIA's container toolkit where there is one. */
export type WayCase = [...Case<ImageSubject>, way?: Parameters<typeof runtime>, toolkit?: string];

export function wayTable(rule: WayRule, usual: Parameters<typeof runtime>, cases: WayCase[]): void {
  describe(rule.name, () => {
    it('is in the registry', () => expect(everyRule).toContain(rule));

    it('has cases and counter-cases', () => hasBothSides(cases.map(([, , , answer]) => answer)));

    it.each(cases)('%s', (_, image, nodes, answer, way, toolkit = '') => {
      const found = rule.judge(image, group(nodes), {
        runtime: runtime(...(way ?? usual)),
        nvidiaToolkit: toolkit,
        ...source('runtimes-hash'),
      });
      expect(
        found.length === 0 ? '' : weigh(found.map((one) => one.answer)),
        found.map((one) => one.message).join(' '),
      ).toBe(answer);
    });
  });
}
