import type { ComponentChildren } from 'preact';
import { bytesPer, labelOf } from '../text/labels.ts';
import { bytesText, numberText } from '../text/quantities.ts';
import { Age } from './Age.tsx';
import { Dash } from './Known.tsx';
import { Made } from './Made.tsx';
import { Plain } from './Plain.tsx';

export type Row = Record<string, unknown>;

export function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface FactProps {
  field: string;
  value: unknown;
  depth?: number;
  /** In a table, where an empty cell says enough. */
  brief?: boolean;
}

/** One value of a document, drawn by what it is. */
export function FactValue({ field, value, depth = 0, brief = false }: FactProps): ComponentChildren {
  if (value === null || value === undefined || value === '') return brief ? null : <Dash why="not told" />;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return <NumberValue field={field} value={value} />;
  if (typeof value === 'string') return <TextValue field={field} value={value} />;
  if (depth > 3) return <Plain text={JSON.stringify(value)} />;
  if (Array.isArray(value)) {
    return <ListValue field={field} items={value} depth={depth} />;
  }
  return isRow(value) ? <NestedFacts facts={value} depth={depth} /> : <Plain text={String(value)} />;
}

function TextValue({ field, value }: { field: string; value: string }) {
  if (!DATE.test(value)) return <Plain text={value} />;
  return field === 'created' ? <Made at={value} /> : <Age at={value} plain />;
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function NumberValue({ field, value }: { field: string; value: number }) {
  const each = bytesPer(field);
  if (each === 0) return <>{numberText(value)}</>;
  return <span title={`${numberText(value * each)} bytes`}>{bytesText(value * each)}</span>;
}

const FEW = 12;

function ListValue({ field, items, depth }: { field: string; items: unknown[]; depth: number }) {
  if (items.length === 0) return <span class="none">none</span>;
  const list = (
    <ul class={items.some(isRow) ? 'values values-rows' : 'values'}>
      {items.map((item, index) => (
        // The items of a fact never change places: the document is fixed by its content.
        <li key={index}>
          <FactValue field={field} value={item} depth={depth + 1} />
        </li>
      ))}
    </ul>
  );
  if (items.length <= FEW) return list;
  return (
    <details>
      <summary>{numberText(items.length)}</summary>
      {list}
    </details>
  );
}

function NestedFacts({ facts, depth }: { facts: Row; depth: number }) {
  const entries = Object.entries(facts);
  if (entries.length === 0) return <span class="none">none</span>;
  return (
    <dl class="facts-within">
      {entries.map(([field, value]) => (
        <div key={field}>
          <dt>{labelOf(field)}</dt>
          <dd>
            <FactValue field={field} value={value} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
