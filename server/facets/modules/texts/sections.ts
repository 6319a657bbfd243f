/** One command of a transcript with what it printed; text of its own is one section without a command. */
export interface Section {
  /** `avail`, `spider`, `load`; `spider -o` for the program; `other` for what is no module command; '' for none. */
  command: string;
  /** What followed the command: options and names. */
  words: string[];
  text: string;
  /** Lines of the transcript before this text. */
  before: number;
  /** Rules, indentation of headers and empty lines were taken out, as Lmod's regression tests do. */
  isBare: boolean;
}

const BAR = /^={10,}\s*$/;

/** `$ module avail`, `[user@node ~]$ ml av`, `user@node:~> module list`, `#` of root. */
const PROMPT =
  /^\s*(?:\([^()]{1,60}\) ?)?(?:\[[^\]]{1,80}\] ?[$#%>]|\{[^}]{1,80}\} ?[$#%>]|[\w.+-]{1,40}@[^\s$#%>]{1,60} ?[^\s$#%>]{0,60} ?[$#%>]|[\w.-]{1,40}[:~][^\s$#%>]{0,60} ?[$#%>]|[$%>]|#(?= (?:module|ml) )) +(\S.*)$/;

export function sectionsOf(text: string): Section[] {
  const lines = text.split('\n');
  const sections: Section[] = [];
  let open: Section = sectionOf('', 0, false);
  let body: string[] = [];
  const close = (next: Section) => {
    sections.push({ ...open, text: body.join('\n') });
    open = next;
    body = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isStep(lines, at)) {
      // The bar, "step 3", the command and the bar again.
      close(sectionOf(lines[at + 2] ?? '', at + 4, true));
      at += 3;
      continue;
    }
    const command = open.isBare ? undefined : PROMPT.exec(line)?.[1];
    if (command !== undefined && !isAdvice(lines, at)) close(sectionOf(command, at + 1, false));
    else if (!(open.isBare && BAR.test(line))) body.push(line);
  }
  close(open);
  return sections.filter((one) => one.command !== '' || one.text.trim() !== '');
}

/** A transcript begins with a command: what Lmod itself advises (`$ module spider Foo`) comes after a listing. */
export function isTranscript(text: string): boolean {
  const lines = text.split('\n', 400);
  if (lines.some((_, at) => isStep(lines, at))) return true;
  for (const [at, line] of lines.entries()) {
    const command = PROMPT.exec(line)?.[1];
    if (command !== undefined && !isAdvice(lines, at))
      return lines.some((_, later) => later >= at && isModuleCommand(PROMPT.exec(lines[later] ?? '')?.[1]));
    if (/^\s*-{5,}/.test(line) || /\S:\s*$/.test(line)) return false;
  }
  return false;
}

function isStep(lines: string[], at: number): boolean {
  return (
    /^step \d+\s*$/.test(lines[at + 1] ?? '') && BAR.test(lines[at] ?? '') && BAR.test(lines[at + 3] ?? '')
  );
}

/** "To learn more about a package execute:" and the like stand before it, with an empty line between. */
function isAdvice(lines: string[], at: number): boolean {
  if (!/^\s{2,}\S/.test(lines[at] ?? '')) return false;
  const before = lines[at - 1]?.trim() || lines[at - 2]?.trim() || '';
  return /(?::|try)$/.test(before) || /^(?:where|For example)/.test(before);
}

function isModuleCommand(command: string | undefined): boolean {
  return command !== undefined && sectionOf(command, 0, false).command !== 'other';
}

const SUBCOMMANDS: Record<string, string> = {
  av: 'avail',
  available: 'avail',
  ov: 'overview',
  key: 'keyword',
  search: 'keyword',
  apropos: 'keyword',
  cat: 'category',
  li: 'list',
  display: 'show',
};

function sectionOf(line: string, before: number, isBare: boolean): Section {
  // In Markdown what was typed may be set in bold.
  const words = line
    .trim()
    .replace(/^\*\*(.*)\*\*$/, '$1')
    .split(/\s+/);
  const none = { words: [], text: '', before, isBare };
  if (line.trim() === '') return { command: '', ...none };
  const program = words.findIndex((word) =>
    /(?:^|\/)(?:module|ml|lmod(?:\.in\.lua)?|modulecmd\S*)$/.test(word),
  );
  if (
    words.some((word) => /^(?:runSpiderCmd|build(?:SpiderT|DbT)|\S*spider(?:\.in\.lua)?)$/.test(word)) &&
    program === -1
  )
    return { command: 'spider -o', ...none, words };
  // Only what starts the line is a command; `bash -c 'module avail'` is not taken apart.
  if (program === -1 || (program > 0 && !/(?:^|\/)(?:lua\S*|eval|time|srun)$/.test(words[0] ?? '')))
    return { command: 'other', ...none, words };
  const rest = words.slice(program + 1).filter((word) => !/^(?:shell|bash|sh|python)$/.test(word));
  const at = rest.findIndex((word) => !word.startsWith('-'));
  const isMl = /(?:^|\/)ml$/.test(words[program] ?? '');
  if (at === -1)
    return {
      command: rest.includes('--version') ? 'version' : isMl ? 'list' : 'other',
      ...none,
      words: rest,
    };
  const sub = rest[at] ?? '';
  const command = SUBCOMMANDS[sub] ?? sub;
  return { command, ...none, words: [...rest.slice(0, at), ...rest.slice(at + 1)] };
}
