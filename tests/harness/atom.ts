import { spawnSync } from 'node:child_process';

/** What another program's XML reader finds (expat, through Python); it takes nothing that is not well-formed. */
export interface ReadAtom {
  updated: string;
  links: string[];
  entries: { id: string; title: string; updated: string; href: string; hrefs: string[]; text: string }[];
}

const READER = `
import json, sys, xml.etree.ElementTree as tree
atom = '{http://www.w3.org/2005/Atom}'
feed = tree.fromstring(sys.stdin.buffer.read())
text = lambda node, name: node.find(atom + name).text
print(json.dumps({
  'updated': text(feed, 'updated'),
  'links': [link.get('href') for link in feed.findall(atom + 'link')],
  'entries': [{'id': text(one, 'id'), 'title': text(one, 'title'), 'updated': text(one, 'updated'),
    'href': one.find(atom + 'link').get('href'), 'hrefs': [link.get('href') for link in one.findall(atom + 'link')],
    'text': text(one, 'content')} for one in feed.findall(atom + 'entry')],
}))`;

export function readAtom(feed: string): ReadAtom {
  const ran = spawnSync('python3', ['-c', READER], { input: feed, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout);
}
