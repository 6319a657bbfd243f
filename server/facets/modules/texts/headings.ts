/** The headings of Lmod's texts in the languages it ships (messageDir of its sources). */

export const SPIDER_TITLE =
  /^[ \t]*(?:The following is a list of the modules|Dies ist eine Liste aller verfügbaren Module|Liste des modules disponibles|The following modules match your search criteria|Die folgenden Module stimmen mit Ihren Suchkriterien)/m;

export const LOADED_TITLE =
  /^[ \t]*(?:Currently Loaded (?:Matching )?Module(?:file)?s|Derzeit geladene Module)\b[^\n]{0,200}:?\s*$|^[ \t]*No (?:Matching )?(?:Modulefiles|modules?) (?:Currently )?Loaded/im;

export const INACTIVE = /^\s*(?:Inactive Modules|Inaktive Module|Modules inactifs)\s*:/;

export const EXTENSIONS = /^\s*(?:-+ )?This is a list of module extensions/;

/** What stands under an entry of `module spider NAME`, by the words it begins with. */
const PARTS: [part: SpiderPart, start: RegExp][] = [
  ['description', /^(?:Description|Beschreibung) ?:/],
  ['properties', /^(?:Properties|Eigenschaften|Propriétés) ?:/],
  ['versions', /^(?:Versions|Versionen) ?:/],
  [
    'chains',
    /^(?:You will need to load all module|This module can only be loaded through|Sie müssen alle Module|Vous devrez charger tous les modules|Additional variants of this module|Zusätzliche Varianten|Des variantes additionnelles)/,
  ],
  ['direct', /^(?:This module can be loaded directly|Dieses Modul kann direkt|Ce module peut être chargé)/],
  ['provides', /^This module provides the following extensions/],
  ['providers', /^This extension is provided by the following modules/],
  ['other', /^(?:Other possible module|Weitere|Andere|Autres correspondances)/],
  ['help', /^(?:Help|Hilfe|Aide) ?:/],
  ['other', /^The .* package is provide/],
];

export type SpiderPart =
  | 'entry'
  | 'description'
  | 'properties'
  | 'versions'
  | 'chains'
  | 'direct'
  | 'provides'
  | 'providers'
  | 'other'
  | 'help';

export function spiderPart(line: string): SpiderPart | undefined {
  const text = line.trim();
  return PARTS.find(([, start]) => start.test(text))?.[0];
}
