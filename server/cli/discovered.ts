import type { Refreshed } from '../discovery/discover.ts';
import { heldText } from '../discovery/vanished.ts';
import { fold } from '../inventory/nodeSet.ts';
import { visible } from './output.ts';

const SHOWN = 10;

/** What a refresh came to, a line each; nothing where nothing changed and nothing went wrong. */
export function refreshedLines(refreshed: Refreshed): string[] {
  const { cluster, problems, hint } = refreshed;
  const changes = (['added', 'changed', 'retired'] as const).flatMap((effect) =>
    refreshed[effect].length === 0 ? [] : [`${cluster}: ${effect} ${fold(refreshed[effect])}`],
  );
  const kept = refreshed.held.map((one) => `${cluster}: ${visible(heldText(one))}`);
  const what =
    kept.length === 0
      ? []
      : [
          '  They stay in service until a later sweep finds the same (of all nodes: until you say so). If they are gone:',
          `  gazetteer nodes discover ${cluster} --accept`,
        ];
  const told = problems.slice(0, SHOWN).map((one) => `${cluster}: not discovered: ${visible(one)}`);
  const more = problems.length > SHOWN ? [`${cluster}: and ${problems.length - SHOWN} more`] : [];
  return [...changes, ...kept, ...what, ...told, ...more, ...(hint === '' ? [] : [`  ${visible(hint)}`])];
}
