/** An element of XML as it was written, and what stands in it. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  /** Of itself, without its elements. */
  text: string;
  children: Element[];
}

const TOKEN = /<(\/?)([A-Za-z]+)((?: [A-Za-z:-]+="[^"<]*")*)(\/?)>|([^<>]+)/y;
/** XML 1.0, 2.2 */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Reads XML of the plainest kind, and throws at anything that is not well-formed. */
export function parsedXml(xml: string): Element {
  const top: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [top];
  const bad = NOT_XML.exec(xml);
  if (bad) throw new Error(`character ${bad[0].codePointAt(0)} at ${bad.index} is none of XML`);
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(xml);
    if (!found) throw new Error(`at ${at}: ${xml.slice(at, at + 60)}`);
    const [, closing, name = '', attributes = '', empty, text] = found;
    const last = open.at(-1) ?? top;
    if (text !== undefined) last.text += unescaped(text);
    else if (closing) {
      if (open.pop()?.name !== name) throw new Error(`at ${at}: </${name}> closes nothing`);
    } else {
      const element = { name, attributes: attributesOf(attributes), text: '', children: [] };
      last.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [root] = top.children;
  if (open.length > 1 || !root || top.children.length > 1) throw new Error('there is not one element');
  return root;
}

/** An element and all in it. */
export const everything = (element: Element): Element[] => [element, ...element.children.flatMap(everything)];

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/ ([A-Za-z:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescaped(value ?? '')]),
  );
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescaped(text: string): string {
  return text.replace(/&([^;&]*;?)/g, (whole, name: string) => {
    const character = ENTITIES[name.slice(0, -1)];
    if (character === undefined || !name.endsWith(';')) throw new Error(`"${whole}" is no entity`);
    return character;
  });
}
