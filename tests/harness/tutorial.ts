/** A command of a document, and what the document says that it prints. */
export interface ShownCommand {
  /** As typed. */
  line: string;
  /** Lines of the block that follows; [] when nothing is shown. `...` stands for any number of lines. */
  output: string[];
}

const COMMAND = /^(?:npm|mv|echo) /;

/** The commands in a document's code blocks; a block without a command is what the one before it printed. */
export function shownCommands(markdown: string): ShownCommand[] {
  const commands: ShownCommand[] = [];
  for (const [, block = ''] of markdown.matchAll(/^```\n(.*?)^```$/gms)) {
    const lines = block.trimEnd().split('\n');
    if (lines.some((line) => COMMAND.test(line))) {
      commands.push(...lines.map((line) => ({ line, output: [] })));
      continue;
    }
    const last = commands.at(-1);
    if (!last || last.output.length > 0) throw new Error(`output of no command: ${lines[0]}`);
    last.output = lines;
  }
  return commands;
}

/** What differs from run to run: times, counts of changes, fingerprints, ids; and the padding that follows from them. */
export function comparable(line: string): string {
  return line
    .replace(/SHA256:\S+/g, 'SHA256:...')
    .replace(/\b[1-9][0-9]* changes\b/g, 'N changes')
    .replace(/\b[0-9.]+ (?:s|min|h)\b/g, 'N s')
    .replace(/^[0-9]+ {2,}/, 'N ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether lines are those that are shown, where `...` stands for any number of them. */
export function isAsShown(shown: string[], lines: string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return lines.length === 0;
  if (first.trim() === '...')
    return lines.some((_, at) => isAsShown(rest, lines.slice(at))) || isAsShown(rest, []);
  return (
    lines.length > 0 && comparable(first) === comparable(lines[0] ?? '') && isAsShown(rest, lines.slice(1))
  );
}
