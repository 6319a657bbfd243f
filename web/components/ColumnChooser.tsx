import type { Filters } from '../addresses/useFilters.ts';
import { visibleText } from '../text/visible.ts';

interface Choosable {
  key: string;
  title: string;
  names?: boolean;
}

/** The columns that the address asks for; all where it names none. What names the rows is always shown. */
export function shownColumns<Column extends Choosable>(columns: Column[], filters: Filters): Column[] {
  const asked = askedKeys(filters);
  const shown = columns.filter(({ key, names }) => names || asked.has(key));
  return asked.size === 0 || shown.every(({ names }) => names) ? columns : shown;
}

const askedKeys = (filters: Filters) => new Set(filters.value('columns').split(',').filter(Boolean));

/** Which columns of a table are shown; the address says it, so that a link shows the same. */
export function ColumnChooser({ columns, filters }: { columns: Choosable[]; filters: Filters }) {
  const shown = new Set(shownColumns(columns, filters).map(({ key }) => key));
  const choose = (key: string, wanted: boolean) => {
    const keys = columns
      .filter((column) => (column.key === key ? wanted : shown.has(column.key)))
      .map((column) => column.key);
    const all = keys.length === columns.length;
    filters.set({ columns: all ? '' : keys.join(','), after: filters.value('after') });
  };
  return (
    <details class="chooser">
      <summary>Columns{shown.size < columns.length && ` (${shown.size} of ${columns.length})`}</summary>
      <fieldset>
        <legend>Columns shown, and held by files</legend>
        {columns.map(({ key, title, names }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={shown.has(key)}
              disabled={names}
              onChange={(event) => choose(key, event.currentTarget.checked)}
            />
            {visibleText(title)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
