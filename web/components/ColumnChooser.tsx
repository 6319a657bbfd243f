import type { Filters } from '../addresses/useFilters.ts';
import { visibleText } from '../text/visible.ts';

interface Choosable {
  key: string;
  title: string;
  names?: boolean;
  /** Shown only where somebody chooses it. */
  extra?: boolean;
}

/** The columns that the address asks for; all but the extra ones where it names none. What names the rows is always shown. */
export function shownColumns<Column extends Choosable>(columns: Column[], filters: Filters): Column[] {
  const asked = askedKeys(filters);
  const shown = columns.filter(({ key, names }) => names || asked.has(key));
  return asked.size === 0 || shown.every(({ names }) => names) ? usual(columns) : shown;
}

/** Whether the address chooses columns, so that files hold the same ones. */
export const isChosen = (columns: Choosable[], filters: Filters): boolean =>
  columns.some(({ key, names }) => !names && askedKeys(filters).has(key));

const usual = <Column extends Choosable>(columns: Column[]) => columns.filter(({ extra }) => !extra);

const askedKeys = (filters: Filters) => new Set(filters.value('columns').split(',').filter(Boolean));

/** Which columns of a table are shown; the address says it, so that a link shows the same. */
export function ColumnChooser({ columns, filters }: { columns: Choosable[]; filters: Filters }) {
  const shown = new Set(shownColumns(columns, filters).map(({ key }) => key));
  const usualKeys = usual(columns)
    .map(({ key }) => key)
    .join(',');
  const choose = (key: string, wanted: boolean) => {
    const keys = columns
      .filter((column) => (column.key === key ? wanted : shown.has(column.key)))
      .map((column) => column.key);
    const chosen = keys.join(',');
    const isUsual = chosen === usualKeys;
    filters.set({ columns: isUsual ? '' : chosen, after: filters.value('after') });
  };
  return (
    <details class="chooser">
      <summary>Columns{shown.size < columns.length && ` (${shown.size} of ${columns.length})`}</summary>
      <fieldset>
        <legend>
          Columns shown, and held by files
          {columns.some(({ extra }) => extra) && '; these hold all until some are chosen'}
        </legend>
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
