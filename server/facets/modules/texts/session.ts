import { isNoise, readEntry } from '../entry.ts';
import { addListed } from '../listed.ts';
import { emptyListing, type Listing, treeOf } from '../listing.ts';
import { Merged } from '../merge.ts';
import { headerOf, parseColumns } from '../parse-columns.ts';
import { parseSoftwarePage } from '../parse-software-page.ts';
import { isLuaCache, parseSpiderCache } from '../parse-spider-cache.ts';
import { parseSpiderJson } from '../parse-spider-json.ts';
import { parseTerse } from '../parse-terse.ts';
import { textFormOf } from './forms.ts';
import { parseHelp } from './help.ts';
import { parseLoaded } from './loaded.ts';
import { parseMessages } from './messages.ts';
import { type Section, sectionsOf } from './sections.ts';
import { parseShow } from './show.ts';
import { parseSpiderText } from './spider.ts';
import { isState, parseState } from './state.ts';
import { parseTerseSpider } from './terse-spider.ts';
import { parseWhatisText } from './whatis.ts';

/** A session at a prompt, or a run of Lmod's regression tests: all that its commands listed, told once. */
export function parseSession(text: string): Listing {
  const merged = new Merged(emptyListing('none'));
  for (const section of sectionsOf(text)) {
    const listing = readSection(section);
    if (listing) merged.add(listing, section.before);
  }
  merged.settle();
  if (merged.listing.tool === 'none' && merged.listing.version !== '') merged.listing.tool = 'lmod';
  return merged.listing;
}

function readSection(section: Section): Listing | undefined {
  const { command, text } = section;
  if (text.trim() === '') return undefined;
  if (isLuaCache(text)) return parseSpiderCache(text);
  if (command === 'spider -o') return programOutput(text);
  if (isState(text)) return parseState(text);
  if (command === 'version') return parseMessages(text);
  if (section.isBare) return bareReader(section)?.(text);
  if (LISTS.has(command)) return textFormOf(text)?.parse(text);
  // After other commands only what is under a header is sure to be a listing, such as that of `bash -c 'module avail'`.
  return text.split('\n').some((line) => headerOf(line)?.includes('/')) ? parseColumns(text) : undefined;
}

const LISTS = new Set([
  '',
  'avail',
  'spider',
  'list',
  'keyword',
  'whatis',
  'show',
  'help',
  'overview',
  'category',
  'spider -o',
]);

function programOutput(text: string): Listing | undefined {
  const start = text.search(/^[[{]/m);
  if (start === -1) return undefined;
  const json = text.slice(start).trim();
  return json.startsWith('[') ? parseSoftwarePage(json) : parseSpiderJson(json);
}

/** Without rules and empty lines only the command tells what a text is. */
function bareReader({ command, words }: Section): ((text: string) => Listing) | undefined {
  const isTerse = words.some((word) => /^(?:-t|--terse|--terse_show_extensions)$/.test(word));
  const asked = words.filter((word) => !word.startsWith('-'));
  switch (command) {
    case 'avail':
      return isTerse ? (text) => parseTerse(text, 'lmod') : (text) => parseColumns(ruled(text), 'lmod');
    case 'spider':
    case 'keyword':
      // The terse answer about one version is what must be loaded first.
      if (isTerse) return asked.some((word) => word.includes('/')) ? undefined : parseTerseSpider;
      return parseSpiderText;
    case 'list':
      return isTerse ? terseList : parseLoaded;
    case 'whatis':
      return parseWhatisText;
    case 'help':
      return parseHelp;
    case 'show':
      return (text) => parseShow(text, asked);
    default:
      return undefined;
  }
}

/** The rules that were taken from the headers of `module avail`: a header is what has rows under it. */
function ruled(text: string): string {
  // Rows are indented by three; what Lmod traces is indented by two. Colours were written out as \033[1m.
  const lines = text
    .replace(/\\033\[[0-9;]{0,20}m/g, '')
    .split('\n')
    .filter((line) => !/^ {2}(?!Where|Wo|Où)\S|^ {4}/.test(line));
  return lines
    .map((line, at) => {
      const isHeader =
        /^ ?\S/.test(line) &&
        /^ {3}\S/.test(lines[at + 1] ?? '') &&
        !isNoise(line) &&
        !/^ ?(?:Lmod|"|\()|[:.]$/.test(line);
      return isHeader || /^ ?(?:ProjectDIR|OutputDIR)?\/\S*$/.test(line) ? `---- ${line.trim()} ----` : line;
    })
    .join('\n');
}

function terseList(text: string): Listing {
  const listing = emptyListing('lmod');
  treeOf(listing, '');
  for (const line of text.split('\n')) {
    if (/^[^\s:]+(?: <[^<>]*>)?$/.test(line.trim())) addListed(listing, '', readEntry(line.trim(), 'lmod'));
  }
  return listing;
}
