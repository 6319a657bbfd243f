import { addProblem, type Listing } from './listing.ts';
import { isEessiOverview, isEessiSoftware, parseEessiOverview, parseEessiSoftware } from './parse-eessi.ts';
import { parseEnvmodulesJson } from './parse-envmodules-json.ts';
import { parseReverseMap } from './parse-reverse-map.ts';
import { parseSoftwarePage } from './parse-software-page.ts';
import { isLuaCache, parseSpiderCache } from './parse-spider-cache.ts';
import { parseSpiderJson } from './parse-spider-json.ts';
import type { TextForm } from './texts/forms.ts';

/** What the tools write for programs. */
export const jsonForms: TextForm[] = [
  {
    format: 'eessi-software',
    sentence: 'EESSI: eessi_api_metadata_software.json of its API',
    parse: parseEessiSoftware,
    recognise: isEessiSoftware,
  },
  {
    format: 'eessi-overview',
    sentence: 'EESSI: json_data_detail.json, as its documentation had it before the API',
    parse: parseEessiOverview,
    recognise: isEessiOverview,
  },
  {
    format: 'lmod-spider-json',
    sentence: 'Lmod: spider -o spider-json',
    parse: (text) => afterMessages(text, parseSpiderJson),
    recognise: (text) =>
      /^\s*\{\s*\}\s*$/.test(text) ||
      (/^(?:[ \t]*\{|\{")/m.test(text) &&
        /"(?:pV|wV|fullName)"\s*:/.test(text) &&
        jsonStart(text)[0] === '{'),
  },
  {
    format: 'lmod-software-page',
    sentence: 'Lmod: spider -o jsonSoftwarePage or softwarePage',
    parse: (text) => afterMessages(text, parseSoftwarePage),
    recognise: (text) =>
      /^\s*\[\s*\]\s*$/.test(text) ||
      (/"(?:defaultVersionName|package|canonicalVersionString)"\s*:/.test(text) &&
        jsonStart(text)[0] === '['),
  },
  {
    format: 'lmod-reverse-map',
    sentence: 'Lmod: spider -o jsonReverseMapT or xalt_rmapT',
    parse: (text) => afterMessages(text, parseReverseMap),
    recognise: (text) => /"reverseMapT"\s*:/.test(text) && jsonStart(text)[0] === '{',
  },
  {
    format: 'lmod-spider-cache',
    sentence: 'Lmod: spiderT.lua of a spider cache, or spider -o dbT',
    parse: parseSpiderCache,
    recognise: isLuaCache,
  },
  {
    format: 'envmodules-json',
    sentence: 'Environment Modules: module avail -j, spider -j, list -j or whatis -j',
    parse: parseEnvmodulesJson,
    recognise: (text) =>
      /"type"\s*:\s*"(?:modulefile|alias|directory|virtual)"/.test(text) ||
      /^"[^"\n]+": \{ "name": "[^"\n]+", "whatis": \[/m.test(text),
  },
];

/** The JSON of a text, without the messages of a run whose errors went to the same place. */
function jsonStart(text: string): string {
  if (/^\s*[[{]/.test(text)) return text.trimStart();
  const start = text.search(/^(?:\{"|\[\{")/m);
  return start === -1 ? '' : text.slice(start);
}

function afterMessages(text: string, parse: (json: string) => Listing): Listing {
  const json = jsonStart(text);
  if (json === '' || text.trimStart() === json) return parse(text);
  const listing = parse(json.trimEnd());
  const before = text.slice(0, text.length - json.length).trim();
  addProblem(listing, 'spider', 1, before, 'a message before the list');
  return listing;
}
