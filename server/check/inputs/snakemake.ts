import { type Requirement, type Said, type Unread, unreadAt } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { isImageReference } from './imageReference.ts';
import { imageAt, imageNamed, moduleNamed } from './requirements.ts';

const RULES =
  /^[ \t]*(?:rule|checkpoint)(?:[ \t]+\w+)?[ \t]*:|^[ \t]*(?:envmodules|container|containerized|singularity)[ \t]*:/m;
const DIRECTIVE = /^([ \t]*)(conda|container|containerized|singularity|envmodules|wrapper)[ \t]*:(.*)$/;

/** Snakemake: rules with `conda`, `container` and `envmodules` (its documentation, "Distribution and Reproducibility"). */
export const snakemake: CheckForm = {
  form: 'snakemake',
  sentence: 'rules of Snakemake',
  read: ({ text }) => (RULES.test(text) ? gathered(rowsOf(text)) : null),
};

function rowsOf(text: string): (Requirement | Unread)[] {
  const lines = text.split('\n');
  const made: (Requirement | Unread)[] = [];
  let inside: { directive: string; indent: number } | null = null;
  for (const [at, line] of lines.entries()) {
    const [, indent, directive, rest = ''] = DIRECTIVE.exec(line) ?? [];
    const place = { line: at + 1, text: line };
    if (indent !== undefined && directive !== undefined) {
      inside = { directive, indent: indent.length };
      made.push(...valueRows(directive, place, rest));
    } else if (inside && line.trim() !== '') {
      // Values go on while they are indented deeper than their directive.
      if (line.length - line.trimStart().length > inside.indent)
        made.push(...valueRows(inside.directive, place, line));
      else inside = null;
    }
  }
  return made;
}

const LITERAL = /([frbu]{0,2})(?:"([^"\n]{1,1000})"|'([^'\n]{1,1000})')/gi;

function valueRows(directive: string, place: Said, text: string): (Requirement | Unread)[] {
  const plain = text.replace(/(?:^|\s)#.*$/, '');
  const values = [...plain.matchAll(LITERAL)];
  // A rule that takes no image, where others do.
  if (plain.trim() === 'None') return [];
  // `config["image"]`, and a choice of two.
  if (!/^[\s,()]*$/.test(plain.replace(LITERAL, '')))
    return [unreadAt(place, 'is told only when the rules run')];
  return values.map(([, prefix = '', double, single]) => {
    const value = double ?? single ?? '';
    const column = values.length > 1 ? place.text.indexOf(value) + 1 : 0;
    const at = { ...place, column };
    if (/f/i.test(prefix) || value.includes('{')) return unreadAt(at, 'is told only when the rules run');
    if (directive === 'wrapper')
      return unreadAt(at, 'brings an environment of its own: check its file as well');
    if (directive === 'envmodules') return moduleNamed(at, value);
    if (directive === 'conda')
      return unreadAt(
        at,
        /\.ya?ml$/.test(value)
          ? 'names another file: check that one as well'
          : 'names an environment that is told elsewhere',
      );
    if (isImageReference(value)) return imageNamed(at, value);
    if (value.startsWith('/')) return imageAt(at, value);
    return unreadAt(at, 'names an image file: check the file or its reference as well');
  });
}
