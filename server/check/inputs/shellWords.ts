/** The words of one line of a shell script, without quotes; `;`, `&&`, `||` and `|` are words of their own. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let isWord = false;
  let quote = '';
  const end = () => {
    if (isWord) words.push(word);
    word = '';
    isWord = false;
  };
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      isWord = true;
    } else if (character === '\\' && at + 1 < line.length) {
      at += 1;
      word += line[at];
      isWord = true;
    } else if (/\s/.test(character)) end();
    else if (character === '#' && !isWord) break;
    else if (';&|()'.includes(character)) {
      end();
      words.push(character);
    } else {
      word += character;
      isWord = true;
    }
  }
  end();
  return words;
}

const SIGNS = new Set([';', '&', '|', '(', ')']);

/** The commands of one line, each as its words. */
export function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const word of shellWords(line)) {
    if (SIGNS.has(word)) commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.filter((words) => words.length > 0);
}
