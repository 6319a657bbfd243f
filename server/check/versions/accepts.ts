import { compareVersions } from '../../names/version.ts';
import type { Requirement } from '../requirement.ts';
import { type Accepts, condaConstraint } from './condaConstraint.ts';
import { comparePep440, parsePep440 } from './pep440.ts';
import { pep440Constraint } from './pep440Constraint.ts';

/** Whether a version is one that a requirement takes, by the rules of its ecosystem: 1.17 is 1.17.0 for both. */
export function acceptsVersion(asked: Pick<Requirement, 'version' | 'constraint' | 'rules'>): Accepts {
  const { version: wanted, constraint, rules } = asked;
  if (wanted !== '') {
    const own = rules === 'pep440' ? parsePep440(wanted) : null;
    if (own === null) return (version) => version !== '' && compareVersions(version, wanted, 'conda') === 0;
    return (version) => {
      const other = parsePep440(version);
      return other !== null && comparePep440(other, own) === 0;
    };
  }
  if (constraint === '') return () => true;
  // What cannot be read accepts nothing: readers report it before it comes here.
  const accepts = rules === 'pep440' ? pep440Constraint(constraint) : condaConstraint(constraint);
  return (version) => version !== '' && (accepts?.(version) ?? false);
}
