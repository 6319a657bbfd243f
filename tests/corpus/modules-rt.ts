import { basename } from 'node:path';
import { Tree } from '../../server/facets/modules/schema.ts';
import { type Case, captured, type Measure, parsed } from './measure.ts';
import { captureText, isMessage, names } from './modules-rows.ts';

/**
 * What Lmod's regression tests expect: whole sessions, without rules and empty lines. Told apart by step, the words of
 * each `avail` are counted here by splitting at white space.
 */

interface Step {
  command: string;
  lines: string[];
}

function stepsOf(text: string): Step[] {
  const blocks = text.split(/^={27}\nstep \d+\n/m).slice(1);
  return blocks.map((block) => {
    const [command = '', , ...lines] = block.split('\n');
    return { command, lines: lines.filter((line) => !/^={27}$/.test(line)) };
  });
}

/** The modules that `avail`, terse or not, lists in one step. */
function availOf({ command, lines }: Step): string[] {
  if (!/ (?:avail|av)(?: |$)/.test(command)) return [];
  const isTerse = / (?:-t|--terse|--terse_show_extensions) /.test(command);
  const end = lines.findIndex((line) =>
    /^ {2}Where:|^If the avail|^This is a list|^Module defaults|^No module/.test(line),
  );
  const shown = (end === -1 ? lines : lines.slice(0, end)).filter((line) => line !== '');
  if (shown.some((line) => line.startsWith('Lmod has detected'))) return [];
  if (isTerse)
    return shown
      .filter(
        (line) =>
          /^[^\s:#][^\s:]*(?: <.*>)?$/.test(line) &&
          !line.endsWith('/') &&
          !/[=]|\(@/.test(line) &&
          !isMessage(line),
      )
      .map((line) => line.replace(/ <.*>$/, ''));
  return shown
    .filter((line) => /^ {3}\S/.test(line) && !line.includes('->') && !/ at |line number|Please/.test(line))
    .flatMap((line) =>
      line
        .replace(/\\033\[[0-9;]*m/g, '')
        .trim()
        .split(/ {2,}/),
    )
    .map((cell) => cell.replace(/ \([^()]*\)$/, ''))
    .filter((cell) => !/^\(.*\)$/.test(cell));
}

function modulesOf(path: string): string[] {
  try {
    const { roots } = parsed('modules', path);
    return names(
      roots.flatMap((root) =>
        root.items.flatMap((item) => Tree.parse(item.document).modules.map((one) => ` ${one.fullName}`)),
      ),
    );
  } catch {
    return ['not recognised'];
  }
}

/** All that any avail listed must be found. What more is found came of spider, list, show or the shell's state. */
function availCases(): Case[] {
  return captured('lmod-rt').map(({ path }): Case => {
    const text = captureText(path);
    const steps = stepsOf(text);
    const expected = [
      ...new Set(
        (steps.length > 0 ? steps : [{ command: ' avail ', lines: text.split('\n') }]).flatMap(availOf),
      ),
    ].sort();
    const all = modulesOf(path);
    const listed = new Set(expected);
    return {
      input: path,
      expected,
      found: all.filter((name) => listed.has(name) || name === 'not recognised'),
    };
  });
}

/** Nothing is found whose name does not stand in the text as a word of its own. */
function truthCases(): Case[] {
  return captured('lmod-rt').map(({ path }): Case => {
    // Names with spaces do not stand alone.
    const words = new Set(captureText(path).split(/[\s"',:;=()[\]{}]+/));
    const text = captureText(path);
    const all = modulesOf(path);
    const expected = all.filter(
      (name) =>
        words.has(name) ||
        (/\w \w/.test(name) && text.includes(`   ${name}`)) ||
        text.includes(`/${name}`) ||
        text.includes(`"${name}"`),
    );
    return { input: path, expected, found: all };
  });
}

const isErr = (one: Case) => basename(one.input) === 'err.txt';

export const rtMeasures: Measure[] = [
  {
    kind: 'lmod-rt',
    parser: 'modules module-session, what avail lists',
    truth: 'words of each avail step',
    cases: availCases,
  },
  {
    kind: 'lmod-rt',
    parser: 'modules module-session, nothing invented',
    truth: 'words of the whole text',
    cases: () => truthCases().filter((one) => isErr(one) || one.found.length > 0),
  },
];
