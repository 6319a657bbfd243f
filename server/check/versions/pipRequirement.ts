import { pep440Constraint } from './pep440Constraint.ts';

export interface PipRequirement {
  name: string;
  version: string;
  constraint: string;
  /** `sys_platform == "win32"`, which marker.ts reads. */
  marker: string;
}

const NAME = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*/;
const EXACT = /^==\s*([^=*,\s]+)$/;

/** One requirement of pip (PEP 508). A text is why it cannot be matched. */
export function parsePipRequirement(text: string): PipRequirement | string {
  const line = text.trim();
  if (line.length > 1000) return 'too long for a requirement';
  if (/^(?:[a-z+]{1,12}:\/\/|\.{0,2}\/|git\+)/i.test(line))
    return 'names an address or a folder, not a release';
  const semicolon = line.indexOf(';');
  const marker = semicolon === -1 ? '' : line.slice(semicolon + 1).trim();
  const asked = (semicolon === -1 ? line : line.slice(0, semicolon)).trim();
  const [whole, name] = NAME.exec(asked) ?? [];
  if (whole === undefined || name === undefined) return 'expected the name of a package';
  const rest = asked.slice(whole.length).trim();
  if (rest.startsWith('@')) return 'names an address, not a release';
  const constraint = rest.startsWith('(') && rest.endsWith(')') ? rest.slice(1, -1).trim() : rest;
  if (constraint !== '' && pep440Constraint(constraint) === null)
    return `the version "${constraint.slice(0, 100)}" is no specifier of PEP 440`;
  const exact = EXACT.exec(constraint)?.[1] ?? '';
  return {
    name: name.replace(/[-._]+$/, ''),
    version: exact,
    constraint: exact === '' ? constraint : '',
    marker,
  };
}
