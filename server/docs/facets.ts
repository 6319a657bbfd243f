import { agentFiles } from '../agent/bundle.ts';
import type { Column, DocumentKind } from '../facets/facet.ts';
import { facetNames } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import { GENERATED } from './generate.ts';
import { markdownTable } from './markdown.ts';

/** A page per facet: what it holds, column by column, and what `gazetteer parse` reads. */
export function facetPages(): [path: string, text: string][] {
  const index = [
    '# Facets',
    GENERATED,
    'One aspect of an environment each. In this order the agent reads them.',
    markdownTable(
      ['facet', 'holds', 'belongs to'],
      facetNames.map((name) => [
        `[${name}](${name}.md)`,
        facets[name].sentence,
        facets[name].scope === 'node' ? 'the node' : 'the roots that the node sees',
      ]),
    ),
    '',
  ].join('\n\n');
  return [
    ['docs/facets/README.md', index],
    ...facetNames.map((name): [string, string] => [`docs/facets/${name}.md`, page(name)]),
  ];
}

function page(name: (typeof facetNames)[number]): string {
  const facet = facets[name];
  return [
    `# ${name}`,
    GENERATED,
    facet.sentence,
    `What runs on a node for it: ${filesOf(name)}.`,
    ...facet.kinds.map(kindSection),
    '## What `gazetteer parse` reads',
    markdownTable(
      ['format', 'what it is'],
      [
        ['`frames`', 'output of the agent'],
        ...facet.natives.map((form) => [`\`${form.format}\``, form.sentence]),
      ],
    ),
    '',
  ].join('\n\n');
}

/** The facet's own file, and what it shares. */
function filesOf(name: string): string {
  const linked = (part: string) =>
    agentFiles(part)
      .map((file) => `[agents/${file}](../../agents/${file})`)
      .join(', ');
  const own = linked(`facets/${name}`);
  return name === 'images' ? `${own}, and for what is inside images ${linked('inside')}` : own;
}

function kindSection({ kind, sentence, columns, derived = [] }: DocumentKind): string {
  const table = (what: string, list: Column[]) =>
    markdownTable(
      [what, 'type', 'meaning'],
      list.map((column) => [`\`${column.name}\``, column.type, column.sentence]),
    );
  const summed = derived.length > 0 ? [table('of the whole', derived)] : [];
  return [`## ${kind}`, sentence, table('column', columns), ...summed].join('\n\n');
}
