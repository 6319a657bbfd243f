import { reasons } from '../collect/reasons.ts';
import { GENERATED } from './generate.ts';
import { markdownTable } from './markdown.ts';

/** Every reason code with its sentence. */
export function reasonsPage(): string {
  return [
    '# Reasons',
    GENERATED,
    `Why a visit, a facet or a root is not simply present. The code is stored, counted and filtered by
(\`/api/v1/nodes?reason=connect-timeout\`); what was seen in the single case is told beside it.`,
    markdownTable(
      ['code', 'meaning'],
      Object.entries(reasons).map(([code, sentence]) => [`\`${code}\``, sentence]),
    ),
    '',
  ].join('\n\n');
}
