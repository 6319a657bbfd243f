import type { ToolGrid } from '../../server/routes/schemas/toolGrid.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { ChoiceFilter } from '../components/FilterForm.tsx';
import { placeText, versionText } from './place.ts';

/** What the cells are matched with: a version, and whose it is. */
export function MatchFilters({ grid, filters }: { grid: ToolGrid | undefined; filters: Filters }) {
  const reference = grid?.reference;
  const version = reference?.version ?? '';
  const there = (grid?.items ?? []).filter((cell) => cell.version === version).map(placeText);
  return (
    <>
      <ChoiceFilter
        title="Matched with"
        name="against"
        filters={filters}
        any="the newest version"
        choices={(grid?.versions ?? [])
          .filter((one) => one !== '')
          .map((value) => ({ value, title: versionText(value) }))}
      />
      <ChoiceFilter
        title="As it is at"
        name="at"
        filters={filters}
        any={reference && filters.value('at') === '' ? placeText(reference) : 'any place'}
        choices={there.map((value) => ({ value, title: value }))}
      />
    </>
  );
}
