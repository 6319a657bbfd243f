import type { Listing } from '../listing.ts';
import { hasHeaders, parseColumns } from '../parse-columns.ts';
import { parseTerse, toolOfTerse } from '../parse-terse.ts';
import { isFiles, parseFiles } from './files.ts';
import { LOADED_TITLE } from './headings.ts';
import { isHelp, parseHelp } from './help.ts';
import { parseLoaded } from './loaded.ts';
import { isLong, parseLong } from './long.ts';
import { isAboutTool, isMessages, parseMessages } from './messages.ts';
import { isOverview, parseOverview } from './overview.ts';
import { isShow, parseShow } from './show.ts';
import { isSpiderText, parseSpiderText } from './spider.ts';
import { isState, parseState } from './state.ts';
import { isTerseSpider, parseTerseSpider } from './terse-spider.ts';
import { isWhatis, parseWhatisText } from './whatis.ts';

/** One way in which a module tool speaks to people or shells. */
export interface TextForm {
  format: string;
  sentence: string;
  recognise: (text: string) => boolean;
  parse: (text: string) => Listing;
}

/** A path and a colon (and no other path under it, as in a folded PATH), or a label and a colon over a folder or a name with a version. */
const TERSE_HEADER =
  /^(?!(?:ERROR|WARNING|Lmod)\b)(?:\/|[^\s:]*\/)[^\n:]*:[ \r]*\n[^\n/]|^[^\s:][^\n:]{0,200}:[ \r]*\n[^\s:]+\/(?:\n|[^\s:]+\n)/m;

const isTerse = (text: string) => TERSE_HEADER.test(text) && !/^\s*[[{]/.test(text) && !isAboutTool(text);

/** In the order in which they are tried: what is surest first. */
export const textForms: TextForm[] = [
  form('module-help', 'module help of either tool: which module it is about', isHelp, parseHelp),
  form('module-show', 'module show: where a modulefile lies and what it tells', isShow, parseShow),
  form('lmod-spider-text', 'Lmod: module spider, spider NAME and keyword', isSpiderText, parseSpiderText),
  form('avail-long', 'Environment Modules: module avail -l', isLong, parseLong),
  form('lmod-overview', 'Lmod: module overview and category', isOverview, parseOverview),
  form('module-whatis', 'module whatis of either tool', isWhatis, parseWhatisText),
  form('avail-columns', 'module avail as people see it, of either tool', hasHeaders, parseColumns),
  form('module-list', 'module list of either tool', (text) => LOADED_TITLE.test(text), parseLoaded),
  form(
    'lmod-terse',
    'Lmod: module -t avail',
    (text) => isTerse(text) && toolOfTerse(text) === 'lmod',
    (text) => parseTerse(text, 'lmod'),
  ),
  form('envmodules-terse', 'Environment Modules: module -t avail', isTerse, (text) =>
    parseTerse(text, 'environment-modules'),
  ),
  form('lmod-terse-spider', 'Lmod: module -t spider', isTerseSpider, parseTerseSpider),
  form('lmod-spider-list', 'Lmod: spider -o list', isFiles, parseFiles),
  form('module-state', 'what a module command tells a shell to set', isState, parseState),
  form(
    'module-messages',
    'the version of a module tool, or what it says went wrong',
    isMessages,
    parseMessages,
  ),
];

function form(
  format: string,
  sentence: string,
  recognise: TextForm['recognise'],
  parse: (text: string) => Listing,
): TextForm {
  return { format, sentence, recognise, parse };
}

export function textFormOf(text: string): TextForm | undefined {
  return textForms.find((one) => one.recognise(text));
}
