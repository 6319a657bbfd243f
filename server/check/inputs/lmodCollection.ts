import { type LuaTable, type LuaValue, readLua } from '../../facets/modules/lua.ts';
import { type Requirement, type Unread, unread } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { moduleNamed } from './requirements.ts';

const COLLECTION = /^(?:\s*--[^\n]*\n)*\s*_ModuleTable_\s*=/;

/** A collection of Lmod (~/.lmod.d/NAME), which is its module table as Lua. */
export const lmodCollection: CheckForm = {
  form: 'lmod-collection',
  sentence: 'a collection of Lmod (module save)',
  read: ({ text }) => {
    if (!COLLECTION.test(text)) return null;
    const { globals, error, line } = readLua(text);
    const table = globals.get('_ModuleTable_');
    const modules = isTable(table) ? table.keyed.get('mT') : undefined;
    const broken = error === '' ? [] : [unread(line, '', `the collection cannot be read further: ${error}`)];
    if (!isTable(modules)) return gathered([...broken, unread(1, '', 'expected a table mT of modules')]);
    const lines = linesOf(text);
    return gathered([...inOrder(modules).flatMap((one) => moduleRow(one, lines)), ...broken]);
  },
};

const isTable = (value: LuaValue | undefined): value is LuaTable => typeof value === 'object';

const textIn = (table: LuaTable, key: string) => {
  const value = table.keyed.get(key);
  return typeof value === 'string' ? value : '';
};

/** As they were loaded: what comes later may need what came before. */
function inOrder(modules: LuaTable): LuaTable[] {
  const order = (table: LuaTable) => Number(table.keyed.get('loadOrder') ?? 0) || 0;
  return [...modules.keyed.values()].filter(isTable).sort((a, b) => order(a) - order(b));
}

function moduleRow(module: LuaTable, lines: Map<string, number>): (Requirement | Unread)[] {
  const fullName = textIn(module, 'fullName') || textIn(module, 'full');
  const line = lines.get(fullName) ?? 0;
  if (fullName === '') return [unread(line, textIn(module, 'fn'), 'a module without its full name')];
  if (textIn(module, 'status') === 'inactive')
    return [unread(line, fullName, 'inactive: it was not loaded any more')];
  return [moduleNamed({ line, text: fullName }, fullName)];
}

/** Full names stand as `fullName = "gcc/13.2.0"`. */
function linesOf(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [at, line] of text.split('\n').entries())
    for (const [, keyed, plain] of line.matchAll(
      /\["?full(?:Name)?"?\]\s?=\s?"([^"]{1,300})"|\bfullName\s?=\s?"([^"]{1,300})"/g,
    ))
      found.set(keyed ?? plain ?? '', at + 1);
  return found;
}
