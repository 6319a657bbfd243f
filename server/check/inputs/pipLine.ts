import { type Requirement, type Said, type Unread, unreadAt } from '../requirement.ts';
import { holdsOnLinux } from '../versions/marker.ts';
import { parsePipRequirement } from '../versions/pipRequirement.ts';
import { pipRequirement } from './requirements.ts';

/** What conditions of PEP 508 made of an input's lines, each by its text. */
export class Conditions {
  private readonly elsewhere: string[] = [];
  private readonly perhaps: string[] = [];

  /** Whether a requirement is to be looked for. */
  take(line: number, requirement: string): boolean {
    const found = parsePipRequirement(requirement);
    const marker = typeof found === 'string' ? '' : found.marker;
    if (marker === '') return true;
    const holds = holdsOnLinux(marker);
    if (holds === true) return true;
    const where = line > 0 ? `line ${line}: ` : '';
    const list = holds === false ? this.elsewhere : this.perhaps;
    list.push(`${where}${requirement.trim().slice(0, LONGEST)}`);
    return holds === null;
  }

  notes(): string[] {
    return [
      ...noted('Left out, since it is for other systems than Linux', this.elsewhere),
      ...noted('Looked for although it is only needed where its condition holds', this.perhaps),
    ];
  }
}

const LONGEST = 200;
const SHOWN = 20;

function noted(what: string, all: string[]): string[] {
  if (all.length === 0) return [];
  const more = all.length > SHOWN ? `; and ${all.length - SHOWN} more` : '';
  return [`${what}: ${all.slice(0, SHOWN).join('; ')}${more}.`];
}

/** A requirement without the options behind it (`--hash=sha256:...`, which pip-compile, poetry and uv write) and without the sign that it goes on. */
export function withoutOptions(line: string): string {
  const at = line.search(/\s--(?:hash|config-settings|global-option|install-option)[= ]/);
  const plain = (at === -1 ? line : line.slice(0, at)).trimEnd();
  return plain.endsWith('\\') ? plain.slice(0, -1).trimEnd() : plain;
}

/** One line of requirements.txt; nothing for an empty one and for options that name no package. */
export function pipLine(at: Said, conditions: Conditions): (Requirement | Unread)[] {
  const text = at.text
    .replace(/(?:^|\s)#.*$/, '')
    .trim()
    .replace(/\\$/, '')
    .trim();
  if (text === '') return [];
  if (/^(?:-r|--requirement|-c|--constraint)\b/.test(text))
    return [unreadAt(at, 'names another file: check that one as well')];
  if (/^(?:-e|--editable)\b/.test(text)) return [unreadAt(at, 'names a folder, not a release')];
  if (text.startsWith('-')) return [];
  const plain = withoutOptions(text);
  return conditions.take(at.line, plain) ? [pipRequirement(at, plain)] : [];
}
