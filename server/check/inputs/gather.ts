import type { Problem } from '../../facets/facet.ts';
import {
  type ModuleUse,
  nothing,
  type Requirement,
  type Unread,
  unread,
  type Wanted,
} from '../requirement.ts';
import { isRequirement } from './requirements.ts';

/** Sorts what was made of an input's rows into what is needed and what could not be read. */
export function gathered(
  made: (Requirement | Unread | ModuleUse)[],
  problems: Problem[] = [],
  notes: string[] = [],
): Wanted {
  const wanted = { ...nothing(), notes };
  for (const one of made) {
    if ('directory' in one) wanted.uses.push(one);
    else if (isRequirement(one)) wanted.requirements.push(one);
    else wanted.unread.push(one);
  }
  for (const { line, text, message, column } of problems)
    wanted.unread.push(unread(line, text, message, column));
  wanted.unread.sort((a, b) => a.line - b.line || a.column - b.column);
  return wanted;
}
