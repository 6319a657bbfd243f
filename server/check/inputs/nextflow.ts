import { type ModuleUse, type Requirement, type Said, type Unread, unreadAt } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { isImageReference } from './imageReference.ts';
import { scriptRows } from './jobScript.ts';
import { condaSpec, imageAt, imageNamed, isImagePath, moduleNamed } from './requirements.ts';

const NEXTFLOW =
  /^[ \t]*(?:process\b[^\n]*\{|workflow\b[^\n]*\{|profiles\s*\{|manifest\s*\{|includeConfig\b|nextflow\.\w+|process\.\w+\s*=|with(?:Name|Label):|params\s*[.{])/m;
/** A directive of a process or a setting of process scope (Nextflow's documentation, "Directives"), also behind another one on its line. */
const DIRECTIVE =
  /(?:^|[{;])\s*(?:process\.)?(?:(container|conda|module|beforeScript)\b\s*(?:=(?!=)\s*|(?=["'(]))|(container)\s*(?=\{))/g;

/** Nextflow: configuration, or a script with processes. */
export const nextflow: CheckForm = {
  form: 'nextflow',
  sentence: 'a configuration or script of Nextflow',
  read: ({ text }) => (NEXTFLOW.test(text) ? gathered(rowsOf(text)) : null),
};

/** nf-core's `container "${ ... ? 'a' : 'b' }"` goes over a few lines. */
const MOST_LINES = 12;
/** A script that is longer than that stands in a file of its own. */
const MOST_SCRIPT_LINES = 100;
const LONGEST = 4000;

type Made = Requirement | Unread | ModuleUse;

function rowsOf(text: string): Made[] {
  const lines = withoutComments(text.split('\n'));
  const made: Made[] = [];
  for (const [at, line] of lines.entries()) {
    const found = [...line.matchAll(DIRECTIVE)];
    for (const [place, { 0: start, 1: plain, 2: closure, index }] of found.entries()) {
      const next = found[place + 1];
      const own = line.slice(index + start.length, next?.index);
      const column = found.length > 1 ? index + start.search(/\w/) + 1 : 0;
      const said = { line: at + 1, column, text: line };
      const value = valueFrom(
        next
          ? [own]
          : [own, ...lines.slice(at + 1, at + (plain === 'beforeScript' ? MOST_SCRIPT_LINES : MOST_LINES))],
      );
      for (const one of directiveRows(plain ?? closure ?? '', said, value)) made.push(one);
    }
  }
  return made;
}

/** The same lines; a path with /* in quotes begins no comment, and an address is none. */
function withoutComments(lines: string[]): string[] {
  let isInside = false;
  return lines.map((line) => {
    isInside ||= line.trimStart().startsWith('/*');
    if (!isInside) return line.replace(/(?:^|\s)\/\/.*$/, '');
    isInside = !line.includes('*/');
    return '';
  });
}

/** What stands between quotes from here on, up to the end of the value: a line whose quotes and braces are closed. */
function valueFrom(lines: string[]): string {
  let value = '';
  for (const line of lines) {
    value += `${line}\n`;
    if (value.length > LONGEST) break;
    const quotes = value.split('"').length - 1;
    // A script between three single quotes; a single one is also an apostrophe.
    const isOpen = value.split("'''").length % 2 === 0;
    if (
      !isOpen &&
      quotes % 2 === 0 &&
      count(value, '{') <= count(value, '}') &&
      !/[?:]\s*$/.test(value.trimEnd())
    )
      break;
  }
  return value.slice(0, LONGEST);
}

const count = (text: string, sign: string) => text.split(sign).length - 1;

function directiveRows(directive: string, at: Said, value: string): Made[] {
  const literals = [...value.matchAll(/'([^'\n]{1,1000})'|"([^"$\n]{1,1000})"/g)].map(
    (one) => one[1] ?? one[2] ?? '',
  );
  const [first = ''] = literals;
  if (directive === 'beforeScript') return scriptIn(at, value);
  if (directive === 'container') return containerRows(at, literals);
  if (first === '' || /\$\{|\$\w/.test(value.slice(0, value.indexOf('\n'))))
    return [unreadAt(at, named(value) || `what ${directive} names is told only when the pipeline runs`)];
  if (directive === 'module') {
    // A list of them in brackets, or one text; what stands behind a text is another matter.
    const all = /^\s*\[/.test(value) ? literals : [first];
    return all.flatMap((one) => one.split(':')).map((name) => moduleNamed(at, name.trim()));
  }
  if (/\.(?:ya?ml|txt|lock)$|^\//.test(first)) return [unreadAt(at, ANOTHER)];
  return first
    .split(/\s+/)
    .filter((spec) => spec !== '')
    .map((spec) => condaSpec(at, spec));
}

/** Of several forms of one image, such as a file for Apptainer and a reference for docker, the last: Apptainer takes both. */
function containerRows(at: Said, literals: string[]): (Requirement | Unread)[] {
  const told = literals.map((one) => one.replace(/^file:\/\//, ''));
  const images = told.filter(
    (one) => isImagePath(one) || (isImageReference(one) && !/^(?:singularity|docker)$/.test(one)),
  );
  if (images.length === 0) return [unreadAt(at, 'the image is told only when the pipeline runs')];
  const byLabel = new Map(
    images.map((one) => {
      const made = isImagePath(one) ? imageAt(at, one) : imageNamed(at, one);
      const label =
        'tools' in made && made.path === undefined
          ? [...made.tools, made.version, made.variant, made.build].join(' ')
          : one;
      return [label, made] as const;
    }),
  );
  return [...byLabel.values()];
}

/** The lines of shell between the quotes: they load modules as those of any script do. */
function scriptIn(at: Said, value: string): Made[] {
  const script = value
    .slice(0, Math.max(value.lastIndexOf('"'), value.lastIndexOf("'")))
    .replace(/^[\s(]*["']+/, '')
    .replace(/["']+$/, '');
  return scriptRows(script).map((one) => ({ ...one, line: at.line + one.line - 1 }));
}

const ANOTHER = 'names another file: check that one as well';

const named = (value: string) => (/\.ya?ml\b/.test(value.split('\n', 1)[0] ?? '') ? ANOTHER : '');
